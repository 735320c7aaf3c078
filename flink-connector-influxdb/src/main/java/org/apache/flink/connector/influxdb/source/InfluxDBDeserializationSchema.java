/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.functions.InvalidTypesException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.api.java.typeutils.TypeExtractor;
import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.connector.influxdb.model.Column;
import org.apache.flink.connector.influxdb.model.InfluxDBColumn;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.MeasurementSchema;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.types.Row;

import com.fasterxml.jackson.databind.node.ObjectNode;

import javax.annotation.Nullable;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;

/**
 * Makes a record of the job's type from a row of InfluxDB. A lambda will do; its type cannot be
 * found out, so give it to {@link InfluxDBSourceBuilder#setProducedType}.
 *
 * @param <T> what the source emits
 */
@PublicEvolving
@FunctionalInterface
public interface InfluxDBDeserializationSchema<T> extends Serializable, ResultTypeQueryable<T> {

    /**
     * Makes a record.
     *
     * @param row not changed by anybody afterwards; it may be kept
     * @return the record, or null to leave the row out
     * @throws IOException if the row cannot be read, which fails the job with the row's position
     */
    @Nullable
    T deserialize(InfluxDBRow row) throws IOException;

    /**
     * The type of the records. A class that implements this interface for a concrete type need not
     * override it.
     *
     * @throws InvalidTypesException where the type cannot be extracted, as from a lambda
     */
    @Override
    default TypeInformation<T> getProducedType() {
        try {
            return TypeExtractor.createTypeInfo(
                    InfluxDBDeserializationSchema.class, getClass(), 0, null, null);
        } catch (InvalidTypesException e) {
            throw new InvalidTypesException(
                    "The type that "
                            + getClass().getName()
                            + " produces cannot be found out. Call"
                            + " InfluxDBSourceBuilder.setProducedType(..), or override"
                            + " getProducedType().",
                    e);
        }
    }

    /**
     * Hands each row on as a {@link Point}, with its measurement, all tags and fields in their
     * exact types and its time: what a sink needs to write the same point again. It needs rows that
     * say their measurement, as the rows of a measurement and of most queries do. A query in Flux
     * that does not pivot has a row for each field, and makes a point of each.
     */
    static InfluxDBDeserializationSchema<Point> points() {
        return new PointDeserializationSchema();
    }

    /**
     * Hands each row on as an object: a public record, made by its canonical constructor, or a
     * public POJO by Flink's rules. Each component or field takes the value of the field, else the
     * tag, of its name, or of the name that {@link InfluxDBColumn} gives it. Besides,
     *
     * <ul>
     *   <li>{@code time} is the time of the point, as is {@code timestamp} where there is no {@code
     *       time}: an Instant, a LocalDateTime in UTC, or a long in nanoseconds since 1970;
     *   <li>{@code measurement}, a String, is the name of the measurement;
     *   <li>{@code tags}, a {@code Map<String, String>}, holds all tags.
     * </ul>
     *
     * <p>A value that is missing is null, and an error for a primitive: it is never zero. Numbers
     * are converted exactly or not at all, but for a float into a {@code float}, which rounds.
     *
     * @throws IllegalArgumentException that names everything which is wrong with the class
     */
    static <T> InfluxDBDeserializationSchema<T> of(Class<T> type) {
        return new ObjectDeserializationSchema<>(type);
    }

    /**
     * Hands each row on as an object of Jackson, which between operators has a serializer of its
     * own. The SQL jar holds Jackson under another name, so a job that runs on that jar takes
     * strings or bytes.
     */
    static InfluxDBDeserializationSchema<ObjectNode> jsonObjects(JsonFormat format) {
        return new JsonDeserializationSchema.Objects(format);
    }

    /** Hands each row on as JSON in a string. */
    static InfluxDBDeserializationSchema<String> jsonStrings(JsonFormat format) {
        return new JsonDeserializationSchema.Strings(format);
    }

    /** Hands each row on as JSON in UTF-8. */
    static InfluxDBDeserializationSchema<byte[]> jsonBytes(JsonFormat format) {
        return new JsonDeserializationSchema.Bytes(format);
    }

    /**
     * Hands each row on as a {@link Row} of Flink with the given columns, in this order, named as
     * they are; where two share a name, the second gets {@code _1} behind it. A column of the role
     * TIME is the time of the point, an Instant; what a point does not have is null. A column of
     * type STRING takes the text of any value, any other type takes a value only where it holds it
     * exactly.
     *
     * @throws IllegalArgumentException if there is no column, or one is there twice
     */
    static InfluxDBDeserializationSchema<Row> rows(List<Column> columns) {
        return new RowDeserializationSchema(new RowColumns(columns));
    }

    /**
     * Hands each row on as a {@link Row} of Flink with the columns that the server now has of a
     * measurement: {@code time}, then all tags, then all fields, each by name. The server is asked
     * at once, since a job must know its types; fields that come to be later are left out.
     *
     * <p>A field that has several types becomes the narrowest that holds all of them: numbers are
     * floats if one of them is, and all else is text.
     *
     * @throws InfluxDBException if the server does not say
     * @throws IllegalArgumentException if it knows no such measurement
     */
    static InfluxDBDeserializationSchema<Row> rows(
            InfluxDBConnectionOptions connection, String bucket, String measurement)
            throws InfluxDBException {
        try (InfluxDBClient client = InfluxDBClient.create(connection)) {
            MeasurementSchema schema = client.schema(bucket, measurement);
            if (schema.isEmpty()) {
                throw new IllegalArgumentException(
                        "Bucket '"
                                + bucket
                                + "' has no measurement '"
                                + measurement
                                + "', so that the types of its rows are unknown. Give the columns"
                                + " with rows(List<Column>)");
            }
            return new RowDeserializationSchema(RowColumns.of(schema));
        }
    }
}
