/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.connector.influxdb.client.Precision;
import org.apache.flink.connector.influxdb.model.InfluxDBColumn;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.util.Collector;
import org.apache.flink.util.function.SerializableFunction;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * Makes points out of records: none, one or many of each.
 *
 * <p>A point without a time takes the timestamp of its Flink record. If that has none either, the
 * point is rejected with a message that says how to give it one: the sink makes up no time, because
 * a replay after a failure would then write a second point instead of the same one again. Who can
 * live with that sets {@link InfluxDBSinkBuilder#setTimeAssign}.
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
     * @throws RejectedRecordException to reject this record alone
     * @throws Exception any other, fails the job
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

    /**
     * One point per object: of a public record by its accessors, or of a public POJO by its public
     * fields and getters, as Flink finds them. It is the mirror of the source's form of the same
     * name, so that what was read of a class can be written again.
     *
     * <p>Each component or field is a field of the point, of its name or of the one that {@link
     * InfluxDBColumn} gives it: integers are integers, {@code float} and {@code double} floats,
     * BigInteger unsigned integers, boolean and String what they are. One with {@code
     * InfluxDBColumn(tag = true)} is a tag. Besides,
     *
     * <ul>
     *   <li>{@code time} is the time of the point, as is {@code timestamp} where there is no {@code
     *       time}: an Instant, a LocalDateTime in UTC, or a long in nanoseconds since 1970;
     *   <li>{@code measurement}, a String, is the name of the measurement;
     *   <li>{@code tags}, a {@code Map<String, String>}, holds tags; a String that says the same as
     *       the tag of its name in here is no field besides.
     * </ul>
     *
     * <p>What is null is left out of the point; without a time, that of the Flink record is taken.
     *
     * @throws IllegalArgumentException that names everything which is wrong with the class
     */
    static <T> InfluxDBSerializationSchema<T> of(Class<T> type) {
        return new ObjectSerializationSchema<>(type, null, List.of());
    }

    /**
     * One point per object, as {@link #of(Class)} does, for classes that do not say all of it
     * themselves.
     *
     * @param measurement of the objects that have no member {@code measurement}, or null in it
     * @param tags the names of columns that are tags, beside those that are annotated
     * @throws IllegalArgumentException that names everything which is wrong with the class
     */
    static <T> InfluxDBSerializationSchema<T> of(
            Class<T> type, String measurement, String... tags) {
        return new ObjectSerializationSchema<>(
                type, Objects.requireNonNull(measurement, "measurement"), List.of(tags));
    }

    /**
     * One point per line of line protocol, as InfluxDB 1.8 and 2.x read it, with its time in the
     * given unit: for example the lines of dead letters, whose unit is the precision of the sink
     * that wrote them. What is no line is rejected.
     */
    static InfluxDBSerializationSchema<String> lineProtocol(Precision precision) {
        return new LineSerializationSchema(precision);
    }

    /**
     * One point per object of Jackson, by a declared mapping. The SQL jar holds Jackson under
     * another name, so a job that runs on that jar takes strings or bytes.
     */
    static InfluxDBSerializationSchema<ObjectNode> jsonObjects(JsonMapping mapping) {
        return new JsonSerializationSchema.Nodes(mapping);
    }

    /**
     * One point per JSON object in a string, by a declared mapping. What is no JSON object, or does
     * not fit the mapping, is rejected with the category {@code malformed}.
     */
    static InfluxDBSerializationSchema<String> jsonStrings(JsonMapping mapping) {
        return new JsonSerializationSchema.Strings(mapping);
    }

    /** One point per JSON object in UTF-8, by a declared mapping, as {@link #jsonStrings}. */
    static InfluxDBSerializationSchema<byte[]> jsonBytes(JsonMapping mapping) {
        return new JsonSerializationSchema.Bytes(mapping);
    }
}
