/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;
import org.apache.flink.connector.influxdb.model.MeasurementSchema;
import org.apache.flink.connector.influxdb.model.TimeRange;

import java.util.Optional;

/** The reading half of the client: asks in the dialect of a server, and parses what it answers. */
final class Queries {

    private final HttpTransport transport;
    private final InfluxDBVersion version;

    Queries(HttpTransport transport, InfluxDBVersion version) {
        this.transport = transport;
        this.version = version;
    }

    RowCursor query(InfluxDBQuery query, TimeRange range) throws InfluxDBException {
        throw unsupported();
    }

    MeasurementSchema schema(String bucket, String measurement) throws InfluxDBException {
        throw unsupported();
    }

    ShardGroups shardGroups(String bucket) throws InfluxDBException {
        throw unsupported();
    }

    Optional<TimeRange> extent(InfluxDBQuery.OfMeasurement query, TimeRange range)
            throws InfluxDBException {
        throw unsupported();
    }

    long count(InfluxDBQuery.OfMeasurement query, TimeRange range) throws InfluxDBException {
        throw unsupported();
    }

    private InfluxDBException unsupported() {
        return new InfluxDBException(
                InfluxDBException.Kind.UNSUPPORTED, version + " " + transport, null);
    }
}
