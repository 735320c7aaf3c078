/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.TimeRange;

import java.util.Optional;

/**
 * How far the range of a source has been cut into splits. Nothing is left once {@code plannedTo}
 * has reached {@code stop}, from the first if the bounds leave nothing to read.
 *
 * @param start the source's start as resolved
 * @param stop the source's end as resolved, excluded
 * @param plannedTo up to where splits have been made, excluded
 */
record PlanProgress(long start, long stop, long plannedTo) {

    /** The beginning of a plan. */
    static PlanProgress from(long start, long stop) {
        return new PlanProgress(start, stop, start);
    }

    boolean isDone() {
        return plannedTo >= stop;
    }

    /** What is still to be cut. */
    Optional<TimeRange> remaining() {
        return isDone() ? Optional.empty() : Optional.of(new TimeRange(plannedTo, stop));
    }

    PlanProgress to(long newPlannedTo) {
        return new PlanProgress(start, stop, newPlannedTo);
    }

    /** One that is done, with more behind it. */
    PlanProgress extendedTo(long newStop) {
        return new PlanProgress(start, newStop, Math.max(start, stop));
    }

    PlanProgress done() {
        return to(Math.max(start, stop));
    }

    @Override
    public String toString() {
        return "planned to "
                + EpochNanos.toText(plannedTo)
                + " of "
                + EpochNanos.toText(start)
                + " to "
                + EpochNanos.toText(stop);
    }
}
