/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;

/**
 * The tail of a measurement, whose rows come again and again: knows which of them are new, or have
 * another value than when they were emitted.
 */
final class TailState extends SplitState {

    private final TailOptions options;
    private final RowHasher hasher = new RowHasher();
    private final SeenMemory seen;
    private long settled;
    private long mark;

    // Of the row that was last looked at.
    private Hash128 identity;
    private long values;

    TailState(InfluxDBSplit split, TailOptions options) {
        super(split);
        this.options = options;
        this.seen = new SeenMemory(EpochNanos.of(options.lateArrival()));
        SplitPosition.InTail position = (SplitPosition.InTail) split.position();
        settled = position.settled();
        mark = position.mark();
        seen.putAll(position.seen());
    }

    @Override
    boolean isNew(InfluxDBRow row) {
        identity = hasher.identity(row);
        values = hasher.values(row);
        return !seen.contains(row.timestamp(), identity, values);
    }

    @Override
    boolean isLate(InfluxDBRow row) {
        return row.timestamp() < mark;
    }

    /** Takes note of the row that {@link #isNew} was last asked of. */
    @Override
    void moveBehind(InfluxDBRow row) throws InfluxDBException {
        seen.put(row.timestamp(), identity, values);
        if (seen.size() > options.maxPoints()) {
            throw full();
        }
    }

    private InfluxDBException full() {
        return new InfluxDBException(
                InfluxDBException.Kind.INVALID,
                "The tail "
                        + this
                        + " has to remember more than "
                        + options.maxPoints()
                        + " points, so that those which arrive late come exactly once: it read to "
                        + EpochNanos.toText(mark)
                        + " and points from "
                        + EpochNanos.toText(settled)
                        + " on may still change (late arrival within "
                        + options.lateArrival()
                        + "). Allow more with setLateArrivalMaxPoints"
                        + " (scan.late-arrival.max-points), at "
                        + SeenPoints.BYTES
                        + " bytes each in state and up to 90 in memory, or make the time for late"
                        + " arrival shorter with setLateArrival (scan.late-arrival).",
                null);
    }

    @Override
    void end(SplitElement.RoundEnd round) {
        mark = round.mark();
        if (settled != round.settled()) {
            settled = round.settled();
            seen.forgetBefore(settled);
        }
    }

    @Override
    SplitPosition position() {
        return new SplitPosition.InTail(settled, mark, seen.from(settled));
    }

    @Override
    long settled() {
        return settled;
    }

    @Override
    long mark() {
        return mark;
    }
}
