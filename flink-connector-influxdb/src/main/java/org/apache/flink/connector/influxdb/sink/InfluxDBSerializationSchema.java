/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.util.Collector;
import org.apache.flink.util.function.SerializableFunction;

import java.io.Serializable;

/**
 * Makes points out of records: none, one or many of each.
 *
 * <p>A point without a time takes the timestamp of its Flink record. A record that has none either
 * fails the job with a message that says how to give it one; the sink never makes up a time,
 * because a replay after a failure would then write a second point instead of the same one again.
 *
 * @param <T> the type of the records
 */
@PublicEvolving
public interface InfluxDBSerializationSchema<T> extends Serializable {

    /**
     * Called once per subtask, before the first record.
     *
     * @param context gives the metric group and the user code's class loader
     * @throws Exception fails the job
     */
    default void open(SerializationSchema.InitializationContext context) throws Exception {}

    /**
     * Makes the points of a record.
     *
     * @param record what came in
     * @param context the record's timestamp and the watermark
     * @param out takes the points, each of which is encoded at once and may then be changed
     * @throws Exception fails the job
     */
    void serialize(T record, SinkWriter.Context context, Collector<Point> out) throws Exception;

    /**
     * One point per record.
     *
     * @param toPoint makes the point; it must not return null (implement this interface to write no
     *     point or many)
     */
    static <T> InfluxDBSerializationSchema<T> of(SerializableFunction<T, Point> toPoint) {
        return new PointFunctionSchema<>(toPoint);
    }

    /** For records that are points already, such as those of a source that reads points. */
    static InfluxDBSerializationSchema<Point> points() {
        return (point, context, out) -> out.collect(point);
    }
}
