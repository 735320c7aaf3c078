/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import java.util.function.LongUnaryOperator;

/**
 * How long to wait after failures in a row: exponential with full jitter, that is, a random part of
 * a time that doubles with each failure. Without jitter all subtasks would come back to a server at
 * the same moment.
 */
final class Backoff {

    /** A server that says that it has too much to do is left alone for as many doublings more. */
    private static final int OVERLOAD_DOUBLINGS = 3;

    private final long initialMillis;
    private final long maxMillis;
    private final LongUnaryOperator random;

    /**
     * @param initialMillis below this the first wait is drawn
     * @param maxMillis below this every wait is drawn
     * @param random draws a number from 0 up to but not including the one it is given
     */
    Backoff(long initialMillis, long maxMillis, LongUnaryOperator random) {
        this.initialMillis = initialMillis;
        this.maxMillis = maxMillis;
        this.random = random;
    }

    /**
     * The wait after a failure.
     *
     * @param failures how many there were in a row, at least 1
     * @return milliseconds, at least 1
     */
    long millis(int failures) {
        return random.applyAsLong(ceiling(failures)) + 1;
    }

    /**
     * The wait after a failure by which the server says that it has too much to do: of a time that
     * is eight times as long, the second half, so that no wait is short by chance.
     *
     * @param failures how many failures there were in a row, at least 1
     * @return milliseconds, at least 1
     */
    long overloadMillis(int failures) {
        long ceiling =
                ceiling((int) Math.min(Integer.MAX_VALUE, (long) failures + OVERLOAD_DOUBLINGS));
        long half = ceiling / 2;
        return half + random.applyAsLong(ceiling - half) + 1;
    }

    private long ceiling(int failures) {
        int doublings = failures - 1;
        // Compared before the shift, which would wrap around after 63 failures.
        return doublings < Long.numberOfLeadingZeros(initialMillis) - 1
                ? Math.min(maxMillis, initialMillis << doublings)
                : maxMillis;
    }
}
