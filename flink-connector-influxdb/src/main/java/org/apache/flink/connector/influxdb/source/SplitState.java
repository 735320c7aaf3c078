/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;

/** A split in the hands of the emitter: moves with each row that was emitted. */
abstract sealed class SplitState permits RangeState, TailState {

    private final InfluxDBSplit split;
    private long rows;

    SplitState(InfluxDBSplit split) {
        this.split = split;
    }

    /** Goes on where a split says that it is. */
    static SplitState of(InfluxDBSplit split, InfluxDBQuery query, TailOptions options) {
        return split.isTail() && query instanceof InfluxDBQuery.OfMeasurement
                ? new TailState(split, options)
                : new RangeState(split, ReadProgress.of(query, split));
    }

    /** Whether a row that was read is to be emitted: not if it has been, as it is. */
    abstract boolean isNew(InfluxDBRow row);

    /** Whether a new row belongs to what has been read before, so that it was written late. */
    abstract boolean isLate(InfluxDBRow row);

    /** Takes note that the split is handed on once more from its start. */
    void restart() {
        throw new IllegalStateException("Split " + this + " cannot begin anew");
    }

    /** Takes note of a row that has been emitted. */
    void advance(InfluxDBRow row) throws InfluxDBException {
        moveBehind(row);
        rows++;
    }

    abstract void moveBehind(InfluxDBRow row) throws InfluxDBException;

    /** Takes note of the end of a stretch of a tail, or of the split. */
    abstract void end(SplitElement.RoundEnd round);

    abstract SplitPosition position();

    /** All rows before this time are handed on, and no more will come. */
    abstract long settled();

    /** The watermark up to which no more rows will come. More of its next millisecond may. */
    Watermark watermark() {
        return new Watermark(EpochNanos.toMillis(settled()) - 1);
    }

    /** All before this time has been read at least once. */
    abstract long mark();

    /** About how many rows are not handed on yet, by the planner's count. */
    long pendingRows() {
        return Math.max(0, split.expectedRows() - rows);
    }

    InfluxDBSplit split() {
        return split;
    }

    InfluxDBSplit toSplit() {
        return split.withPosition(position());
    }

    @Override
    public String toString() {
        return split.splitId();
    }
}
