/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.client.Precision;
import org.apache.flink.connector.influxdb.model.Point;

import javax.annotation.Nullable;

import java.util.function.LongSupplier;

/**
 * The time of a point: its own, else that of its record, else, if the user wants it, one that is
 * given to it here. Times given here go up by a unit of the precision at least, so that no two of
 * them are the same on the wire, and never back, whatever the clock does.
 */
final class PointTimes {

    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final long MAX_MILLIS = Long.MAX_VALUE / NANOS_PER_MILLI;

    private final boolean assigns;
    private final long unit;
    private final LongSupplier clock;

    private long last = Long.MIN_VALUE;

    /**
     * Times of points.
     *
     * @param assigns whether a point that has none is given one
     * @param clock nanoseconds since 1970
     */
    PointTimes(boolean assigns, Precision precision, LongSupplier clock) {
        this.assigns = assigns;
        this.unit = precision.nanos();
        this.clock = clock;
    }

    /** Why the point has no time that could be written, or null if it has one. */
    @Nullable
    String refusal(Point point, @Nullable Long recordMillis) {
        if (point.hasTime()) {
            return null;
        }
        if (recordMillis == null) {
            return assigns
                    ? null
                    : "A point has no time, and neither has its record. Set Point.time, or give the"
                            + " stream timestamps with assignTimestampsAndWatermarks. The server's"
                            + " own time is not used: a replay after a failure would write the"
                            + " point a second time. Where that does no harm, sink.time.assign"
                            + " (setTimeAssign) has the sink give it one.";
        }
        return Math.abs(recordMillis) <= MAX_MILLIS
                ? null
                : "The record's timestamp, "
                        + recordMillis
                        + " ms, is outside what InfluxDB can hold (1677-09-21 to 2262-04-11),"
                        + " and its point has no time of its own.";
    }

    /** The time, in nanoseconds since 1970, of a point without {@link #refusal}. */
    long of(Point point, @Nullable Long recordMillis) {
        if (point.hasTime()) {
            return point.timestamp();
        }
        return recordMillis == null ? assigned() : recordMillis * NANOS_PER_MILLI;
    }

    private long assigned() {
        long now = clock.getAsLong();
        long begun = now - Math.floorMod(now, unit);
        last = begun > last ? begun : last + unit;
        return last;
    }
}
