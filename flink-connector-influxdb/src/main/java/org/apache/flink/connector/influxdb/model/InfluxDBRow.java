/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.model;

import org.apache.flink.annotation.PublicEvolving;

import javax.annotation.Nullable;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * One row of an answer: a time, and a value or nothing for each column of its {@link RowLayout}.
 *
 * <p>The getters by name look for a field of that name first, then for a tag. They answer null
 * where the point has no such value, never zero or an empty string: {@code double d =
 * row.getDouble("f")} fails with a NullPointerException for a point without f, {@code Double d}
 * does not. Where the value has another type than asked for they fail with an {@link
 * IllegalStateException} that names the column and the value. A name that no point has is answered
 * like a missing value; {@link RowLayout#position} tells them apart.
 */
@PublicEvolving
public final class InfluxDBRow {

    private final RowLayout layout;
    @Nullable private final Long timestamp;
    private final Object[] values;

    /**
     * A row.
     *
     * @param timestamp nanoseconds since 1970, or null for an answer without time (some queries of
     *     the user's own)
     * @param values one for each column, of the Java type that {@link ColumnType} names, or null;
     *     the array is kept, not copied
     */
    public InfluxDBRow(RowLayout layout, @Nullable Long timestamp, Object[] values) {
        if (values.length != layout.size()) {
            throw new IllegalArgumentException(
                    values.length + " values for " + layout.size() + " columns: " + layout);
        }
        this.layout = layout;
        this.timestamp = timestamp;
        this.values = values;
    }

    /** The columns of this row, shared with its neighbours. */
    public RowLayout layout() {
        return layout;
    }

    /** Whether this row has a time. Every row of a measurement has. */
    public boolean hasTimestamp() {
        return timestamp != null;
    }

    /**
     * The time in nanoseconds since 1970.
     *
     * @throws IllegalStateException if the query's answer has no time
     */
    public long timestamp() {
        if (timestamp == null) {
            throw new IllegalStateException(
                    "This row has no time: the query answers without a time column. Columns: "
                            + layout);
        }
        return timestamp;
    }

    /** The time, exact. */
    public Instant time() {
        return EpochNanos.toInstant(timestamp());
    }

    /** The value at this position of the layout, or null. */
    @Nullable
    public Object get(int position) {
        return values[position];
    }

    /** The value of the field, else the tag, of this name, or null. */
    @Nullable
    public Object get(String name) {
        int position = layout.position(name);
        return position < 0 ? null : values[position];
    }

    /** Whether the row has no value of this name. */
    public boolean isNull(String name) {
        return get(name) == null;
    }

    /** The measurement's name, or null if the answer does not say. */
    @Nullable
    public String measurement() {
        for (int i = 0; i < values.length; i++) {
            if (layout.column(i).role() == ColumnRole.MEASUREMENT) {
                return (String) values[i];
            }
        }
        return null;
    }

    /** The tag of this name, or null. */
    @Nullable
    public String tag(String name) {
        int position = layout.tagPosition(name);
        return position < 0 ? null : (String) values[position];
    }

    /** All tags of the point, by name. */
    public Map<String, String> tags() {
        Map<String, String> tags = new TreeMap<>();
        for (int i = 0; i < values.length; i++) {
            if (values[i] != null && layout.column(i).role() == ColumnRole.TAG) {
                tags.put(layout.column(i).name(), (String) values[i]);
            }
        }
        return tags;
    }

    /** All fields of the point that have a value, by name, each of the type that it has. */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new TreeMap<>();
        for (int i = 0; i < values.length; i++) {
            if (values[i] != null && layout.column(i).role() == ColumnRole.FIELD) {
                fields.put(layout.column(i).name(), values[i]);
            }
        }
        return fields;
    }

    /**
     * The value of a column of times, or null: those that queries in Flux answer with, such as
     * {@code _start}. The time of the row itself is {@link #time}. An integer is no time, since
     * nothing says its unit.
     */
    @Nullable
    public Instant getInstant(String name) {
        Object value = get(name);
        if (value == null) {
            return null;
        }
        if (layout.column(layout.position(name)).type() != ColumnType.TIME) {
            throw new IllegalStateException(
                    "Column '"
                            + name
                            + "' holds "
                            + value
                            + ", which is no time to InfluxDB. If it is one to you, make it of"
                            + " getLong or getString in the unit that you know. "
                            + this);
        }
        return EpochNanos.toInstant((Long) value);
    }

    /** A string value, or null. */
    @Nullable
    public String getString(String name) {
        return cast(name, get(name), String.class);
    }

    /** A boolean value, or null. */
    @Nullable
    public Boolean getBoolean(String name) {
        return cast(name, get(name), Boolean.class);
    }

    /** An integer value, or null. An unsigned one must fit. */
    @Nullable
    public Long getLong(String name) {
        Object value = get(name);
        if (value instanceof BigInteger unsigned) {
            try {
                return unsigned.longValueExact();
            } catch (ArithmeticException e) {
                throw new IllegalStateException(
                        "Column '" + name + "' holds " + value + ", which no long can. " + this, e);
            }
        }
        return cast(name, value, Long.class);
    }

    /** An unsigned or a not negative integer value, or null. */
    @Nullable
    public BigInteger getUnsigned(String name) {
        Object value = get(name);
        if (value instanceof Long integer && integer >= 0) {
            return BigInteger.valueOf(integer);
        }
        return cast(name, value, BigInteger.class);
    }

    /** A float value, or null. An integer is widened if a double can hold it exactly. */
    @Nullable
    public Double getDouble(String name) {
        Object value = get(name);
        if (value instanceof Long || value instanceof BigInteger) {
            double widened = ((Number) value).doubleValue();
            if (!ExactNumbers.isExact((Number) value, widened)) {
                throw new IllegalStateException(
                        "Column '"
                                + name
                                + "' holds the integer "
                                + value
                                + ", which no double can. "
                                + this);
            }
            return widened;
        }
        return cast(name, value, Double.class);
    }

    @Nullable
    private <V> V cast(String name, @Nullable Object value, Class<V> type) {
        if (value != null && !type.isInstance(value)) {
            throw new IllegalStateException(
                    "Column '"
                            + name
                            + "' holds a "
                            + value.getClass().getSimpleName()
                            + ", not a "
                            + type.getSimpleName()
                            + ": "
                            + value
                            + ". "
                            + this);
        }
        return type.cast(value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof InfluxDBRow that
                && Objects.equals(timestamp, that.timestamp)
                && layout.columns().equals(that.layout.columns())
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * Objects.hashCode(timestamp) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Row{time=");
        text.append(timestamp == null ? "none" : EpochNanos.toText(timestamp));
        for (int i = 0; i < values.length; i++) {
            text.append(", ").append(layout.column(i).name()).append('=').append(values[i]);
        }
        return text.append('}').toString();
    }
}
