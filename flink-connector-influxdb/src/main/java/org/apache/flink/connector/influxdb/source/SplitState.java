/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;

/** A split in the hands of the emitter: moves with each row that was emitted. */
final class SplitState {

    private final InfluxDBSplit split;
    private final ReadProgress progress;

    SplitState(InfluxDBSplit split, ReadProgress progress) {
        this.split = split;
        this.progress = progress;
    }

    void advance(InfluxDBRow row) throws InfluxDBException {
        progress.advance(row);
    }

    InfluxDBSplit toSplit() {
        return split.withPosition(progress.position());
    }

    @Override
    public String toString() {
        return split.splitId();
    }
}
