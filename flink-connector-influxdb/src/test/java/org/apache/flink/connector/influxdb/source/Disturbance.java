/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.connector.influxdb.model.Point;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Functions that disturb a job, and what a test has in its hands of them. One job at a time. */
final class Disturbance {

    private static final int SOME_RECORDS = 2_000;

    private static final AtomicBoolean HAPPENED = new AtomicBoolean();
    private static final AtomicLong RECORDS = new AtomicLong();
    private static volatile CountDownLatch someRecords = new CountDownLatch(1);
    private static volatile CountDownLatch letGo = new CountDownLatch(1);

    private Disturbance() {}

    static void reset() {
        HAPPENED.set(false);
        RECORDS.set(0);
        someRecords = new CountDownLatch(1);
        letGo = new CountDownLatch(1);
    }

    static boolean hasHappened() {
        return HAPPENED.get();
    }

    /** Waits until the job has seen some records. */
    static void awaitRecords() {
        await(someRecords);
    }

    /** Lets the job that holds go on. */
    static void letGo() {
        letGo.countDown();
    }

    /** Waits until no record has come for some time: what was under way is used up. */
    static long recordsWhenSilent() {
        long seen;
        do {
            seen = RECORDS.get();
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
        } while (RECORDS.get() != seen);
        return seen;
    }

    static void awaitThread(String prefix) {
        await(() -> !threadsOf(prefix).isEmpty());
    }

    static void awaitNoThread(String prefix) {
        await(() -> threadsOf(prefix).isEmpty());
    }

    /** Waits for 20 seconds at most until something has come to be. */
    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("Nothing happened for 20 seconds");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    /** The threads whose names begin so. */
    static List<String> threadsOf(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix))
                .toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("Nothing happened for a minute");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static long value(Point point) {
        return (Long) point.fieldValue(0);
    }

    /** Slow until a checkpoint has been taken amid the records; then fails once, and is fast. */
    static final class FailOnceAfterACheckpoint extends RichMapFunction<Point, Long>
            implements CheckpointListener {
        private static final long serialVersionUID = 1L;

        private long records;
        private long recordsAtCheckpoint = -1;
        private long recordsAtTheOneBefore;

        @Override
        public Long map(Point point) {
            records++;
            if (!HAPPENED.get()) {
                LockSupport.parkNanos(20_000);
                if (recordsAtCheckpoint > 0
                        && records > recordsAtCheckpoint + 100
                        && HAPPENED.compareAndSet(false, true)) {
                    throw new IllegalStateException("the disturbance of the test");
                }
            }
            return value(point);
        }

        @Override
        public void notifyCheckpointComplete(long checkpointId) {
            // It began after the one before was complete, so it holds a position amid the records.
            if (recordsAtTheOneBefore > 0) {
                recordsAtCheckpoint = records;
            }
            recordsAtTheOneBefore = records;
        }
    }

    /** Stops after some records until the test lets it go. */
    static final class HoldAfterSomeRecords implements MapFunction<Point, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public Long map(Point point) {
            if (RECORDS.incrementAndGet() == SOME_RECORDS) {
                someRecords.countDown();
                await(letGo);
            }
            return value(point);
        }
    }
}
