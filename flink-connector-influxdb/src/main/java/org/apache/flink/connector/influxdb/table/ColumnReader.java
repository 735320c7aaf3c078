/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.ExactNumbers;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.CharType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.VarCharType;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Turns the values of InfluxDB into those of a SQL type. It is chosen once per column; what remains
 * per value is the kind of the value itself, since the type of a field may change from one shard to
 * another.
 */
@FunctionalInterface
interface ColumnReader {

    long NANOS_PER_MILLI = 1_000_000L;

    /**
     * Turns a value.
     *
     * @param value Double, Long, BigInteger, Boolean or String; not null
     * @return the value in Flink's internal form
     * @throws IllegalArgumentException if it does not fit; the message says why, and what to do
     */
    Object read(Object value);

    /** The reader for a SQL type. */
    static ColumnReader of(LogicalType type) {
        return switch (type.getTypeRoot()) {
            case BOOLEAN -> ColumnReader::toBoolean;
            case TINYINT -> value -> (byte) toInteger(value, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case SMALLINT -> value -> (short) toInteger(value, Short.MIN_VALUE, Short.MAX_VALUE);
            case INTEGER -> value -> (int) toInteger(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BIGINT -> value -> toInteger(value, Long.MIN_VALUE, Long.MAX_VALUE);
            case DECIMAL -> ColumnReader::toUnsigned;
            case FLOAT -> ColumnReader::toFloat;
            case DOUBLE -> ColumnReader::toDouble;
            case CHAR -> value -> toChar(value, ((CharType) type).getLength());
            case VARCHAR -> value -> toVarChar(value, ((VarCharType) type).getLength());
            case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> {
                long unit = ColumnTypes.timestampUnit(type);
                yield value -> toTimestamp(toInteger(value, Long.MIN_VALUE, Long.MAX_VALUE), unit);
            }
            default -> throw new IllegalArgumentException("No InfluxDB type for " + type);
        };
    }

    /**
     * The timestamp of a time, rounded down to its type's precision.
     *
     * @param unit nanoseconds of one step of the type
     */
    static TimestampData toTimestamp(long nanos, long unit) {
        long millis = EpochNanos.toMillis(nanos);
        long rest = Math.floorMod(nanos, NANOS_PER_MILLI);
        return unit > NANOS_PER_MILLI
                ? TimestampData.fromEpochMillis(
                        millis - Math.floorMod(millis, unit / NANOS_PER_MILLI))
                : TimestampData.fromEpochMillis(millis, (int) (rest - rest % unit));
    }

    private static Object toBoolean(Object value) {
        if (value instanceof Boolean) {
            return value;
        }
        throw new IllegalArgumentException("it is " + kind(value) + "; " + declare(value));
    }

    private static long toInteger(Object value, long min, long max) {
        if (value instanceof Long integer) {
            if (integer < min || integer > max) {
                throw outOfRange(min, max, value);
            }
            return integer;
        }
        if (value instanceof BigInteger unsigned) {
            if (unsigned.bitLength() > 63 || unsigned.longValue() > max) {
                throw outOfRange(min, max, value);
            }
            return unsigned.longValue();
        }
        throw new IllegalArgumentException("it is " + kind(value) + "; " + declare(value));
    }

    private static IllegalArgumentException outOfRange(long min, long max, Object value) {
        return new IllegalArgumentException(
                "it lies outside " + min + " to " + max + "; " + declare(value));
    }

    private static Object toUnsigned(Object value) {
        if (value instanceof Long || value instanceof BigInteger) {
            return DecimalData.fromBigDecimal(
                    new BigDecimal(value.toString()), ColumnTypes.UNSIGNED_PRECISION, 0);
        }
        throw new IllegalArgumentException("it is " + kind(value) + "; " + declare(value));
    }

    private static Object toFloat(Object value) {
        if (value instanceof Double number) {
            float rounded = number.floatValue();
            if (Float.isInfinite(rounded) && !Double.isInfinite(number)) {
                throw new IllegalArgumentException(
                        "it is larger than any FLOAT; declare the column as DOUBLE");
            }
            return rounded;
        }
        if (isInteger(value)) {
            float widened = ((Number) value).floatValue();
            checkExact(value, widened, "FLOAT");
            return widened;
        }
        throw new IllegalArgumentException("it is " + kind(value) + "; " + declare(value));
    }

    private static Object toDouble(Object value) {
        if (value instanceof Double) {
            return value;
        }
        if (isInteger(value)) {
            double widened = ((Number) value).doubleValue();
            checkExact(value, widened, "DOUBLE");
            return widened;
        }
        throw new IllegalArgumentException("it is " + kind(value) + "; " + declare(value));
    }

    private static void checkExact(Object value, double widened, String type) {
        if (!ExactNumbers.isExact((Number) value, widened)) {
            throw new IllegalArgumentException(
                    "it is an integer that no "
                            + type
                            + " holds exactly; declare the column as STRING to read it with the"
                            + " others as text");
        }
    }

    private static Object toChar(Object value, int length) {
        String text = value.toString();
        if (text.codePointCount(0, text.length()) != length) {
            throw new IllegalArgumentException(
                    "it does not have exactly "
                            + length
                            + " characters; declare the column as STRING");
        }
        return StringData.fromString(text);
    }

    private static Object toVarChar(Object value, int length) {
        String text = value.toString();
        if (text.length() > length && text.codePointCount(0, text.length()) > length) {
            throw new IllegalArgumentException(
                    "it has more than " + length + " characters; declare the column as STRING");
        }
        return StringData.fromString(text);
    }

    private static boolean isInteger(Object value) {
        return value instanceof Long || value instanceof BigInteger;
    }

    private static String kind(Object value) {
        if (value instanceof Double) {
            return "a float";
        }
        if (value instanceof Long) {
            return "an integer";
        }
        if (value instanceof BigInteger) {
            return "an unsigned integer";
        }
        return value instanceof Boolean ? "a boolean" : "a string";
    }

    /** What to declare a column as, so that this value fits. */
    private static String declare(Object value) {
        String fitting;
        if (value instanceof Double) {
            fitting = "DOUBLE";
        } else if (value instanceof Long) {
            fitting = "BIGINT";
        } else if (value instanceof BigInteger) {
            fitting = "DECIMAL(20, 0)";
        } else if (value instanceof Boolean) {
            fitting = "BOOLEAN";
        } else {
            return "declare the column as STRING";
        }
        return "declare the column as " + fitting + ", or as STRING if its type changes";
    }
}
