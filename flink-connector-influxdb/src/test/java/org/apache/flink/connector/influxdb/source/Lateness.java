/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;

import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A function that notes each point with the watermark that it meets, and what a test has in its
 * hands of it. One job at a time.
 */
final class Lateness extends ProcessFunction<Point, Long> {
    private static final long serialVersionUID = 1L;

    private static final int SOME = 100;

    private static final Queue<Sighting> SEEN = new ConcurrentLinkedQueue<>();
    private static volatile CountDownLatch someSeen = new CountDownLatch(SOME);
    private static volatile boolean isSlow;

    /**
     * A point and the watermark that it met.
     *
     * @param millis the point's time
     */
    record Sighting(Point point, long millis, long watermark) {
        boolean isLate() {
            return millis <= watermark;
        }
    }

    /**
     * Forgets the last job.
     *
     * @param slow whether points take their time until {@link #stopInTheMiddle}
     */
    static void reset(boolean slow) {
        SEEN.clear();
        someSeen = new CountDownLatch(SOME);
        isSlow = slow;
    }

    /** All points so far, in the order in which they came, at least per subtask. */
    static Queue<Sighting> seen() {
        return SEEN;
    }

    static long late() {
        return SEEN.stream().filter(Sighting::isLate).count();
    }

    private static void awaitSome() throws InterruptedException {
        if (!someSeen.await(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("There were not even " + SOME + " points in a minute");
        }
    }

    /** Starts a job that notes here what it sees. */
    static JobClient start(
            int parallelism,
            Configuration configuration,
            InfluxDBSource<Point> source,
            boolean bySource)
            throws Exception {
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        environment.setParallelism(parallelism);
        environment.setMaxParallelism(16);
        environment
                .fromSource(source, strategy(bySource), "influxdb")
                .uid("source")
                .process(new Lateness())
                .sinkTo(new DiscardingSink<>());
        return environment.executeAsync();
    }

    static void await(JobClient job) throws Exception {
        job.getJobExecutionResult().get(100, TimeUnit.SECONDS);
    }

    /** Stops a job when it has seen some points; gives what restores it. The next is not slow. */
    static Configuration stopInTheMiddle(JobClient job, Path savepoints) throws Exception {
        awaitSome();
        String savepoint =
                job.stopWithSavepoint(
                                false, savepoints.toUri().toString(), SavepointFormatType.CANONICAL)
                        .get(100, TimeUnit.SECONDS);
        await(job);
        isSlow = false;
        Configuration configuration = new Configuration();
        configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        return configuration;
    }

    /**
     * Either none, or one behind each row of a split. Flink's forMonotonousTimestamps promises as
     * much, but now and then only, so that it would show less.
     */
    static WatermarkStrategy<Point> strategy(boolean bySource) {
        return bySource
                ? WatermarkStrategy.noWatermarks()
                : WatermarkStrategy.forGenerator(context -> new BehindEachRow());
    }

    private static final class BehindEachRow implements WatermarkGenerator<Point> {
        @Override
        public void onEvent(Point point, long timestamp, WatermarkOutput output) {
            output.emitWatermark(new Watermark(timestamp - 1));
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            // All is said.
        }
    }

    @Override
    public void processElement(Point point, Context context, Collector<Long> out) {
        if (isSlow) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        long millis = EpochNanos.toMillis(point.timestamp());
        if (context.timestamp() != millis) {
            throw new IllegalStateException(context.timestamp() + " is not the time of " + point);
        }
        SEEN.add(new Sighting(point, millis, context.timerService().currentWatermark()));
        someSeen.countDown();
        out.collect(millis);
    }
}
