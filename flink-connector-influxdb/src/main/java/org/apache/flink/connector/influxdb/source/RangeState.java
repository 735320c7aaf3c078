/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;

/** A split that is read once, from its start to its stop. */
final class RangeState extends SplitState {

    private final ReadProgress progress;
    private boolean isRead;

    RangeState(InfluxDBSplit split, ReadProgress progress) {
        super(split);
        this.progress = progress;
    }

    @Override
    boolean isNew(InfluxDBRow row) {
        return true;
    }

    @Override
    boolean isLate(InfluxDBRow row) {
        return false;
    }

    @Override
    void moveBehind(InfluxDBRow row) throws InfluxDBException {
        progress.advance(row);
    }

    @Override
    void restart() {
        progress.restart();
    }

    @Override
    void end(SplitElement.RoundEnd round) {
        isRead = true;
    }

    @Override
    SplitPosition position() {
        return progress.position();
    }

    @Override
    long settled() {
        return isRead ? split().range().stop() : progress.settled(split().range());
    }

    @Override
    long mark() {
        return settled();
    }
}
