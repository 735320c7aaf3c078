/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.EpochNanos;

import java.util.List;

/** How far a split has been read: what {@link ReadProgress} needs to go on behind it. */
sealed interface SplitPosition {

    /** Nothing has been handed on yet. */
    SplitPosition START = new Start();

    /** Nothing has been handed on yet. */
    record Start() implements SplitPosition {}

    /**
     * A position in a measurement, whose rows come in time order. The rows of one instant come in
     * no order, and a late point changes it, so they are known by name, not by number.
     *
     * @param time of the last row handed on
     * @param identities of all rows of that time handed on
     */
    record AtInstant(long time, List<Hash128> identities) implements SplitPosition {
        public AtInstant {
            identities = List.copyOf(identities);
        }

        @Override
        public String toString() {
            return "at "
                    + EpochNanos.toText(time)
                    + ", of which "
                    + identities.size()
                    + " rows are read";
        }
    }

    /**
     * A position in the answer to a query of the user's own.
     *
     * @param rows how many have been handed on, at least one
     * @param hash of all of them in their order
     */
    record AfterRows(long rows, Hash128 hash) implements SplitPosition {
        @Override
        public String toString() {
            return "behind row " + rows + " of the answer";
        }
    }

    /**
     * A position in the tail of a measurement, which is read again and again.
     *
     * @param settled all before here is never read again
     * @param mark the high-water mark: all before here has been read at least once. Rows from here
     *     on may have been handed on as well, and are then among those seen
     * @param seen the points from {@code settled} on that have been handed on
     */
    record InTail(long settled, long mark, SeenPoints seen) implements SplitPosition {
        @Override
        public String toString() {
            return "read to "
                    + EpochNanos.toText(mark)
                    + ", settled to "
                    + EpochNanos.toText(settled)
                    + ", with "
                    + seen
                    + " remembered";
        }
    }
}
