/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.connector.influxdb.model.TimeRange;

import java.util.Objects;

/** A range of time, read as one query, and how far it has been read. */
@Internal
public final class InfluxDBSplit implements SourceSplit {

    private final TimeRange range;
    private final SplitPosition position;

    InfluxDBSplit(TimeRange range, SplitPosition position) {
        this.range = Objects.requireNonNull(range, "range");
        this.position = Objects.requireNonNull(position, "position");
    }

    /** A split that nothing has been read of. */
    static InfluxDBSplit unread(TimeRange range) {
        return new InfluxDBSplit(range, SplitPosition.START);
    }

    /** The range as text: the splits of a source never overlap. */
    @Override
    public String splitId() {
        return range.toString();
    }

    TimeRange range() {
        return range;
    }

    SplitPosition position() {
        return position;
    }

    InfluxDBSplit withPosition(SplitPosition newPosition) {
        return new InfluxDBSplit(range, newPosition);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof InfluxDBSplit that
                && range.equals(that.range)
                && position.equals(that.position);
    }

    @Override
    public int hashCode() {
        return Objects.hash(range, position);
    }

    @Override
    public String toString() {
        return position == SplitPosition.START ? splitId() : splitId() + " " + position;
    }
}
