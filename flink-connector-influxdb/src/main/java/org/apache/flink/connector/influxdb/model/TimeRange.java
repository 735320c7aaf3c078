/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.model;

import org.apache.flink.annotation.PublicEvolving;

import java.io.Serializable;
import java.util.Optional;

/**
 * A range of time that is never empty: from {@code start}, included, to {@code stop}, excluded.
 * InfluxDB answers an empty range with an error, so none can be made.
 *
 * @param start nanoseconds since 1970, included
 * @param stop nanoseconds since 1970, excluded
 */
@PublicEvolving
public record TimeRange(long start, long stop) implements Serializable {

    private static final long serialVersionUID = 1L;

    /** All the time that InfluxDB knows. */
    public static final TimeRange ALL = new TimeRange(EpochNanos.MIN, EpochNanos.MAX + 1);

    public TimeRange {
        if (start >= stop) {
            throw new IllegalArgumentException(
                    "Time range is empty: start "
                            + EpochNanos.toText(start)
                            + " is not before stop "
                            + EpochNanos.toText(stop));
        }
    }

    /** Whether the time lies inside. */
    public boolean contains(long time) {
        return start <= time && time < stop;
    }

    /** What both ranges cover, if anything. */
    public Optional<TimeRange> intersect(TimeRange other) {
        long from = Math.max(start, other.start);
        long to = Math.min(stop, other.stop);
        return from < to ? Optional.of(new TimeRange(from, to)) : Optional.empty();
    }

    /** The same stop with another start. */
    public TimeRange withStart(long newStart) {
        return new TimeRange(newStart, stop);
    }

    /** The same start with another stop. */
    public TimeRange withStop(long newStop) {
        return new TimeRange(start, newStop);
    }

    /** Its first nanoseconds: so many as an unsigned number, not 0, or all if it has less. */
    public TimeRange first(long nanos) {
        return Long.compareUnsigned(nanos, unsignedLength()) < 0 ? withStop(start + nanos) : this;
    }

    /** Nanoseconds from start to stop as an unsigned number: all time is longer than a long. */
    public long unsignedLength() {
        return stop - start;
    }

    /** Whether the range holds more than one instant, so that it can be cut in two. */
    public boolean isDivisible() {
        return unsignedLength() != 1;
    }

    /** The instant in the middle: where to cut the range in two that are not empty. */
    public long middle() {
        if (!isDivisible()) {
            throw new IllegalStateException("A single instant cannot be cut: " + this);
        }
        return start + (unsignedLength() >>> 1);
    }

    @Override
    public String toString() {
        return "[" + EpochNanos.toText(start) + ", " + EpochNanos.toText(stop) + ")";
    }
}
