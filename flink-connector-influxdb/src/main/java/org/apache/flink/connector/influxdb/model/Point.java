/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.model;

import org.apache.flink.annotation.PublicEvolving;

import com.fasterxml.jackson.core.io.NumberOutput;

import javax.annotation.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A point of InfluxDB: measurement and tags say which series it belongs to, the time says where in
 * it, and the fields are its values. Measurement, tags and time together are its identity: writing
 * the same identity again overwrites, field by field.
 *
 * <p>A point is filled by chained calls and then handed on; whoever hands it on no longer changes
 * it. What no server can carry (an empty name, NaN, a line feed in a tag) may be put in here, and
 * is refused when the point is encoded, as one rejected point.
 */
@PublicEvolving
public final class Point {

    private static final BigInteger MAX_UNSIGNED =
            BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private final String measurement;

    // Keys and values in turn. Tags are sorted, as the server would sort them.
    private Object[] tags = new Object[4];
    private int tagsEnd;
    private Object[] fields = new Object[8];
    private int fieldsEnd;

    private boolean hasTime;
    private long timestamp;

    private Point(String measurement) {
        this.measurement = Objects.requireNonNull(measurement, "measurement");
    }

    /** A point of this measurement, without tags, fields and time yet. */
    public static Point measurement(String name) {
        return new Point(name);
    }

    /**
     * Sets a tag. Null and the empty string mean the same to InfluxDB, that the point has no such
     * tag, and leave it out.
     */
    public Point tag(String key, @Nullable String value) {
        Objects.requireNonNull(key, "tag key");
        if (value == null || value.isEmpty()) {
            return this;
        }
        int at = 0;
        while (at < tagsEnd) {
            int order = ((String) tags[at]).compareTo(key);
            if (order == 0) {
                tags[at + 1] = value;
                return this;
            }
            if (order > 0) {
                break;
            }
            at += 2;
        }
        tags = withRoom(tags, tagsEnd);
        System.arraycopy(tags, at, tags, at + 2, tagsEnd - at);
        tags[at] = key;
        tags[at + 1] = value;
        tagsEnd += 2;
        return this;
    }

    /** Sets a field of type float. */
    public Point field(String key, double value) {
        return set(key, value);
    }

    /**
     * Sets a field of type float to the number that the float's shortest text names: 0.1f becomes
     * 0.1, not 0.10000000149011612.
     */
    public Point field(String key, float value) {
        // Float.toString of Java 17 has a digit too many in one of ten.
        return set(key, Double.valueOf(NumberOutput.toString(value, true)));
    }

    /** Sets a field of type integer. */
    public Point field(String key, long value) {
        return set(key, value);
    }

    /** Sets a field of type boolean. */
    public Point field(String key, boolean value) {
        return set(key, value);
    }

    /** Sets a field of type string; null leaves it out, the empty string does not. */
    public Point field(String key, @Nullable String value) {
        return value == null ? this : set(key, value);
    }

    /** Sets a field of type boolean; null leaves it out. */
    public Point field(String key, @Nullable Boolean value) {
        return value == null ? this : set(key, value);
    }

    /**
     * Sets a field by the kind of number: Byte, Short, Integer and Long become integers, Float and
     * Double floats, BigInteger an unsigned integer; null leaves it out.
     *
     * @throws IllegalArgumentException for another kind, or a BigInteger that is negative or needs
     *     more than 64 bits
     */
    public Point field(String key, @Nullable Number value) {
        if (value == null) {
            return this;
        }
        if (value instanceof Double || value instanceof Long) {
            return set(key, value);
        }
        if (value instanceof Float number) {
            return field(key, number.floatValue());
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return set(key, value.longValue());
        }
        if (value instanceof BigInteger number) {
            if (number.signum() < 0 || number.compareTo(MAX_UNSIGNED) > 0) {
                throw new IllegalArgumentException(
                        "Field '"
                                + key
                                + "' of measurement '"
                                + measurement
                                + "': "
                                + number
                                + " is no unsigned 64-bit integer");
            }
            return set(key, number);
        }
        throw new IllegalArgumentException(
                "Field '"
                        + key
                        + "' of measurement '"
                        + measurement
                        + "': InfluxDB has no type for "
                        + value.getClass().getName()
                        + (value instanceof BigDecimal ? "; use doubleValue()" : ""));
    }

