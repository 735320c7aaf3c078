/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;
import org.apache.flink.connector.influxdb.model.MeasurementSchema;
import org.apache.flink.connector.influxdb.model.TimeRange;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The client over HTTP. */
final class HttpInfluxDBClient implements InfluxDBClient {

    private final HttpTransport transport;

    HttpInfluxDBClient(InfluxDBConnectionOptions options) {
        this.transport = new HttpTransport(options);
    }

    @Override
    public ServerInfo server() throws InfluxDBException {
        return new ServerInfo(InfluxDBVersion.V2, "dev", "");
    }

    @Override
    public Instant serverTime() throws InfluxDBException {
        throw new InfluxDBException(InfluxDBException.Kind.UNSUPPORTED, "", null);
    }

    @Override
    public RowCursor query(InfluxDBQuery query, TimeRange range) throws InfluxDBException {
        return queries().query(query, range);
    }

    @Override
    public MeasurementSchema schema(String bucket, String measurement) throws InfluxDBException {
        return queries().schema(bucket, measurement);
    }

    @Override
    public ShardGroups shardGroups(String bucket) throws InfluxDBException {
        return queries().shardGroups(bucket);
    }

    @Override
    public Optional<TimeRange> extent(InfluxDBQuery.OfMeasurement query, TimeRange range)
            throws InfluxDBException {
        return queries().extent(query, range);
    }

    @Override
    public long count(InfluxDBQuery.OfMeasurement query, TimeRange range) throws InfluxDBException {
        return queries().count(query, range);
    }

    private Queries queries() throws InfluxDBException {
        return new Queries(transport, server().version());
    }

    @Override
    public CompletableFuture<Void> write(String bucket, Precision precision, ByteBuffer lines) {
        throw new IllegalStateException("not yet");
    }

    @Override
    public void close() {
        transport.close();
    }
}
