/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;

/** A split in the hands of the emitter: moves with each row that was emitted. */
final class SplitState {

    private final InfluxDBSplit split;
    private final ReadProgress progress;
    private long rows;

    SplitState(InfluxDBSplit split, ReadProgress progress) {
        this.split = split;
        this.progress = progress;
    }

    void advance(InfluxDBRow row) throws InfluxDBException {
        progress.advance(row);
        rows++;
    }

    String splitId() {
        return split.splitId();
    }

    /** All rows before this time are handed on, and no more will come. */
    long settled() {
        return progress.settled(split.range());
    }

    /** All before this time has been read at least once. */
    long mark() {
        return settled();
    }

    /** The end of the split's range. */
    long stop() {
        return split.range().stop();
    }

    /** About how many rows are not handed on yet, by the planner's count. */
    long pendingRows() {
        return Math.max(0, split.expectedRows() - rows);
    }

    InfluxDBSplit toSplit() {
        return split.withPosition(progress.position());
    }

    @Override
    public String toString() {
        return split.splitId();
    }
}
