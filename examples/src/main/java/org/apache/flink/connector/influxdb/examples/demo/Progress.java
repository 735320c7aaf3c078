/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.examples.demo;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Shows how far a step is while it works: rows, rows per second, per cent. */
final class Progress {

    private static final int BAR = 24;

    private final PrintStream out;
    private final boolean terminal;

    /** When the step's first rows were seen: starting a job is not reading rows. */
    private long firstRows;

    Progress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /**
     * Runs a step and shows its progress.
     *
     * @param total how many rows are expected, or 0 if that is not known
     */
    <V> V show(String step, long total, LongSupplier rows, Callable<V> work) throws Exception {
        RowCounter.reset();
        firstRows = 0;
        long start = System.nanoTime();
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        int period = terminal ? 250 : 2000;
        timer.scheduleAtFixedRate(
                () -> print(step, total, rows.getAsLong(), start, false),
                period,
                period,
                TimeUnit.MILLISECONDS);
        try {
            V result = work.call();
            stop(timer);
            print(step, total, rows.getAsLong(), start, true);
            return result;
        } finally {
            stop(timer);
        }
    }

    private static void stop(ScheduledExecutorService timer) throws InterruptedException {
        timer.shutdownNow();
        timer.awaitTermination(5, TimeUnit.SECONDS);
    }

    private synchronized void print(String step, long total, long rows, long start, boolean last) {
        long now = System.nanoTime();
        double seconds = (now - start) / 1e9;
        if (rows > 0 && firstRows == 0) {
            firstRows = now;
        }
        double rate = rows == 0 ? 0 : rows / Math.max((now - firstRows) / 1e9, 0.25);
        double share = total == 0 ? (last ? 1 : 0) : Math.min(1, (double) rows / total);
        int filled = (int) Math.round(share * BAR);
        String line =
                String.format(
                        Locale.ROOT,
                        "  %-28s %s%s %3.0f %%  %,11d rows  %,9.0f rows/s  %5.1f s",
                        step,
                        "█".repeat(filled),
                        "░".repeat(BAR - filled),
                        100 * share,
                        rows,
                        rate,
                        seconds);
        if (terminal) {
            out.print("\r" + line + (last ? "\n" : ""));
            out.flush();
        } else {
            out.println(line);
        }
    }
}
