/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.InfluxDBRow;

/** What a reading gives to the emitter, in order. */
sealed interface SplitElement {

    /** A row that has been read. */
    record Row(InfluxDBRow row) implements SplitElement {}

    /** A batch ends here, and the split goes on. */
    SplitElement BATCH_END = new BatchEnd();

    /** A batch ends here, and the split goes on. */
    record BatchEnd() implements SplitElement {}

    /**
     * The rows so far do not count: the answer to a query of the user's own changed, and all of it
     * follows.
     */
    record Restart() implements SplitElement {}

    /**
     * A tail has come to the end of a stretch, or a split to its end, all rows of which went
     * before.
     *
     * @param settled all before here is final and is never read again: the watermark of the split
     * @param mark all before here has been read at least once
     */
    record RoundEnd(long settled, long mark) implements SplitElement {}
}
