/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.annotation.Internal;

import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * Values of fields in the notation of line protocol, which says the type with the value. {@code 1}
 * and {@code 1.5} are floats, {@code 1i} is an integer, {@code 1u} an unsigned one, {@code true} a
 * boolean and {@code "a"} a string.
 */
@Internal
public final class FieldNotation {

    private static final Pattern FLOAT =
            Pattern.compile("-?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");

    private FieldNotation() {}

    /** The text of a value: Double, Long, BigInteger, Boolean or String. */
    public static String format(Object value) {
        if (value instanceof String text) {
            return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        }
        if (value instanceof Long) {
            return value + "i";
        }
        if (value instanceof BigInteger) {
            return value + "u";
        }
        return value.toString();
    }

    /**
     * The value of a text: Double, Long, BigInteger, Boolean or String.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Object parse(String text) {
        try {
            return switch (text) {
                case "t", "T", "true", "True", "TRUE" -> true;
                case "f", "F", "false", "False", "FALSE" -> false;
                default -> parseOther(text);
            };
        } catch (NumberFormatException e) {
            throw notAValue(text);
        }
    }

    private static Object parseOther(String text) {
        int last = text.length() - 1;
        if (last < 0) {
            throw notAValue(text);
        }
        char first = text.charAt(0);
        if (first == '"') {
            return unquote(text);
        }
        if (text.charAt(last) == 'i') {
            return Long.valueOf(text.substring(0, last));
        }
        if (text.charAt(last) == 'u') {
            return new BigInteger(text.substring(0, last));
        }
        if (!FLOAT.matcher(text).matches()) {
            throw notAValue(text);
        }
        return Double.valueOf(text);
    }

    private static String unquote(String text) {
        StringBuilder value = new StringBuilder(text.length());
        int end = text.length() - 1;
        for (int i = 1; i < end; i++) {
            char c = text.charAt(i);
            if (c == '"') {
                throw notAValue(text);
            }
            boolean escapes =
                    c == '\\'
                            && i + 1 < end
                            && (text.charAt(i + 1) == '"' || text.charAt(i + 1) == '\\');
            if (c == '\\' && i + 1 == end) {
                throw notAValue(text);
            }
            value.append(escapes ? text.charAt(++i) : c);
        }
        if (end < 1 || text.charAt(end) != '"') {
            throw notAValue(text);
        }
        return value.toString();
    }

    private static IllegalArgumentException notAValue(String text) {
        return new IllegalArgumentException(
                "'"
                        + text
                        + "' is no value in the notation of line protocol: 1.5 is a float, 1i an"
                        + " integer, 1u an unsigned integer, true a boolean, \"a\" a string");
    }
}
