/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.connector.influxdb.model.TimeFormat;

import java.io.Serializable;
import java.util.Objects;

/**
 * How a row looks in JSON: for example {@code JsonFormat.FLAT.withTime(TimeFormat.EPOCH_MILLIS)}.
 *
 * <p>Integers, unsigned ones too, are exact numbers, floats are numbers with a fraction. What a
 * point does not have is left out, never null. NaN and the infinities, which only queries answer
 * with, are the strings "NaN", "Infinity" and "-Infinity", since JSON has no numbers for them.
 *
 * @param shape where tags and fields stand
 * @param time how times are written
 */
@PublicEvolving
public record JsonFormat(Shape shape, TimeFormat time) implements Serializable {

    private static final long serialVersionUID = 1L;

    /** One object: time, measurement, tags and fields side by side. Times as RFC 3339. */
    public static final JsonFormat FLAT = new JsonFormat(Shape.FLAT, TimeFormat.RFC_3339);

    /** Tags and fields in objects of their own. Times as RFC 3339. */
    public static final JsonFormat NESTED = new JsonFormat(Shape.NESTED, TimeFormat.RFC_3339);

    /** Where tags and fields stand. */
    @PublicEvolving
    public enum Shape {
        /**
         * {@code {"time": .., "measurement": "cpu", "host": "a", "usage": 0.5}}. Two columns of one
         * name, such as a tag and a field, are an error.
         */
        FLAT,
        /**
         * {@code {"time": .., "measurement": "cpu", "tags": {"host": "a"}, "fields": {"usage":
         * 0.5}}}. Whatever else a query answers with, such as {@code _start}, stands among the
         * fields.
         */
        NESTED
    }

    public JsonFormat {
        Objects.requireNonNull(shape, "shape");
        Objects.requireNonNull(time, "time");
    }

    /** The same shape with another format of times. */
    public JsonFormat withTime(TimeFormat newTime) {
        return new JsonFormat(shape, newTime);
    }
}
