/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.metrics.groups.SplitEnumeratorMetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A coordinator with one reader, which asks for the next split as soon as it has one. */
final class LonelyCoordinator implements SplitEnumeratorContext<InfluxDBSplit>, AutoCloseable {

    private static final int READER = 0;
    private static final long PATIENCE_SECONDS = 120;

    private final ExecutorService worker = Executors.newSingleThreadExecutor();
    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private SplitEnumerator<InfluxDBSplit, EnumeratorState> enumerator;
    private Consumer<InfluxDBSplit> reader;
    private boolean isDone;

    /** Runs the enumerator on this thread until it has no more splits. */
    void run(
            SplitEnumerator<InfluxDBSplit, EnumeratorState> started,
            Consumer<InfluxDBSplit> splitReader)
            throws InterruptedException {
        enumerator = started;
        reader = splitReader;
        enumerator.start();
        enumerator.addReader(READER);
        enumerator.handleSplitRequest(READER, null);
        while (!isDone) {
            Runnable task = tasks.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (task == null) {
                throw new IllegalStateException(
                        "The enumerator did nothing for " + PATIENCE_SECONDS + " s");
            }
            task.run();
        }
    }

    @Override
    public void assignSplits(SplitsAssignment<InfluxDBSplit> assignment) {
        assignment.assignment().values().forEach(splits -> splits.forEach(reader));
        tasks.add(() -> enumerator.handleSplitRequest(READER, null));
    }

    @Override
    public void signalNoMoreSplits(int subtask) {
        isDone = true;
    }

    @Override
    public <T> void callAsync(Callable<T> callable, BiConsumer<T, Throwable> handler) {
        worker.execute(() -> call(callable, handler));
    }

    private <T> void call(Callable<T> callable, BiConsumer<T, Throwable> handler) {
        try {
            T result = callable.call();
            tasks.add(() -> handler.accept(result, null));
        } catch (Exception e) {
            tasks.add(() -> handler.accept(null, e));
        }
    }

    @Override
    public <T> void callAsync(
            Callable<T> callable, BiConsumer<T, Throwable> handler, long delay, long period) {
        throw new UnsupportedOperationException("A bounded source looks for nothing later");
    }

    @Override
    public void runInCoordinatorThread(Runnable runnable) {
        tasks.add(runnable);
    }

    @Override
    public Map<Integer, ReaderInfo> registeredReaders() {
        return Map.of(READER, new ReaderInfo(READER, "here"));
    }

    @Override
    public int currentParallelism() {
        return 1;
    }

    @Override
    public SplitEnumeratorMetricGroup metricGroup() {
        return UnregisteredMetricsGroup.createSplitEnumeratorMetricGroup();
    }

    @Override
    public void sendEventToSourceReader(int subtask, SourceEvent event) {
        throw new UnsupportedOperationException("The reader takes splits, no events: " + event);
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
