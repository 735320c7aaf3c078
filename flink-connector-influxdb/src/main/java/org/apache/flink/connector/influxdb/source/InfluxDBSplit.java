/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.TimeRange;

import javax.annotation.Nullable;

import java.util.Objects;
import java.util.Optional;

/**
 * A range of time of one measurement, or of the user's own query, and how far it has been read.
 *
 * <p>Mostly it is read as one query. A tail is a range without end, whose new part is read again
 * and again.
 */
@Internal
public final class InfluxDBSplit implements SourceSplit {

    @Nullable private final String measurement;
    private final TimeRange range;
    private final long expectedRows;
    private final SplitPosition position;

    /**
     * A split.
     *
     * @param measurement which one, or null for the source's own query, or its only measurement
     * @param expectedRows about how many rows it has by the planner's counts; 0 if unknown
     */
    InfluxDBSplit(
            @Nullable String measurement,
            TimeRange range,
            long expectedRows,
            SplitPosition position) {
        this.measurement = measurement;
        this.range = Objects.requireNonNull(range, "range");
        this.expectedRows = expectedRows;
        this.position = Objects.requireNonNull(position, "position");
    }

    /** A split of the source's own query, or its only measurement, that nothing was read of. */
    static InfluxDBSplit unread(TimeRange range) {
        return unread(null, range, 0);
    }

    /** A split that nothing has been read of. */
    static InfluxDBSplit unread(@Nullable String measurement, TimeRange range, long expectedRows) {
        return new InfluxDBSplit(measurement, range, expectedRows, SplitPosition.START);
    }

    /** The tail of a measurement from a time on, with nothing read of it. */
    static InfluxDBSplit tail(String measurement, long start) {
        return new InfluxDBSplit(
                Objects.requireNonNull(measurement, "measurement"),
                TimeRange.ALL.withStart(start),
                0,
                new SplitPosition.InTail(start, start, SeenPoints.NONE));
    }

    /** Measurement and range as text: the splits of a measurement never overlap. */
    @Override
    public String splitId() {
        return measurement == null ? range.toString() : measurement + ' ' + range;
    }

    /** The measurement to read, or null for the source's own query, or its only measurement. */
    @Nullable
    String measurement() {
        return measurement;
    }

    /**
     * What reads this split.
     *
     * @param source the source's query
     */
    InfluxDBQuery queryOf(InfluxDBQuery source) {
        if (measurement == null) {
            return source;
        }
        if (source instanceof InfluxDBQuery.OfMeasurement of) {
            return of.withMeasurement(measurement);
        }
        throw ReadProgress.mismatch(source);
    }

    TimeRange range() {
        return range;
    }

    /** About how many rows it had when it was planned; 0 if that is not known. */
    long expectedRows() {
        return expectedRows;
    }

    SplitPosition position() {
        return position;
    }

    /** Whether this is a tail without an end, which is given to a reader unasked. */
    boolean isEndless() {
        return isTail() && range.stop() == TimeRange.ALL.stop();
    }

    /** The first time of which rows may come. */
    long remainingStart() {
        if (position instanceof SplitPosition.InTail tail) {
            return tail.settled();
        }
        return position instanceof SplitPosition.AtInstant at ? at.time() : range.start();
    }

    /** Whether this is the tail of a measurement. */
    boolean isTail() {
        return position instanceof SplitPosition.InTail;
    }

    InfluxDBSplit withPosition(SplitPosition newPosition) {
        return new InfluxDBSplit(measurement, range, expectedRows, newPosition);
    }

    InfluxDBSplit withMeasurement(@Nullable String newMeasurement) {
        return new InfluxDBSplit(newMeasurement, range, expectedRows, position);
    }

    /**
     * Behind all that an endless tail has handed on: where others can read on without handing on a
     * point twice. That may be behind the mark, since a tail hands on what it is just reading.
     */
    long handover() {
        SplitPosition.InTail tail = (SplitPosition.InTail) position;
        return Math.max(tail.mark(), tail.seen().stop());
    }

    /**
     * What is left of an endless tail, when others read on from its {@link #handover}: to look once
     * more at what it remembers. Nothing, where it remembers no time.
     */
    Optional<InfluxDBSplit> closing() {
        return remainingStart() == handover()
                ? Optional.empty()
                : Optional.of(
                        new InfluxDBSplit(measurement, range.withStop(handover()), 0, position));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof InfluxDBSplit that
                && Objects.equals(measurement, that.measurement)
                && range.equals(that.range)
                && expectedRows == that.expectedRows
                && position.equals(that.position);
    }

    @Override
    public int hashCode() {
        return Objects.hash(measurement, range, expectedRows, position);
    }

    @Override
    public String toString() {
        return position == SplitPosition.START ? splitId() : splitId() + " " + position;
    }
}
