/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.Point;

import java.math.BigInteger;
import java.util.Random;

/** Makes random points out of the characters and numbers that break encoders. */
final class NastyPoints {

    private static final String[] PIECES = {
        "a",
        "B",
        "7",
        "_",
        "\\",
        "\\",
        " ",
        ",",
        "=",
        "\"",
        "\n",
        "\t",
        "\r",
        "#",
        "\0",
        "'",
        "/",
        ".",
        "{",
        "$",
        "%",
        "\u007f",
        "é",
        "漢",
        "\uD83D\uDE00",
        "\u2028",
        "\uFEFF",
        "\\n",
        "1i",
        " 5\n",
        ",b=1",
        "\u0001",
        "<",
        "&"
    };

    private static final double[] FLOATS = {
        0.0,
        1.0,
        -1.0,
        0.1,
        1e21,
        1e-7,
        123456789.123456789,
        Double.MIN_VALUE,
        Double.MIN_NORMAL,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        9007199254740993.0
    };

    private static final long[] INTEGERS = {
        0, 1, -1, 9007199254740993L, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1
    };

    private static final long[] TIMES = {
        EpochNanos.MIN, -1, 0, 1, 1_500_000_000_123_456_789L, EpochNanos.MAX
    };

    private final Random random;
    private final boolean unsigned;

    NastyPoints(long seed, boolean unsigned) {
        this.random = new Random(seed);
        this.unsigned = unsigned;
    }

    /**
     * A point of a measurement of its own, so that neither types nor identities meet.
     *
     * @param number goes into the measurement's name
     */
    Point next(int number) {
        Point point = Point.measurement(text(3) + "m" + number + "x" + text(3));
        for (int i = random.nextInt(3); i > 0; i--) {
            point.tag(text(1) + text(3), text(5));
        }
        for (int i = random.nextInt(3); i >= 0; i--) {
            field(point);
        }
        return point.time(TIMES[random.nextInt(TIMES.length)]);
    }

    /**
     * A letter in the key names the type: a query over several measurements casts a field to one
     * type in all of them.
     */
    private void field(Point point) {
        String start = text(2);
        String end = text(3);
        switch (random.nextInt(unsigned ? 6 : 5)) {
            case 0 -> point.field(start + "F" + end, number());
            case 1 -> point.field(start + "I" + end, integer());
            case 2 -> point.field(start + "L" + end, random.nextBoolean());
            case 5 -> point.field(start + "U" + end, new BigInteger(64, random));
            default -> point.field(start + "S" + end, text(8));
        }
    }

    private double number() {
        if (random.nextBoolean()) {
            return FLOATS[random.nextInt(FLOATS.length)];
        }
        double any = Double.longBitsToDouble(random.nextLong());
        return Double.isFinite(any) ? any : 1.5;
    }

    private long integer() {
        return random.nextBoolean() ? INTEGERS[random.nextInt(INTEGERS.length)] : random.nextLong();
    }

    private String text(int most) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }
}
