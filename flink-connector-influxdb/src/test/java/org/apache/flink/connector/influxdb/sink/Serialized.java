/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.util.Collector;
import org.apache.flink.util.InstantiationUtil;

import java.util.ArrayList;
import java.util.List;

/** What a serializer makes of records on a task, where it has come serialized. */
final class Serialized<T> {

    private static final SinkWriter.Context NO_TIME =
            new SinkWriter.Context() {
                @Override
                public long currentWatermark() {
                    return Long.MIN_VALUE;
                }

                @Override
                public Long timestamp() {
                    return null;
                }
            };

    private final InfluxDBSerializationSchema<T> schema;

    private Serialized(InfluxDBSerializationSchema<T> schema) {
        this.schema = schema;
    }

    static <T> Serialized<T> by(InfluxDBSerializationSchema<T> schema) throws Exception {
        InfluxDBSerializationSchema<T> shipped = InstantiationUtil.clone(schema);
        shipped.open(null);
        return new Serialized<>(shipped);
    }

    List<Point> points(T record) throws Exception {
        List<Point> points = new ArrayList<>();
        schema.serialize(
                record,
                NO_TIME,
                new Collector<>() {
                    @Override
                    public void collect(Point point) {
                        points.add(point);
                    }

                    @Override
                    public void close() {}
                });
        return points;
    }

    Point point(T record) throws Exception {
        return points(record).get(0);
    }
}
