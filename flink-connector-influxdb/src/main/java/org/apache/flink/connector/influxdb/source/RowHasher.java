/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.ColumnRole;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.RowLayout;

import javax.annotation.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Hashes rows to 128 bits: {@link Murmur3} of bytes that are laid down below. The hashes are kept
 * in state, so these bytes must never change. For one thread.
 */
final class RowHasher {

    private byte[] bytes = new byte[256];
    private int end;

    // Rows come in long runs of one layout.
    @Nullable private RowLayout layout;
    private int[] tagPositions = {};
    private int[] fieldPositions = {};

    /**
     * Which series a row belongs to, which together with its time is its identity: for each tag
     * that the row has, in the order of their keys, the key's length as an int, the key in UTF-8,
     * and the same of the value. A tag that the row does not have leaves no byte, so that a new tag
     * key of other points changes nothing.
     */
    Hash128 identity(InfluxDBRow row) {
        arrange(row.layout());
        end = 0;
        for (int position : tagPositions) {
            String value = (String) row.get(position);
            if (value != null) {
                put(layout.column(position).name());
                put(value);
            }
        }
        return Murmur3.hash(bytes, end);
    }

    /**
     * The values of a row, without its time and series: the first 64 bits of the hash of, for each
     * field that the row has, in the order of their names, the name, one byte for its type, and the
     * value, as in {@link #chain}. A field that the row does not have leaves no byte. Numbers that
     * are equal leave the same bytes whatever their type, those of an integer where it can be: of a
     * field whose type changes between shards the same value may be read in one type or the other.
     */
    long values(InfluxDBRow row) {
        arrange(row.layout());
        end = 0;
        for (int position : fieldPositions) {
            Object value = row.get(position);
            if (value != null) {
                put(layout.column(position).name());
                putValue(sameNumber(value));
            }
        }
        return Murmur3.hash(bytes, end).high();
    }

    private void arrange(RowLayout ofRow) {
        if (ofRow != layout) {
            layout = ofRow;
            tagPositions = sorted(layout, ColumnRole.TAG);
            fieldPositions = sorted(layout, ColumnRole.FIELD);
        }
    }

    private static int[] sorted(RowLayout layout, ColumnRole role) {
        return IntStream.range(0, layout.size())
                .filter(i -> layout.column(i).role() == role)
                .boxed()
                .sorted(Comparator.comparing(i -> layout.column(i).name()))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /**
     * The hash of a run of rows, made of the hash of all but the last, and the last: the previous
     * hash; one byte, whether a time follows; the time; then of each column that has a value its
     * name, one byte for its type, and the value. Numbers are in 8 bytes, strings in UTF-8 behind
     * their length as an int.
     */
    Hash128 chain(Hash128 previous, InfluxDBRow row) {
        end = 0;
        put(previous.high());
        put(previous.low());
        putByte(row.hasTimestamp() ? 1 : 0);
        if (row.hasTimestamp()) {
            put(row.timestamp());
        }
        for (int i = 0; i < row.layout().size(); i++) {
            Object value = row.get(i);
            if (value != null) {
                put(row.layout().column(i).name());
                putValue(value);
            }
        }
        return Murmur3.hash(bytes, end);
    }

    private static Object sameNumber(Object value) {
        if (value instanceof Double number) {
            boolean isNegativeZero = number == 0 && 1 / number < 0;
            boolean isWhole = number == Math.rint(number) && !Double.isInfinite(number);
            return isWhole && !isNegativeZero
                    ? sameNumber(new BigDecimal(number).toBigInteger(), number)
                    : number;
        }
        return value instanceof BigInteger number ? sameNumber(number, number) : value;
    }

    private static Object sameNumber(BigInteger whole, Object otherwise) {
        if (whole.bitLength() < Long.SIZE) {
            return whole.longValue();
        }
        return whole.signum() > 0 && whole.bitLength() == Long.SIZE ? whole : otherwise;
    }

    private void putValue(Object value) {
        if (value instanceof Double number) {
            putByte('f');
            put(Double.doubleToLongBits(number));
        } else if (value instanceof Long number) {
            putByte('i');
            put(number);
        } else if (value instanceof BigInteger number) {
            putByte('u');
            put(number.longValue());
        } else if (value instanceof Boolean flag) {
            putByte(flag ? 't' : 'n');
        } else {
            putByte('s');
            put((String) value);
        }
    }

    private void put(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        room(Integer.BYTES + encoded.length);
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes[end++] = (byte) (encoded.length >>> shift);
        }
        System.arraycopy(encoded, 0, bytes, end, encoded.length);
        end += encoded.length;
    }

    private void put(long value) {
        room(Long.BYTES);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[end++] = (byte) (value >>> shift);
        }
    }

    private void putByte(int value) {
        room(1);
        bytes[end++] = (byte) value;
    }

    private void room(int more) {
        if (end + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, end + more));
        }
    }
}
