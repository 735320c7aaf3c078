/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.ExactNumbers;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.connector.influxdb.model.TimeFormat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;

import javax.annotation.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;

/** Values of JSON as those of points, exactly or not at all. */
final class JsonValues {

    /** More digits than any time or integer of InfluxDB has. */
    private static final int MAX_DIGITS = 40;

    private static final int SHOWN_LIMIT = 100;

    private JsonValues() {}

    /** The text of a string, an integer or a boolean; others have several. */
    static String text(String name, JsonNode value) {
        if (value.isTextual()) {
            return value.textValue();
        }
        if (value.isIntegralNumber() || value.isBoolean()) {
            return value.asText();
        }
        throw misfit(name, value, "no text, integer or boolean");
    }

    /** The time in nanoseconds since 1970. */
    static long time(String name, JsonNode value, TimeFormat format) {
        try {
            if (format.isText()) {
                if (!value.isTextual()) {
                    throw misfit(name, value, "no time as text in RFC 3339");
                }
                return EpochNanos.of(Instant.parse(value.textValue()));
            }
            return format.nanos(number(name, value));
        } catch (DateTimeException | ArithmeticException e) {
            throw misfit(
                    name,
                    value,
                    "no time from 1677 to 2262, at most to the nanosecond, in the format "
                            + JsonPlan.label(format));
        }
    }

    /** A number, also as text: JavaScript has no numbers for nanoseconds. */
    private static BigDecimal number(String name, JsonNode value) {
        try {
            if (value.isTextual()) {
                return small(new BigDecimal(value.textValue()));
            }
            if (value.isNumber()) {
                return small(value.decimalValue());
            }
        } catch (NumberFormatException e) {
            // Falls through to the misfit.
        }
        throw misfit(name, value, "no number");
    }

    private static BigDecimal small(BigDecimal number) {
        // Else 1e1000000000 would be written out.
        if (Math.abs((long) number.precision() - number.scale()) > MAX_DIGITS
                || number.scale() > MAX_DIGITS) {
            throw new NumberFormatException("out of every range");
        }
        return number;
    }

    /**
     * Puts a field.
     *
     * @param type null for that of the value in JSON
     * @param numbersAreFloats where there is no type
     */
    static void put(
            Point point,
            String name,
            JsonNode value,
            @Nullable ColumnType type,
            boolean numbersAreFloats) {
        switch (type == null ? typeOf(name, value, numbersAreFloats) : type) {
            case STRING -> point.field(name, text(name, value));
            case BOOLEAN -> {
                if (!value.isBoolean()) {
                    throw misfit(name, value, "no boolean");
                }
                point.field(name, value.booleanValue());
            }
            case FLOAT -> putFloat(point, name, value);
            case INTEGER -> point.field(name, toLong(name, value));
            case UNSIGNED -> point.field(name, toUnsigned(name, value));
            case TIME -> throw new IllegalStateException("A field cannot be a time");
        }
    }

    private static ColumnType typeOf(String name, JsonNode value, boolean numbersAreFloats) {
        if (value.isTextual()) {
            return ColumnType.STRING;
        }
        if (value.isBoolean()) {
            return ColumnType.BOOLEAN;
        }
        if (!value.isNumber()) {
            throw misfit(name, value, "nothing that a field can be");
        }
        if (numbersAreFloats || value.isFloatingPointNumber()) {
            return ColumnType.FLOAT;
        }
        return value.canConvertToLong() ? ColumnType.INTEGER : ColumnType.UNSIGNED;
    }

    private static void putFloat(Point point, String name, JsonNode value) {
        if (!value.isNumber()) {
            throw misfit(name, value, "no number");
        }
        if (value.numberType() == JsonParser.NumberType.FLOAT) {
            point.field(name, value.floatValue());
            return;
        }
        double number = value.doubleValue();
        if (Double.isInfinite(number)) {
            throw misfit(name, value, "larger than any float");
        }
        if (value.isIntegralNumber()
                && !ExactNumbers.isExact(
                        value.canConvertToLong()
                                ? (Number) value.longValue()
                                : value.bigIntegerValue(),
                        number)) {
            throw misfit(name, value, "an integer that a float would round");
        }
        point.field(name, number);
    }

    private static long toLong(String name, JsonNode value) {
        try {
            if (value.isNumber()) {
                return value.isIntegralNumber() && value.canConvertToLong()
                        ? value.longValue()
                        : small(value.decimalValue()).longValueExact();
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // Falls through to the misfit.
        }
        throw misfit(name, value, "no integer of 64 bits");
    }

    private static BigInteger toUnsigned(String name, JsonNode value) {
        try {
            if (value.isNumber()) {
                BigInteger number = small(value.decimalValue()).toBigIntegerExact();
                if (number.signum() >= 0 && number.bitLength() <= Long.SIZE) {
                    return number;
                }
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // Falls through to the misfit.
        }
        throw misfit(name, value, "no unsigned integer of 64 bits");
    }

    private static IllegalArgumentException misfit(String name, JsonNode value, String what) {
        String text = value.toString();
        return new IllegalArgumentException(
                "'"
                        + name
                        + "' is "
                        + (text.length() > SHOWN_LIMIT
                                ? text.substring(0, SHOWN_LIMIT) + "..."
                                : text)
                        + ", which is "
                        + what);
    }
}
