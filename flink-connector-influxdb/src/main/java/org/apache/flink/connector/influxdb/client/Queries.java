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
        QueryDialect dialect = QueryDialect.of(query.language(), version);
        BucketPath path = BucketPath.of(query.bucket());
        if (query instanceof InfluxDBQuery.OfText text) {
            QueryRequest request = dialect.text(text, path, range, "");
            return new InfluxQlTextCursor(transport.open(request), request.context());
        }
        InfluxDBQuery.OfMeasurement points = (InfluxDBQuery.OfMeasurement) query;
        MeasurementSchema schema = schema(points.bucket(), points.measurement());
        MeasurementRead read = new MeasurementRead(points, schema);
        if (read.fields().isEmpty()) {
            return new EmptyCursor();
        }
        QueryRequest request = dialect.points(read, path, range);
        return new InfluxQlCursor(transport.open(request), read, request.context());
    }

    MeasurementSchema schema(String bucket, String measurement) throws InfluxDBException {
        return new SchemaQuery(transport).schema(BucketPath.of(bucket), bucket, measurement);
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
