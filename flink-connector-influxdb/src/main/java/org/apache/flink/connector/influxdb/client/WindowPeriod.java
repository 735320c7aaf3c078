/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.TimeRange;

/**
 * The width of a window that suits a range of time: what {@code v.windowPeriod} in Flux and {@code
 * $interval} in InfluxQL stand for. As in the InfluxDB user interface it is about a 360th of the
 * range, in whole milliseconds, and at least one.
 */
record WindowPeriod(long millis) {

    private static final long WINDOWS = 360;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    static WindowPeriod of(TimeRange range) {
        long width = Long.divideUnsigned(range.unsignedLength(), WINDOWS * NANOS_PER_MILLI);
        return new WindowPeriod(Math.max(1, width));
    }

    /** As a duration literal of Flux and InfluxQL. */
    String text() {
        return millis + "ms";
    }
}
