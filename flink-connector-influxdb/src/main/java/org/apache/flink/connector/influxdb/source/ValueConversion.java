/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.ExactNumbers;

import java.math.BigInteger;
import java.util.Optional;

/**
 * Turns the values of a column into those of a Java type, exactly or not at all; only a float that
 * becomes a {@code float} is rounded. Chosen once per column: what remains per value is its kind,
 * since the type of a field may change from one shard to another.
 */
@FunctionalInterface
interface ValueConversion {

    /**
     * Turns a value.
     *
     * @param value Double, Long, BigInteger, Boolean or String; not null
     * @throws IllegalArgumentException if it does not fit; the message says why, and what to do
     */
    Object convert(Object value);

    /** The conversion to a Java type, primitive or not, if there is one. */
    static Optional<ValueConversion> to(Class<?> type) {
        if (type == double.class || type == Double.class) {
            return Optional.of(ValueConversion::toDouble);
        }
        if (type == float.class || type == Float.class) {
            return Optional.of(ValueConversion::toFloat);
        }
        if (type == long.class || type == Long.class) {
            return Optional.of(value -> toInteger(value, Long.MIN_VALUE, Long.MAX_VALUE));
        }
        if (type == int.class || type == Integer.class) {
            return Optional.of(
                    value -> (int) toInteger(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
        }
        if (type == short.class || type == Short.class) {
            return Optional.of(value -> (short) toInteger(value, Short.MIN_VALUE, Short.MAX_VALUE));
        }
        if (type == byte.class || type == Byte.class) {
            return Optional.of(value -> (byte) toInteger(value, Byte.MIN_VALUE, Byte.MAX_VALUE));
        }
        if (type == BigInteger.class) {
            return Optional.of(ValueConversion::toBigInteger);
        }
        if (type == boolean.class || type == Boolean.class) {
            return Optional.of(value -> same(value, Boolean.class));
        }
        return type == String.class
                ? Optional.of(value -> same(value, String.class))
                : Optional.empty();
    }

    /** The text of any value. */
    static Object toText(Object value) {
        return value.toString();
    }

    private static Object same(Object value, Class<?> type) {
        if (type.isInstance(value)) {
            return value;
        }
        throw misfit(value);
    }

    private static Object toDouble(Object value) {
        if (value instanceof Double) {
            return value;
        }
        double widened = integer(value).doubleValue();
        checkExact(value, widened);
        return widened;
    }

    private static Object toFloat(Object value) {
        if (value instanceof Double number) {
            float rounded = number.floatValue();
            if (Float.isInfinite(rounded) && !Double.isInfinite(number)) {
                throw new IllegalArgumentException("it is larger than any float; use double");
            }
            return rounded;
        }
        float widened = integer(value).floatValue();
        checkExact(value, widened);
        return widened;
    }

    private static void checkExact(Object value, double widened) {
        if (!ExactNumbers.isExact((Number) value, widened)) {
            throw new IllegalArgumentException(
                    "it is an integer that a floating number would round; use "
                            + (value instanceof Long ? "long" : "BigInteger"));
        }
    }

    private static long toInteger(Object value, long min, long max) {
        Number integer = integer(value);
        boolean fits =
                (integer instanceof Long || ((BigInteger) integer).bitLength() < Long.SIZE)
                        && integer.longValue() >= min
                        && integer.longValue() <= max;
        if (!fits) {
            throw new IllegalArgumentException(
                    "it lies outside "
                            + min
                            + " to "
                            + max
                            + "; use "
                            + (integer instanceof Long ? "long" : "BigInteger"));
        }
        return integer.longValue();
    }

    private static Object toBigInteger(Object value) {
        return integer(value) instanceof BigInteger
                ? value
                : (Object) BigInteger.valueOf((Long) value);
    }

    private static Number integer(Object value) {
        if (value instanceof Long || value instanceof BigInteger) {
            return (Number) value;
        }
        throw misfit(value);
    }

    private static IllegalArgumentException misfit(Object value) {
        if (value instanceof Double) {
            return new IllegalArgumentException("it is a float; use double");
        }
        if (value instanceof Long) {
            return new IllegalArgumentException("it is an integer; use long");
        }
        if (value instanceof BigInteger) {
            return new IllegalArgumentException("it is an unsigned integer; use BigInteger");
        }
        return value instanceof Boolean
                ? new IllegalArgumentException("it is a boolean; use boolean")
                : new IllegalArgumentException("it is a string; use String");
    }
}
