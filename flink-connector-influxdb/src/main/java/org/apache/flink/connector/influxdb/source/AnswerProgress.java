/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.TimeRange;

/**
 * Progress in the answer to a query of the user's own: how many rows, and their running hash. The
 * order of such rows is the server's alone, so the same rows must come again before new ones.
 */
final class AnswerProgress extends ReadProgress {

    private static final Hash128 NOTHING = new Hash128(0, 0);

    private final RowHasher hasher = new RowHasher();
    private long rows;
    private Hash128 hash = NOTHING;

    AnswerProgress() {}

    AnswerProgress(SplitPosition.AfterRows position) {
        rows = position.rows();
        hash = position.hash();
    }

    @Override
    void advance(InfluxDBRow row) {
        rows++;
        hash = hasher.chain(hash, row);
    }

    @Override
    void restart() {
        rows = 0;
        hash = NOTHING;
    }

    @Override
    SplitPosition position() {
        return rows == 0 ? SplitPosition.START : new SplitPosition.AfterRows(rows, hash);
    }

    /** A later row may have any time. */
    @Override
    long settled(TimeRange range) {
        return range.start();
    }

    @Override
    TimeRange remaining(TimeRange part) {
        return part;
    }

    @Override
    Replay replay() {
        return new SameRowsFirst(rows, hash);
    }

    /** Leaves out as many rows as were handed on, if they are the same. */
    private final class SameRowsFirst implements Replay {
        private final long expectedRows;
        private final Hash128 expectedHash;
        private long seen;
        private Hash128 seenHash = NOTHING;

        SameRowsFirst(long expectedRows, Hash128 expectedHash) {
            this.expectedRows = expectedRows;
            this.expectedHash = expectedHash;
        }

        @Override
        public boolean isNew(InfluxDBRow row) throws AnswerChangedException {
            if (seen == expectedRows) {
                return true;
            }
            seen++;
            seenHash = hasher.chain(seenHash, row);
            if (seen == expectedRows && !seenHash.equals(expectedHash)) {
                throw changed("its first " + seen + " rows are not the same");
            }
            return false;
        }

        @Override
        public void end() throws AnswerChangedException {
            if (seen < expectedRows) {
                throw changed("it now has " + seen + " rows only");
            }
        }

        private AnswerChangedException changed(String how) {
            return new AnswerChangedException(expectedRows, how);
        }
    }
}
