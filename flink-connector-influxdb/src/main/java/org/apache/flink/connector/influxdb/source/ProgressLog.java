/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.EpochNanos;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Says in a line how far a reader is, every million rows. */
final class ProgressLog {

    static final int ROWS_PER_LINE = 1_000_000;

    private final LongSupplier nanoTime;
    private final Consumer<String> lines;
    private long lastLineAt;

    /**
     * A log that begins now.
     *
     * @param nanoTime a clock like System.nanoTime
     * @param lines takes the lines
     */
    ProgressLog(LongSupplier nanoTime, Consumer<String> lines) {
        this.nanoTime = nanoTime;
        this.lines = lines;
        this.lastLineAt = nanoTime.getAsLong();
    }

    /**
     * Writes the line.
     *
     * @param rows all that were handed on; a multiple of {@value #ROWS_PER_LINE}
     * @param openSplits how many splits the reader has
     * @param highWaterMark all of them before this time is handed on
     */
    void write(long rows, int openSplits, long highWaterMark) {
        long now = nanoTime.getAsLong();
        double seconds = (double) Math.max(1, now - lastLineAt) / TimeUnit.SECONDS.toNanos(1);
        lastLineAt = now;
        lines.accept(
                String.format(
                        Locale.ROOT,
                        "Read %,d rows so far, the last %,d at %,.0f rows/s; open splits: %d,"
                                + " read up to %s",
                        rows,
                        ROWS_PER_LINE,
                        ROWS_PER_LINE / seconds,
                        openSplits,
                        EpochNanos.toText(highWaterMark)));
    }
}
