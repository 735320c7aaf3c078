/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.connector.influxdb.client.LineProtocolParser;
import org.apache.flink.connector.influxdb.client.Precision;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.util.Collector;

import javax.annotation.Nullable;

import java.util.Objects;

/** Makes a point of each line of line protocol. */
final class LineSerializationSchema implements InfluxDBSerializationSchema<String> {

    private static final long serialVersionUID = 1L;

    private final Precision precision;
    @Nullable private transient LineProtocolParser parser;

    LineSerializationSchema(Precision precision) {
        this.precision = Objects.requireNonNull(precision, "precision");
    }

    @Override
    public void serialize(String line, SinkWriter.Context context, Collector<Point> out)
            throws RejectedRecordException {
        if (line == null) {
            throw new RejectedRecordException("null", "The line is null.");
        }
        if (parser == null) {
            // 1.8 reads lines alike.
            parser = new LineProtocolParser(InfluxDBVersion.V2, precision);
        }
        Point point;
        try {
            point = parser.parse(line);
        } catch (IllegalArgumentException e) {
            throw new RejectedRecordException(line, e.getMessage() + ".", e);
        }
        out.collect(point);
    }
}
