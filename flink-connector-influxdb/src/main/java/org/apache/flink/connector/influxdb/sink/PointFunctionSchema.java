/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.util.Collector;
import org.apache.flink.util.function.SerializableFunction;

import java.util.Objects;

/** Makes one point of each record by a function. */
final class PointFunctionSchema<T> implements InfluxDBSerializationSchema<T> {

    private static final long serialVersionUID = 1L;

    private final SerializableFunction<T, Point> toPoint;

    PointFunctionSchema(SerializableFunction<T, Point> toPoint) {
        this.toPoint = Objects.requireNonNull(toPoint, "The function that makes points is null");
    }

    @Override
    public void serialize(T record, SinkWriter.Context context, Collector<Point> out) {
        Point point = toPoint.apply(record);
        if (point == null) {
            throw new IllegalStateException(
                    "The function given to InfluxDBSerializationSchema.of returned null for the"
                            + " record "
                            + record
                            + ". It makes exactly one point per record: implement"
                            + " InfluxDBSerializationSchema to write none or many.");
        }
        out.collect(point);
    }
}
