/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.TimeRange;

/**
 * How far a split has been read, moved row by row. The reader has one, for reading on after a fault
 * of the server, and the emitter another, for checkpoints.
 */
abstract sealed class ReadProgress permits InstantProgress, AnswerProgress {

    /** Goes on where a split says that it is. */
    static ReadProgress of(InfluxDBQuery query, InfluxDBSplit split) {
        boolean ofMeasurement = query instanceof InfluxDBQuery.OfMeasurement;
        SplitPosition position = split.position();
        if (position instanceof SplitPosition.Start) {
            return ofMeasurement ? new InstantProgress() : new AnswerProgress();
        }
        if (ofMeasurement && position instanceof SplitPosition.AtInstant at) {
            return new InstantProgress(at);
        }
        if (!ofMeasurement && position instanceof SplitPosition.AfterRows after) {
            return new AnswerProgress(after);
        }
        throw mismatch(query);
    }

    /** The source reads a measurement now, and a query of its own before, or the other way. */
    static IllegalStateException mismatch(InfluxDBQuery query) {
        return new IllegalStateException(
                "The state is of "
                        + (query instanceof InfluxDBQuery.OfMeasurement
                                ? "a query"
                                : "a measurement")
                        + ", but the source now reads "
                        + QueryText.describe(query)
                        + ". Start the job without this state, or with the former setting.");
    }

    /**
     * Takes note of a row that has been handed on.
     *
     * @throws InfluxDBException if it cannot follow on the last one
     */
    abstract void advance(InfluxDBRow row) throws InfluxDBException;

    /** Forgets all rows: they will be handed on again. Only for a query of the user's own. */
    abstract void restart();

    abstract SplitPosition position();

    /** All of the split's rows before this time are handed on, as far as that is known. */
    abstract long settled(TimeRange range);

    /** What is to be asked for of a part of the split to go on. */
    abstract TimeRange remaining(TimeRange part);

    /** Tells the rows that were handed on from new ones, in an answer to what remains. */
    abstract Replay replay();

    /** A look at the rows of one answer, from its first on. */
    interface Replay {

        /** Whether a row has not been handed on yet. */
        boolean isNew(InfluxDBRow row) throws AnswerChangedException;

        /** Called at the end of the answer. */
        void end() throws AnswerChangedException;
    }
}
