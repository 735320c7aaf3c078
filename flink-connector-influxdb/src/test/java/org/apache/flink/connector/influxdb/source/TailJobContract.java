/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** Jobs that never end by themselves, on every server. */
abstract class TailJobContract {

    @RegisterExtension
    static final MiniClusterExtension FLINK =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(4)
                            .build());

    @TempDir Path savepoints;

    private String bucket;
    private Instant now;
    private JobClient job;
    private boolean isShuffled;
    private final List<Point> written = new ArrayList<>();

    abstract InfluxDBExtension influxdb();

    @BeforeEach
    void begin() {
        Ledger.reset();
        bucket = influxdb().newBucket(Duration.ZERO, Duration.ofDays(7));
        now = Instant.now();
    }

    @AfterEach
    void cancel() throws Exception {
        if (job != null) {
            job.cancel().get(1, TimeUnit.MINUTES);
        }
    }

    private InfluxDBSourceBuilder<Point> source() {
        return SourceJobs.points(influxdb().server(), bucket)
                .setSplitMaxRows(50)
                .setUnbounded()
                .setPollInterval(Duration.ofMillis(50))
                .setLateArrivalInterval(Duration.ofMillis(100));
    }

    private void start(InfluxDBSourceBuilder<Point> source, int parallelism) throws Exception {
        start(source, parallelism, new Configuration());
    }

    private void start(
            InfluxDBSourceBuilder<Point> source, int parallelism, Configuration configuration)
            throws Exception {
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 3);
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(1));
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        environment.setParallelism(parallelism);
        environment.enableCheckpointing(100);
        WatermarkStrategy<Point> watermarks =
                WatermarkStrategy.forBoundedOutOfOrderness(Duration.ofMinutes(1));
        DataStream<Point> points =
                environment.fromSource(source.build(), watermarks, "influxdb").uid("source");
        (isShuffled ? points.global() : points)
                .process(new Ledger())
                .uid("ledger")
                .setParallelism(isShuffled ? 1 : parallelism)
                .sinkTo(new DiscardingSink<>());
        job = environment.executeAsync();
    }

    private String stop() throws Exception {
        String path =
                job.stopWithSavepoint(false, savepoints.toString(), SavepointFormatType.CANONICAL)
                        .get(1, TimeUnit.MINUTES);
        job = null;
        return path;
    }

    private static Configuration from(String savepoint) {
        Configuration configuration = new Configuration();
        configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        return configuration;
    }

    /** Writes points between two times before now. */
    private void write(String measurement, int count, Duration from, Duration to) {
        List<Point> points = new ArrayList<>();
        long step = from.minus(to).toNanos() / count;
        for (int i = 0; i < count; i++) {
            points.add(
                    Point.measurement(measurement)
                            .tag("host", "h" + i % 3)
                            .field("n", (long) written.size() + i)
                            .time(now.minus(from).plusNanos(i * step)));
        }
        influxdb().server().writeLineProtocol(bucket, TestPoints.lineProtocol(points));
        written.addAll(points);
    }

    private List<String> writtenLines() {
        return written.stream().map(Ledger::line).toList();
    }

    private void assertAllPointsCameOnce() throws InterruptedException {
        Ledger.awaitPoints(written.size());
        assertThat(Ledger.points()).containsExactlyInAnyOrderElementsOf(writtenLines());
    }

    @Test
    void testHistoryIsFollowedByWhatComes() throws Exception {
        write("cpu", 300, Duration.ofDays(20), Duration.ofSeconds(30));
        write("mem", 200, Duration.ofDays(20), Duration.ofSeconds(30));
        // A reader more than there are measurements.
        start(source().setMeasurements(List.of("cpu", "mem")), 3);
        Ledger.awaitPoints(500);

        write("cpu", 50, Duration.ofSeconds(20), Duration.ofSeconds(1));
        write("mem", 50, Duration.ofSeconds(20), Duration.ofSeconds(1));
        Ledger.awaitPoints(600);
        write("cpu", 50, Duration.ofSeconds(19), Duration.ofSeconds(2));

        assertAllPointsCameOnce();
    }

    @Test
    void testNoRowOfHistoryIsLate() throws Exception {
        write("cpu", 400, Duration.ofDays(20), Duration.ofMinutes(2));
        write("mem", 150, Duration.ofDays(20), Duration.ofMinutes(2));
        start(source().setMeasurements(List.of("cpu", "mem")).setMaxOpenSplits(1), 3);
        Ledger.awaitPoints(550);
        assertThat(Ledger.late()).isZero();

        write("cpu", 5, Duration.ofSeconds(5), Duration.ofSeconds(1));
        write("mem", 5, Duration.ofSeconds(5), Duration.ofSeconds(1));

        assertAllPointsCameOnce();
    }

    @Test
    void testReaderThatHasNothingToReadHoldsNoWatermarkBack() throws Exception {
        write("cpu", 100, Duration.ofDays(20), Duration.ofMinutes(2));
        isShuffled = true;
        start(source().setMeasurement("cpu"), 3);
        Ledger.awaitPoints(100);

        long tail = now.minus(Duration.ofSeconds(70)).toEpochMilli();
        for (int i = 0; i < 200 && Ledger.watermark() < tail; i++) {
            write("cpu", 1, Duration.ofSeconds(5).minusMillis(i), Duration.ofSeconds(1));
            Ledger.awaitPoints(written.size());
        }

        assertThat(Ledger.watermark()).isGreaterThanOrEqualTo(tail);
        assertThat(Ledger.late()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 100, 199, 215, 240})
    void testFailureOfOneReaderLosesNothing(int points) throws Exception {
        write("cpu", 200, Duration.ofDays(20), Duration.ofSeconds(30));
        write("mem", 200, Duration.ofDays(20), Duration.ofSeconds(30));
        Ledger.failAt(points);
        start(source().setMeasurements(List.of("cpu", "mem")), 2);
        Ledger.awaitPoints(Math.min(points, 400));

        write("cpu", 50, Duration.ofSeconds(20), Duration.ofSeconds(1));
        write("mem", 50, Duration.ofSeconds(20), Duration.ofSeconds(1));

        assertAllPointsCameOnce();
    }

    @Test
    void testMeasurementThatComesLaterIsReadFromTheStart() throws Exception {
        write("cpu_1", 100, Duration.ofDays(20), Duration.ofSeconds(30));
        start(
                source().setMeasurementPattern("cpu_\\d")
                        .setDiscoveryInterval(Duration.ofMillis(100)),
                2);
        Ledger.awaitPoints(100);

        influxdb()
                .server()
                .writeLineProtocol(bucket, "other n=1i " + now.toEpochMilli() * 1_000_000);
        write("cpu_2", 100, Duration.ofDays(20), Duration.ofSeconds(1));
        Ledger.awaitPoints(200);
        write("cpu_2", 10, Duration.ofSeconds(29), Duration.ofSeconds(2));

        assertAllPointsCameOnce();
    }

    @Test
    void testJobGoesOnWithMoreAndWithFewerReaders() throws Exception {
        write("cpu", 2_000, Duration.ofDays(20), Duration.ofSeconds(30));
        write("mem", 2_000, Duration.ofDays(20), Duration.ofSeconds(30));
        List<String> both = List.of("cpu", "mem");
        start(source().setMeasurements(both), 1);
        Ledger.awaitPoints(300);

        String amidHistory = stop();
        Ledger.reset();
        start(source().setMeasurements(both), 3, from(amidHistory));
        Ledger.awaitPoints(4_000);
        write("cpu", 50, Duration.ofSeconds(20), Duration.ofSeconds(1));
        Ledger.awaitPoints(4_020);
        String amidTails = stop();
        Ledger.reset();
        start(source().setMeasurements(both), 2, from(amidTails));
        write("mem", 50, Duration.ofSeconds(20), Duration.ofSeconds(1));

        assertAllPointsCameOnce();
    }

    @Test
    void testTailThatIsFarBehindCatchesUpThroughHistory() throws Exception {
        write("cpu", 200, Duration.ofDays(20), Duration.ofHours(1));
        write("cpu", 10, Duration.ofMinutes(50), Duration.ofMinutes(45));
        // As if it had been stopped half an hour ago.
        start(source().setMeasurement("cpu").setPollDelay(Duration.ofMinutes(40)), 2);
        Ledger.awaitPoints(210);
        String savepoint = stop();

        write("cpu", 300, Duration.ofMinutes(38), Duration.ofSeconds(20));
        Ledger.reset();
        start(source().setMeasurement("cpu"), 2, from(savepoint));
        Ledger.awaitPoints(510);
        write("cpu", 20, Duration.ofSeconds(10), Duration.ofSeconds(1));

        assertAllPointsCameOnce();
    }
}