    private Point set(String key, Object value) {
        Objects.requireNonNull(key, "field key");
        for (int i = 0; i < fieldsEnd; i += 2) {
            if (fields[i].equals(key)) {
                fields[i + 1] = value;
                return this;
            }
        }
        fields = withRoom(fields, fieldsEnd);
        fields[fieldsEnd] = key;
        fields[fieldsEnd + 1] = value;
        fieldsEnd += 2;
        return this;
    }

    private static Object[] withRoom(Object[] pairs, int end) {
        return end < pairs.length ? pairs : Arrays.copyOf(pairs, pairs.length * 2);
    }

    /** Sets the time, in nanoseconds since 1970. */
    public Point time(long epochNanos) {
        this.timestamp = epochNanos;
        this.hasTime = true;
        return this;
    }

    /**
     * Sets the time, exact to the nanosecond.
     *
     * @throws ArithmeticException if it lies outside the years 1677 to 2262
     */
    public Point time(Instant time) {
        return time(EpochNanos.of(time));
    }

    /** The measurement's name. */
    public String measurement() {
        return measurement;
    }

    /** Whether the point has a time. One without takes the time of its Flink record. */
    public boolean hasTime() {
        return hasTime;
    }

    /**
     * The time in nanoseconds since 1970.
     *
     * @throws IllegalStateException if the point has none
     */
    public long timestamp() {
        if (!hasTime) {
            throw new IllegalStateException("This point has no time: " + this);
        }
        return timestamp;
    }

    /** How many tags the point has. */
    public int tagCount() {
        return tagsEnd / 2;
    }

    /** The key of a tag. Tags are sorted by key. */
    public String tagKey(int index) {
        return (String) tags[2 * Objects.checkIndex(index, tagCount())];
    }

    /** The value of a tag, never empty. */
    public String tagValue(int index) {
        return (String) tags[2 * Objects.checkIndex(index, tagCount()) + 1];
    }

    /** How many fields the point has. */
    public int fieldCount() {
        return fieldsEnd / 2;
    }

    /** The key of a field. Fields keep the order in which they were set. */
    public String fieldKey(int index) {
        return (String) fields[2 * Objects.checkIndex(index, fieldCount())];
    }

    /** The value of a field: Double, Long, BigInteger, Boolean or String. */
    public Object fieldValue(int index) {
        return fields[2 * Objects.checkIndex(index, fieldCount()) + 1];
    }

    /** The tags by key, a copy. */
    public SortedMap<String, String> tags() {
        SortedMap<String, String> copy = new TreeMap<>();
        for (int i = 0; i < tagCount(); i++) {
            copy.put(tagKey(i), tagValue(i));
        }
        return Collections.unmodifiableSortedMap(copy);
    }

    /** The fields by key in the order in which they were set, a copy. */
    public Map<String, Object> fields() {
        Map<String, Object> copy = new LinkedHashMap<>();
        for (int i = 0; i < fieldCount(); i++) {
            copy.put(fieldKey(i), fieldValue(i));
        }
        return Collections.unmodifiableMap(copy);
    }

    /** Two points are equal if measurement, tags, fields (in any order) and time are. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Point that
                && measurement.equals(that.measurement)
                && hasTime == that.hasTime
                && timestamp == that.timestamp
                && tags().equals(that.tags())
                && fields().equals(that.fields());
    }

    @Override
    public int hashCode() {
        return Objects.hash(measurement, hasTime, timestamp, tags(), fields());
    }

    @Override
    public String toString() {
        return "Point{"
                + measurement
                + ", tags="
                + tags()
                + ", fields="
                + fields()
                + ", time="
                + (hasTime ? EpochNanos.toText(timestamp) : "none")
                + '}';
    }
}
