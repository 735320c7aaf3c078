/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.benchmarks;

import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Throws rows away and counts them, for the benchmark in the same JVM. One job runs at a time.
 *
 * @param <T> of the rows
 */
final class DiscardingSink<T> implements Sink<T> {

    private static final long serialVersionUID = 1L;

    private static final AtomicLong ROWS = new AtomicLong();
    private static volatile RowHook hook = RowHook.NONE;

    /** Is called by the task, so the job waits for it. */
    interface RowHook {

        RowHook NONE = row -> {};

        /** After each row of a writer, with its number from 1. */
        void after(long row);
    }

    /** Begins to count anew. */
    static void reset(RowHook newHook) {
        ROWS.set(0);
        hook = newHook;
    }

    /** The rows of all writers that have ended. */
    static long rows() {
        return ROWS.get();
    }

    @Override
    public SinkWriter<T> createWriter(WriterInitContext context) {
        return new Writer<>(hook);
    }

    private static final class Writer<T> implements SinkWriter<T> {

        private final RowHook hook;
        private long rows;

        Writer(RowHook hook) {
            this.hook = hook;
        }

        @Override
        public void write(T row, Context context) {
            hook.after(++rows);
        }

        @Override
        public void flush(boolean endOfInput) {}

        @Override
        public void close() {
            ROWS.addAndGet(rows);
        }
    }
}
