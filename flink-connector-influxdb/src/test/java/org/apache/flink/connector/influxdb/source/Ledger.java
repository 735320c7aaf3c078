/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Writes down each point in the state of a job, so that what a failure rolls back is forgotten, and
 * what it does not is there once or twice. A test can look at it while the job runs.
 */
final class Ledger extends ProcessFunction<Point, Void> implements CheckpointedFunction {

    private static final long serialVersionUID = 1L;

    private static final ReentrantLock LOCK = new ReentrantLock();
    private static final Condition CHANGED = LOCK.newCondition();

    // All of these belong to the lock.
    private static final Map<Integer, List<String>> BOOKS = new TreeMap<>();
    private static final Map<Integer, Long> WATERMARKS = new TreeMap<>();
    private static int late;
    private static int failAt = Integer.MAX_VALUE;
    private static int failures;

    private transient ListState<String> state;
    private transient List<String> book;
    private transient int subtask;

    /** Begins an empty one. */
    static void reset() {
        locked(
                () -> {
                    BOOKS.clear();
                    WATERMARKS.clear();
                    late = 0;
                    failAt = Integer.MAX_VALUE;
                    failures = 0;
                });
    }

    /** Lets the subtask fail that writes down so many points first, once. */
    static void failAt(int points) {
        locked(() -> failAt = points);
    }

    static int failures() {
        LOCK.lock();
        try {
            return failures;
        } finally {
            LOCK.unlock();
        }
    }

    /** How many points came behind the watermark. */
    static int late() {
        LOCK.lock();
        try {
            return late;
        } finally {
            LOCK.unlock();
        }
    }

    /** The latest watermark that a point met. */
    static long watermark() {
        LOCK.lock();
        try {
            return WATERMARKS.values().stream().mapToLong(time -> time).max().orElse(0);
        } finally {
            LOCK.unlock();
        }
    }

    /** All points, in the words of {@link #line}. */
    static List<String> points() {
        LOCK.lock();
        try {
            return BOOKS.values().stream().flatMap(List::stream).toList();
        } finally {
            LOCK.unlock();
        }
    }

    /** Waits until so many points are written down. */
    static void awaitPoints(int points) throws InterruptedException {
        await(() -> BOOKS.values().stream().mapToInt(List::size).sum() >= points);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long left = TimeUnit.SECONDS.toNanos(60);
        LOCK.lock();
        try {
            while (!condition.getAsBoolean()) {
                if (left <= 0) {
                    throw new IllegalStateException(
                            "Nothing more for a minute: " + WATERMARKS + ' ' + BOOKS);
                }
                left = CHANGED.awaitNanos(left);
            }
        } finally {
            LOCK.unlock();
        }
    }

    private static void locked(Runnable change) {
        LOCK.lock();
        try {
            change.run();
            CHANGED.signalAll();
        } finally {
            LOCK.unlock();
        }
    }

    /** A point in words. */
    static String line(Point point) {
        return TestPoints.lineProtocol(List.of(point));
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        state =
                context.getOperatorStateStore()
                        .getListState(new ListStateDescriptor<>("book", Types.STRING));
        book = new ArrayList<>();
        state.get().forEach(book::add);
        subtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
        locked(() -> BOOKS.put(subtask, book));
    }

    @Override
    public void processElement(Point point, Context context, Collector<Void> out) {
        long watermark = context.timerService().currentWatermark();
        locked(
                () -> {
                    book.add(line(point));
                    WATERMARKS.put(subtask, watermark);
                    late += context.timestamp() <= watermark ? 1 : 0;
                    if (book.size() >= failAt) {
                        failAt = Integer.MAX_VALUE;
                        failures++;
                        throw new IllegalStateException("the failure of the test");
                    }
                });
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        state.update(book);
    }
}
