/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.client.RowCursor;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.TimeRange;
import org.apache.flink.connector.influxdb.testserver.InfluxDBServer;

import java.util.function.LongSupplier;

/**
 * A real server that is written as the simulated one is, and gives the rows in its place. Clock and
 * faults stay simulated.
 */
final class MirroredInfluxDB extends SimulatedInfluxDB {

    private final InfluxDBServer server;
    private final InfluxDBClient client;
    private final InfluxDBQuery.OfMeasurement query;

    /**
     * An empty measurement of a server.
     *
     * @param query reads all of it
     */
    MirroredInfluxDB(
            LongSupplier clock,
            InfluxDBServer server,
            InfluxDBClient client,
            InfluxDBQuery.OfMeasurement query) {
        super(clock);
        this.server = server;
        this.client = client;
        this.query = query;
    }

    @Override
    void write(long time, String host, long value) {
        super.write(time, host, value);
        server.writeLineProtocol(
                query.bucket(),
                query.measurement() + ",host=" + host + " value=" + value + "i " + time);
    }

    @Override
    public RowCursor query(InfluxDBQuery ofTail, TimeRange range) throws InfluxDBException {
        return new Mirrored(super.query(ofTail, range), client.query(query, range));
    }

    @Override
    public void close() {
        client.close();
    }

    /** The simulated answer gives the fault, if there is one, and the real one the rows. */
    private record Mirrored(RowCursor simulated, RowCursor real) implements RowCursor {

        @Override
        public boolean next() throws InfluxDBException {
            simulated.next();
            return real.next();
        }

        @Override
        public InfluxDBRow row() throws InfluxDBException {
            return real.row();
        }

        @Override
        public void close() {
            real.close();
        }
    }
}
