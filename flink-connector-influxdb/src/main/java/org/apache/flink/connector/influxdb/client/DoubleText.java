/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import java.math.BigInteger;
import java.util.stream.LongStream;

/**
 * Writes floating numbers in the form of {@link Double#toString(double)}, but always the shortest
 * text that is read back as the number (Java does so from version 19 on), and without making an
 * object. The method is that of Raffaello Giulietti, "The Schubfach way to render doubles": of the
 * decimals in the interval that is rounded to the number, it finds the shortest and among these the
 * closest with a few multiplications by a power of ten from a table.
 */
final class DoubleText {

    /** The longest text, such as -2.2250738585072014E-308. */
    static final int MAX_LENGTH = 24;

    // A double is c * 2^q, with c below 2^53.
    private static final int MANTISSA_BITS = 52;
    private static final int MIN_EXPONENT = -1074;
    private static final long HIDDEN_BIT = 1L << MANTISSA_BITS;
    private static final int INFINITE = 0x7ff;

    // Smaller multiples of the smallest double need another digit to tell them apart.
    private static final long FEW = 3;

    // Powers of ten, each scaled to 126 bits, in halves of 63: of 10^-MAX_POWER up to
    // 10^-MIN_POWER.
    private static final int MIN_POWER = -324;
    private static final int MAX_POWER = 292;
    private static final int POWER_BITS = 126;
    private static final long LOW_63 = Long.MAX_VALUE;
    private static final long[] POWERS = powers();

    // Beyond these, a number is written with an exponent.
    private static final int MAX_PLAIN_POINT = 7;
    private static final int MIN_PLAIN_POINT = -2;

    private static final byte[] PAIRS = pairs();
    private static final int EIGHT_DIGITS = 100_000_000;
    private static final long[] POWERS_OF_TEN =
            LongStream.iterate(1, power -> 10 * power).limit(19).toArray();

    private DoubleText() {}

    private static long[] powers() {
        long[] powers = new long[2 * (MAX_POWER - MIN_POWER + 1)];
        for (int k = MIN_POWER; k <= MAX_POWER; k++) {
            int shift = POWER_BITS - 1 - floorLog2OfPowerOf10(-k);
            BigInteger power = BigInteger.TEN.pow(Math.abs(k));
            BigInteger scaled =
                    k > 0
                            ? BigInteger.ONE.shiftLeft(shift).divide(power)
                            : shift > 0 ? power.shiftLeft(shift) : power.shiftRight(-shift);
            BigInteger above = scaled.add(BigInteger.ONE);
            powers[2 * (k - MIN_POWER)] = above.shiftRight(Long.SIZE - 1).longValueExact();
            powers[2 * (k - MIN_POWER) + 1] = above.longValue() & LOW_63;
        }
        return powers;
    }

    private static byte[] pairs() {
        byte[] pairs = new byte[200];
        for (int i = 0; i < 100; i++) {
            pairs[2 * i] = (byte) ('0' + i / 10);
            pairs[2 * i + 1] = (byte) ('0' + i % 10);
        }
        return pairs;
    }

    /**
     * Writes a number.
     *
     * @param value finite
     * @param to has room for {@link #MAX_LENGTH} bytes
     * @return behind the text
     */
    static int put(double value, byte[] to, int at) {
        long bits = Double.doubleToRawLongBits(value);
        int end = at;
        if (bits < 0) {
            to[end++] = '-';
        }
        long fraction = bits & HIDDEN_BIT - 1;
        int exponent = (int) (bits >>> MANTISSA_BITS) & INFINITE;
        if (exponent == INFINITE) {
            throw new IllegalArgumentException(value + " is no number");
        }
        if (exponent == 0) {
            if (fraction == 0) {
                return putDecimal(0, 0, to, end);
            }
            return fraction < FEW
                    ? putShortest(10 * fraction, MIN_EXPONENT, -1, to, end)
                    : putShortest(fraction, MIN_EXPONENT, 0, to, end);
        }
        long c = HIDDEN_BIT | fraction;
        int q = MIN_EXPONENT - 1 + exponent;
        if (q < 0 && q >= -MANTISSA_BITS && c >> -q << -q == c) {
            return putDecimal(c >> -q, 0, to, end);
        }
        return putShortest(c, q, 0, to, end);
    }

    /**
     * Writes c * 2^q.
     *
     * @param shift of the decimal exponent, where c was multiplied by a power of ten
     */
    private static int putShortest(long c, int q, int shift, byte[] to, int at) {
        // In quarters: the number itself, and the ends of the interval that is rounded to it.
        long middle = c << 2;
        boolean isRegular = c != HIDDEN_BIT || q == MIN_EXPONENT;
        long left = middle - (isRegular ? 2 : 1);
        long right = middle + 2;
        int k = isRegular ? floorLog10OfPowerOf2(q) : floorLog10OfThreeQuartersOfPowerOf2(q);
        int h = q + floorLog2OfPowerOf10(-k) + 2;
        long high = POWERS[2 * (k - MIN_POWER)];
        long low = POWERS[2 * (k - MIN_POWER) + 1];
        long scaled = product(high, low, middle << h);
        // The ends belong to the interval if c is even, since ties round to even.
        long lowest = product(high, low, left << h) + (c & 1);
        long highest = product(high, low, right << h) - (c & 1);

        long floor = scaled >> 2;
        if (floor >= 100) {
            long shorter = floor / 10 * 10;
            boolean isBelowIn = lowest <= shorter << 2;
            boolean isAboveIn = shorter + 10 << 2 <= highest;
            if (isBelowIn != isAboveIn) {
                return putDecimal(isBelowIn ? shorter : shorter + 10, k, to, at);
            }
        }
        boolean isFloorIn = lowest <= floor << 2;
        boolean isNextIn = floor + 1 << 2 <= highest;
        long twiceMiddle = scaled - (2 * floor + 1 << 1);
        boolean takesFloor =
                isFloorIn != isNextIn
                        ? isFloorIn
                        : twiceMiddle < 0 || twiceMiddle == 0 && (floor & 1) == 0;
        return putDecimal(takesFloor ? floor : floor + 1, k + shift, to, at);
    }

