/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.metrics.groups.SplitEnumeratorMetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;

/**
 * A coordinator without a cluster, with one reader. All happens on one thread, one after the other,
 * until nothing is left to be done.
 */
final class LonelyCoordinator implements SplitEnumeratorContext<InfluxDBSplit> {

    private static final int READER = 0;

    private final Listener listener;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private SplitEnumerator<InfluxDBSplit, EnumeratorState> enumerator;

    /** Is told what happens. */
    interface Listener {

        /**
         * The reader was given a split.
         *
         * @return whether it asks for another
         */
        boolean given(InfluxDBSplit split);

        /** The enumerator has done something. */
        void done(SplitEnumerator<InfluxDBSplit, EnumeratorState> enumerator) throws Exception;
    }

    LonelyCoordinator(Listener listener) {
        this.listener = listener;
    }

    /** Runs an enumerator that was made for this. */
    void run(SplitEnumerator<InfluxDBSplit, EnumeratorState> made) throws Exception {
        enumerator = made;
        enumerator.start();
        enumerator.addReader(READER);
        enumerator.handleSplitRequest(READER, null);
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
            listener.done(enumerator);
        }
    }

    @Override
    public void assignSplits(SplitsAssignment<InfluxDBSplit> assignment) {
        for (List<InfluxDBSplit> splits : assignment.assignment().values()) {
            for (InfluxDBSplit split : splits) {
                if (listener.given(split)) {
                    tasks.add(() -> enumerator.handleSplitRequest(READER, null));
                }
            }
        }
    }

    @Override
    public void signalNoMoreSplits(int subtask) {
        // The tasks come to an end by themselves.
    }

    @Override
    public <T> void callAsync(Callable<T> callable, BiConsumer<T, Throwable> handler) {
        tasks.add(
                () -> {
                    T result;
                    try {
                        result = callable.call();
                    } catch (Exception e) {
                        handler.accept(null, e);
                        return;
                    }
                    handler.accept(result, null);
                });
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
}
