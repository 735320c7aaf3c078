/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.model;

import org.apache.flink.annotation.PublicEvolving;

import java.time.Duration;
import java.time.Instant;

/**
 * Time as InfluxDB keeps it: nanoseconds since 1970-01-01T00:00:00Z in a long, which spans the
 * years 1677 to 2262. Conversions are exact and checked.
 */
@PublicEvolving
public final class EpochNanos {

    /** The earliest time that InfluxDB 1.8 and 2.x take: {@code models.MinNanoTime}. */
    public static final long MIN = Long.MIN_VALUE + 2;

    /** The latest time that InfluxDB 1.8 and 2.x take: {@code models.MaxNanoTime}. */
    public static final long MAX = Long.MAX_VALUE - 1;

    private static final long PER_SECOND = 1_000_000_000L;

    private EpochNanos() {}

    /**
     * The time of an instant.
     *
     * @throws ArithmeticException if it lies outside the years 1677 to 2262
     */
    public static long of(Instant instant) {
        long seconds = instant.getEpochSecond();
        long nanos = instant.getNano();
        if (seconds < 0 && nanos > 0) {
            // The product of the floored second may overflow where the sum does not.
            seconds++;
            nanos -= PER_SECOND;
        }
        try {
            return Math.addExact(Math.multiplyExact(seconds, PER_SECOND), nanos);
        } catch (ArithmeticException e) {
            throw new ArithmeticException(
                    "Time "
                            + instant
                            + " is outside what InfluxDB can hold: 1677-09-21 to 2262-04-11");
        }
    }

    /** The nanoseconds of a duration, or {@link Long#MAX_VALUE} for one longer than 292 years. */
    public static long of(Duration duration) {
        try {
            return duration.toNanos();
        } catch (ArithmeticException e) {
            return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    /** The instant of a time, exact. */
    public static Instant toInstant(long nanos) {
        return Instant.ofEpochSecond(
                Math.floorDiv(nanos, PER_SECOND), Math.floorMod(nanos, PER_SECOND));
    }

    /** Milliseconds since 1970, rounded down. */
    public static long toMillis(long nanos) {
        return Math.floorDiv(nanos, 1_000_000L);
    }

    /** The time as text in RFC 3339, such as {@code 2026-01-01T00:00:00.000000001Z}. */
    public static String toText(long nanos) {
        return toInstant(nanos).toString();
    }
}