    /** The product with a power of ten, scaled down; the last bit says that it is not exact. */
    private static long product(long high, long low, long factor) {
        long carry = Math.multiplyHigh(low, factor);
        long lower = (high * factor >>> 1) + carry;
        long upper = Math.multiplyHigh(high, factor) + (lower >>> 63);
        return upper | (lower & LOW_63) + LOW_63 >>> 63;
    }

    /** Writes digits * 10^exponent. */
    private static int putDecimal(long digits, int exponent, byte[] to, int at) {
        long significant = digits;
        int power = exponent;
        if (significant != 0) {
            // Most numbers have no zeros at their end, or many.
            while (significant % EIGHT_DIGITS == 0) {
                significant /= EIGHT_DIGITS;
                power += 8;
            }
            while (significant % 100 == 0) {
                significant /= 100;
                power += 2;
            }
            if (significant % 10 == 0) {
                significant /= 10;
                power++;
            }
        }
        int count = digitCount(significant);
        // Where the point stands, counted from the first digit.
        int point = significant == 0 ? 1 : count + power;
        if (point > 0 && point <= MAX_PLAIN_POINT) {
            return putWithPoint(significant, count, point, to, at);
        }
        if (point <= 0 && point >= MIN_PLAIN_POINT) {
            int end = putZeros(1, to, at);
            to[end++] = '.';
            end = putZeros(-point, to, end);
            putDigits(significant, end + count, to);
            return end + count;
        }
        int end = putWithPoint(significant, count, 1, to, at);
        to[end++] = 'E';
        int rest = point - 1;
        if (rest < 0) {
            to[end++] = '-';
            rest = -rest;
        }
        end += digitCount(rest);
        putDigits(rest, end, to);
        return end;
    }

    /** Writes digits with a point behind so many of them, and at least one behind the point. */
    private static int putWithPoint(long digits, int count, int point, byte[] to, int at) {
        if (count <= point) {
            putDigits(digits, at + count, to);
            int end = putZeros(point - count, to, at + count);
            to[end++] = '.';
            return putZeros(1, to, end);
        }
        // One place too far to the right, from where the first of them move.
        putDigits(digits, at + 1 + count, to);
        for (int i = at; i < at + point; i++) {
            to[i] = to[i + 1];
        }
        to[at + point] = '.';
        return at + 1 + count;
    }

    private static int putZeros(int count, byte[] to, int at) {
        for (int i = at; i < at + count; i++) {
            to[i] = '0';
        }
        return at + count;
    }

    /** Writes all digits of a number that is not negative in front of a place. */
    static void putDigits(long number, int end, byte[] to) {
        int at = end;
        long rest = number;
        // Divisions of ints are cheaper than those of longs.
        while (rest > Integer.MAX_VALUE) {
            long next = rest / EIGHT_DIGITS;
            int eight = (int) (rest - EIGHT_DIGITS * next);
            for (int i = 0; i < 4; i++) {
                at = putPair(eight % 100, at, to);
                eight /= 100;
            }
            rest = next;
        }
        int small = (int) rest;
        while (small >= 100) {
            at = putPair(small % 100, at, to);
            small /= 100;
        }
        if (small >= 10) {
            putPair(small, at, to);
        } else {
            to[at - 1] = (byte) ('0' + small);
        }
    }

    private static int putPair(int number, int end, byte[] to) {
        to[end - 1] = PAIRS[2 * number + 1];
        to[end - 2] = PAIRS[2 * number];
        return end - 2;
    }

    /** How many digits a number has that is not negative. */
    static int digitCount(long number) {
        // 1233 / 2^12 is a little more than log10(2): the guess is right or one too few.
        long odd = number | 1;
        int guess = (Long.SIZE - Long.numberOfLeadingZeros(odd)) * 1233 >> 12;
        return odd >= POWERS_OF_TEN[guess] ? guess + 1 : guess;
    }

    private static int floorLog10OfPowerOf2(int exponent) {
        return (int) (exponent * 661_971_961_083L >> 41);
    }

    private static int floorLog10OfThreeQuartersOfPowerOf2(int exponent) {
        return (int) (exponent * 661_971_961_083L - 274_743_187_321L >> 41);
    }

    private static int floorLog2OfPowerOf10(int exponent) {
        return (int) (exponent * 913_124_641_741L >> 38);
    }
}
