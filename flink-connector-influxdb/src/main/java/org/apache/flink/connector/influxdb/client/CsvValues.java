/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import com.fasterxml.jackson.core.io.NumberInput;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * Reads the values that a Flux encoder writes, straight from bytes. What it does not write is a
 * {@link NumberFormatException}.
 */
final class CsvValues {

    private static final BigInteger MAX_UNSIGNED =
            BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private static final long MAX_EXACT = 1L << 53;
    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
        1e17, 1e18, 1e19, 1e20, 1e21, 1e22
    };

    private static final int DATE_TIME_LENGTH = "1970-01-01T00:00:00".length();
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long SECONDS_PER_DAY = 86_400L;

    private CsvValues() {}

    /** A signed integer of 64 bits. */
    static long integer(byte[] buffer, int from, int to) {
        boolean negative = from < to && buffer[from] == '-';
        int at = negative ? from + 1 : from;
        if (at == to || to - at > 19) {
            throw new NumberFormatException();
        }
        // Counted downwards, where there is room for one more. 19 digits may overflow once.
        long value = 0;
        for (; at < to; at++) {
            int digit = digit(buffer[at]);
            long next = value * 10 - digit;
            if (next > value || value < Long.MIN_VALUE / 10) {
                throw new NumberFormatException();
            }
            value = next;
        }
        if (!negative && value == Long.MIN_VALUE) {
            throw new NumberFormatException();
        }
        return negative ? value : -value;
    }

    /** An unsigned integer of 64 bits. */
    static BigInteger unsigned(byte[] buffer, int from, int to) {
        if (to - from <= 18) {
            long value = integer(buffer, from, to);
            if (value < 0) {
                throw new NumberFormatException();
            }
            return BigInteger.valueOf(value);
        }
        BigInteger value = new BigInteger(ascii(buffer, from, to));
        if (value.signum() < 0 || value.compareTo(MAX_UNSIGNED) > 0) {
            throw new NumberFormatException();
        }
        return value;
    }

    /**
     * A float: a decimal without exponent, up to 326 characters long, or {@code NaN}, {@code +Inf},
     * {@code -Inf}.
     */
    static double floating(byte[] buffer, int from, int to) {
        int at = from;
        boolean negative = at < to && buffer[at] == '-';
        if (negative) {
            at++;
        }
        long digits = 0;
        int scale = -1;
        for (; at < to; at++) {
            byte b = buffer[at];
            if (b == '.' && scale < 0) {
                scale = 0;
            } else if (b >= '0' && b <= '9' && digits < MAX_EXACT / 10) {
                digits = digits * 10 + (b - '0');
                scale += scale < 0 ? 0 : 1;
            } else {
                return slowFloating(buffer, from, to);
            }
        }
        boolean isNumber = to > from && buffer[to - 1] >= '0';
        if (!isNumber || scale >= POWERS_OF_TEN.length) {
            return slowFloating(buffer, from, to);
        }
        // Both are exact as doubles, so their quotient is the nearest double (Clinger, 1990).
        double value = scale <= 0 ? digits : digits / POWERS_OF_TEN[scale];
        return negative ? -value : value;
    }

    private static double slowFloating(byte[] buffer, int from, int to) {
        if (to - from <= 4 && to - from >= 3) {
            switch (ascii(buffer, from, to)) {
                case "NaN" -> {
                    return Double.NaN;
                }
                case "+Inf" -> {
                    return Double.POSITIVE_INFINITY;
                }
                case "-Inf" -> {
                    return Double.NEGATIVE_INFINITY;
                }
                default -> {}
            }
        }
        for (int i = from; i < to; i++) {
            byte b = buffer[i];
            if ((b < '0' || b > '9') && b != '.' && (b != '-' || i > from)) {
                throw new NumberFormatException();
            }
        }
        return NumberInput.parseDouble(ascii(buffer, from, to), true);
    }

    /** {@code true} or {@code false}. */
    static boolean bool(byte[] buffer, int from, int to) {
        String text = to - from <= 5 ? ascii(buffer, from, to) : "";
        if (!text.equals("true") && !text.equals("false")) {
            throw new NumberFormatException();
        }
        return text.equals("true");
    }

    /**
     * A time, to the nanosecond: {@code 2026-01-01T00:00:00Z} with up to nine digits behind a
     * point, as Go's {@code time.RFC3339Nano} cuts them.
     *
     * @throws ArithmeticException if no long can hold it
     */
    static long time(byte[] buffer, int from, int to) {
        int fraction = from + DATE_TIME_LENGTH;
        if (to <= fraction
                || buffer[from + 4] != '-'
                || buffer[from + 7] != '-'
                || buffer[from + 10] != 'T'
                || buffer[from + 13] != ':'
                || buffer[from + 16] != ':'
                || buffer[to - 1] != 'Z') {
            throw new NumberFormatException();
        }
        int year = 100 * twoDigits(buffer, from) + twoDigits(buffer, from + 2);
        int month = twoDigits(buffer, from + 5);
        int day = twoDigits(buffer, from + 8);
        int hour = twoDigits(buffer, from + 11);
        int minute = twoDigits(buffer, from + 14);
        int second = twoDigits(buffer, from + 17);
        if (month < 1 || month > 12 || day < 1 || day > 31) {
            throw new NumberFormatException();
        }
        if (hour > 23 || minute > 59 || second > 59) {
            throw new NumberFormatException();
        }
        long nanos = 0;
        if (buffer[fraction] == '.') {
            int digits = to - fraction - 2;
            if (digits < 1 || digits > 9) {
                throw new NumberFormatException();
            }
            for (int i = 1; i <= 9; i++) {
                nanos = nanos * 10 + (i <= digits ? digit(buffer[fraction + i]) : 0);
            }
        } else if (fraction != to - 1) {
            throw new NumberFormatException();
        }
        long seconds =
                epochDay(year, month, day) * SECONDS_PER_DAY + hour * 3600 + minute * 60 + second;
        if (seconds < 0 && nanos > 0) {
            // The product of the floored second may overflow where the sum does not.
            seconds++;
            nanos -= NANOS_PER_SECOND;
        }
        return Math.addExact(Math.multiplyExact(seconds, NANOS_PER_SECOND), nanos);
    }

    /**
     * Days since 1970 of a day in the Gregorian calendar. The year is taken to begin in March, so
     * that the leap day is its last, and months have 153 days in five.
     */
    private static long epochDay(int year, int month, int day) {
        int y = month <= 2 ? year - 1 : year;
        int era = y / 400;
        int yearOfEra = y - era * 400;
        int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097L + dayOfEra - 719_468L;
    }

    private static int twoDigits(byte[] buffer, int at) {
        return 10 * digit(buffer[at]) + digit(buffer[at + 1]);
    }

    private static int digit(byte b) {
        int digit = b - '0';
        if (digit < 0 || digit > 9) {
            throw new NumberFormatException();
        }
        return digit;
    }

    private static String ascii(byte[] buffer, int from, int to) {
        return new String(buffer, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
