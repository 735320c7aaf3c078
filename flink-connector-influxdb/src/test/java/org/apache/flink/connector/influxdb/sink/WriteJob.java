/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * A job that writes the numbers from 0 on, each as one point of its own, with checkpoints every 200
 * ms. It may not restart unless it is told to fail.
 */
final class WriteJob {

    private static final AtomicInteger CHECKPOINTS = new AtomicInteger();
    private static final AtomicInteger FAILURES_TO_COME = new AtomicInteger();

    private static final Set<JobClient> STARTED = ConcurrentHashMap.newKeySet();

    private final JobClient job;

    private WriteJob(JobClient job) {
        this.job = job;
    }

    /** Counts checkpoints, and fails the job once after one if the test asked for it. */
    private static final class Observer extends RichMapFunction<Long, Long>
            implements CheckpointListener {
        private static final long serialVersionUID = 1L;

        private boolean afterCheckpoint;

        @Override
        public Long map(Long number) {
            if (afterCheckpoint && FAILURES_TO_COME.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                throw new IllegalStateException("A failure that the test asked for");
            }
            return number;
        }

        @Override
        public void notifyCheckpointComplete(long checkpointId) {
            afterCheckpoint = true;
            if (getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0) {
                CHECKPOINTS.incrementAndGet();
            }
        }
    }

    /** The point of a number. */
    static Point point(long number) {
        return Point.measurement("numbers")
                .tag("host", "h" + number % 10)
                .field("number", number)
                .time(1_700_000_000_000_000_000L + number * 1_000_000L);
    }

    static WriteJob start(InfluxDBSink<Long> sink, long count, double perSecond) throws Exception {
        return start(sink, count, perSecond, 0, 1);
    }

    static WriteJob start(
            InfluxDBSink<Long> sink, long count, double perSecond, int failures, int parallelism)
            throws Exception {
        CHECKPOINTS.set(0);
        FAILURES_TO_COME.set(failures);
        Configuration configuration = new Configuration();
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY, failures > 0 ? "fixed-delay" : "none");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, failures);
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(100));
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.enableCheckpointing(200);
        env.setParallelism(parallelism);
        env.fromSource(
                        new DataGeneratorSource<>(
                                number -> number,
                                count,
                                RateLimiterStrategy.perSecond(perSecond),
                                Types.LONG),
                        WatermarkStrategy.noWatermarks(),
                        "numbers")
                .map(new Observer())
                .sinkTo(sink);
        JobClient job = env.executeAsync();
        STARTED.add(job);
        return new WriteJob(job);
    }

    /** Ends what a failed test left running, so that the next one has its slots. */
    static void cancelWhatStillRuns() throws Exception {
        for (JobClient job : STARTED) {
            if (!job.getJobStatus().get(60, TimeUnit.SECONDS).isGloballyTerminalState()) {
                new WriteJob(job).cancel();
            }
        }
        STARTED.clear();
    }

    /** Whether the job failed as often as the test asked for. */
    static boolean hasFailed() {
        return FAILURES_TO_COME.get() == 0;
    }

    static int checkpoints() {
        return CHECKPOINTS.get();
    }

    /** Cancels the job, and says how long it took to end. */
    Duration cancel() throws Exception {
        long start = System.nanoTime();
        job.cancel().get(120, TimeUnit.SECONDS);
        while (!job.getJobStatus().get().isGloballyTerminalState()) {
            Thread.sleep(10);
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Waits for the end of the job, and passes on why it failed. */
    void await()
            throws ExecutionException, InterruptedException, java.util.concurrent.TimeoutException {
        job.getJobExecutionResult().get(120, TimeUnit.SECONDS);
    }

    /** Waits until something holds, generously. */
    static void until(BooleanSupplier holds, String what) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Not within a minute: " + what);
            }
            Thread.sleep(10);
        }
    }
}
