/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.InfluxDBException;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The values of one field of one series in time order, in primitive arrays. It counts the bytes
 * that it takes.
 */
final class FieldValues {

    private static final int FIRST_CAPACITY = 16;
    private static final int BYTES_PER_NUMBER = 8;
    private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);

    private final int position;
    private final ColumnType type;

    private int size;
    private long[] times = new long[FIRST_CAPACITY];
    // Numbers and booleans as bits; of strings, where in the text each ends.
    private long[] bits = new long[FIRST_CAPACITY];
    private byte[] text = {};
    private int current;

    /**
     * No values yet.
     *
     * @param position the field's column in the rows
     */
    FieldValues(int position, ColumnType type) {
        this.position = position;
        this.type = type;
    }

    /** Adds the value of the row that the cursor stands on. */
    void add(long time, AnnotatedCsvCursor row, int column) throws InfluxDBException {
        if (size == bits.length) {
            int capacity = size + (size >> 1);
            times = Arrays.copyOf(times, capacity);
            bits = Arrays.copyOf(bits, capacity);
        }
        times[size] = time;
        bits[size] =
                switch (type) {
                    case FLOAT -> Double.doubleToRawLongBits(row.getDouble(column));
                    case INTEGER -> row.getLong(column);
                    case UNSIGNED -> row.getUnsigned(column).longValue();
                    case BOOLEAN -> row.getBoolean(column) ? 1 : 0;
                    case TIME -> row.getTime(column);
                    case STRING -> addText(row, column);
                };
        size++;
    }

    private long addText(AnnotatedCsvCursor row, int column) {
        int from = size == 0 ? 0 : (int) bits[size - 1];
        int length = row.byteLength(column);
        if (from + length > text.length) {
            text = Arrays.copyOf(text, Math.max(from + length, text.length + (text.length >> 1)));
        }
        row.copyBytes(column, text, from);
        return from + length;
    }

    /**
     * Shares the times of another field of the series, if they are the same.
     *
     * @return how many bytes that saves
     */
    long shareTimes(FieldValues other) {
        if (other.size != size || !Arrays.equals(times, 0, size, other.times, 0, size)) {
            return 0;
        }
        long saved = (long) BYTES_PER_NUMBER * times.length;
        times = other.times;
        return saved;
    }

    /** The bytes that the values take, and the times unless they are shared. */
    long bytes() {
        return (long) BYTES_PER_NUMBER * (times.length + bits.length) + text.length;
    }

    int size() {
        return size;
    }

    /** The time of the latest value added. */
    long lastTime() {
        return times[size - 1];
    }

    /** The field's column in the rows. */
    int position() {
        return position;
    }

    /** Whether there is a value that has not been taken. */
    boolean hasNext() {
        return current < size;
    }

    /** The time of the next value. */
    long nextTime() {
        return times[current];
    }

    /** Takes the next value. */
    Object take() {
        int index = current++;
        long value = bits[index];
        return switch (type) {
            case FLOAT -> Double.longBitsToDouble(value);
            case INTEGER, TIME -> value;
            case UNSIGNED -> {
                BigInteger signed = BigInteger.valueOf(value);
                yield value >= 0 ? signed : signed.add(TWO_TO_64);
            }
            case BOOLEAN -> value != 0;
            case STRING -> {
                int from = index == 0 ? 0 : (int) bits[index - 1];
                yield new String(text, from, (int) value - from, StandardCharsets.UTF_8);
            }
        };
    }
}
