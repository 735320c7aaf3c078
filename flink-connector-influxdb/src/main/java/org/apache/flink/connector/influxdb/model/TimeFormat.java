/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.model;

import org.apache.flink.annotation.PublicEvolving;

import java.math.BigDecimal;

/** How a time is written in JSON. Whole seconds, milliseconds and microseconds are rounded down. */
@PublicEvolving
public enum TimeFormat {
    /** Text in UTC, exact: {@code "2026-01-01T00:00:00.000000001Z"}. */
    RFC_3339(0),
    /** A number, seconds since 1970. */
    EPOCH_SECONDS(1_000_000_000L),
    /** A number, milliseconds since 1970. */
    EPOCH_MILLIS(1_000_000L),
    /** A number, microseconds since 1970. */
    EPOCH_MICROS(1_000L),
    /** A number, nanoseconds since 1970, exact; too large for a double, as of JavaScript. */
    EPOCH_NANOS(1L);

    private final long unit;

    TimeFormat(long unit) {
        this.unit = unit;
    }

    /** Whether times are written as text, not as numbers. */
    public boolean isText() {
        return unit == 0;
    }

    /** A time in nanoseconds since 1970 in this format, which is a number. */
    public long number(long nanos) {
        return Math.floorDiv(nanos, unit);
    }

    /**
     * The nanoseconds since 1970 of a number in this format, which may have a fraction.
     *
     * @throws ArithmeticException if it is no whole number of nanoseconds, or does not fit a long
     */
    public long nanos(BigDecimal number) {
        return number.multiply(BigDecimal.valueOf(unit)).longValueExact();
    }
}
