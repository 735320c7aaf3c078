/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.test.junit5.MiniClusterExtension;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** What watermarks promise, those of a strategy per split and those of the source itself. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SourceWatermarkContract {

    @RegisterExtension
    static final MiniClusterExtension FLINK =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(4)
                            .build());

    private static final Instant MONDAY = Instant.parse("2026-01-05T00:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final Instant END = MONDAY.plus(Duration.ofDays(21));

    private final List<Point> points = threeWeeks();
    private String bucket;

    abstract InfluxDBExtension influxdb();

    abstract QueryLanguage language();

    /** Three hosts with a point every 10 minutes, but for the second weekend. */
    private static List<Point> threeWeeks() {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < 21 * 144; i++) {
            if (i < 11 * 144 || i >= 14 * 144) {
                for (int host = 0; host < 3; host++) {
                    points.add(
                            Point.measurement("cpu")
                                    .time(MONDAY.plus(Duration.ofMinutes(10 * i)).plusNanos(host))
                                    .tag("host", "host" + host)
                                    .field("f", (double) i));
                }
            }
        }
        return points;
    }

    @BeforeAll
    void write() {
        bucket = influxdb().newBucket(Duration.ZERO, Duration.ofDays(7));
        influxdb().server().writeLineProtocol(bucket, TestPoints.lineProtocol(points));
    }

    private InfluxDBSourceBuilder<Point> source() {
        return SourceJobs.points(influxdb().server(), bucket)
                .setMeasurement("cpu")
                .setQueryLanguage(language())
                .setStartingTime(TimeBounds.at(MONDAY))
                .setBounded(TimeBounds.at(END));
    }

    private void assertAllSeenAndNoneLate() {
        assertThat(Lateness.seen())
                .extracting(Lateness.Sighting::point)
                .containsExactlyInAnyOrderElementsOf(points);
        assertThat(Lateness.late()).isZero();
    }

    /** Else the watermarks could just as well stand still. */
    @Test
    void testWatermarkFollowsTheEarliestOpenSplit() throws Exception {
        Lateness.reset(false);
        InfluxDBSource<Point> source =
                source().setSplitDuration(Duration.ofHours(1)).setSourceWatermarks(true).build();

        Lateness.await(Lateness.start(1, new Configuration(), source, true));

        // Not by more than two splits, of which one covers the empty weekend.
        assertThat(Lateness.seen())
                .filteredOn(seen -> seen.millis() >= MONDAY.plus(DAY).toEpochMilli())
                .hasSizeGreaterThan(1000)
                .allMatch(
                        seen -> seen.watermark() >= seen.millis() - Duration.ofDays(4).toMillis());
    }

    @ParameterizedTest
    @CsvSource({"1, false", "4, false", "1, true", "4, true"})
    void testNoRowIsLate(int parallelism, boolean bySource) throws Exception {
        Lateness.reset(false);
        InfluxDBSource<Point> source =
                source().setSplitMaxRows(200).setSourceWatermarks(bySource).build();

        Lateness.await(Lateness.start(parallelism, new Configuration(), source, bySource));

        assertAllSeenAndNoneLate();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void testNoRowIsLateOverARestoreWithMoreReaders(boolean bySource, @TempDir Path savepoints)
            throws Exception {
        testRestore(2, 4, bySource, savepoints);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void testNoRowIsLateOverARestoreWithFewerReaders(boolean bySource, @TempDir Path savepoints)
            throws Exception {
        testRestore(4, 1, bySource, savepoints);
    }

    private void testRestore(int before, int after, boolean bySource, Path savepoints)
            throws Exception {
        Lateness.reset(true);
        InfluxDBSource<Point> source =
                source().setSplitMaxRows(200).setSourceWatermarks(bySource).build();
        JobClient first = Lateness.start(before, new Configuration(), source, bySource);

        Configuration restored = Lateness.stopInTheMiddle(first, savepoints);
        assertThat(Lateness.seen()).hasSizeLessThan(points.size());
        Lateness.await(Lateness.start(after, restored, source, bySource));

        assertAllSeenAndNoneLate();
    }

    @Test
    void testSplitThatIsReadMovesTheWatermarkToItsEnd() throws Exception {
        Lateness.reset(false);
        InfluxDBSource<Point> source =
                source().setSplitDuration(DAY)
                        .setMaxOpenSplits(1)
                        .setSourceWatermarks(true)
                        .build();

        Lateness.await(Lateness.start(1, new Configuration(), source, true));

        long day = DAY.toMillis();
        assertThat(Lateness.seen())
                .filteredOn(seen -> seen.millis() >= MONDAY.plus(DAY).toEpochMilli())
                .hasSizeGreaterThan(1000)
                .allMatch(seen -> seen.watermark() >= seen.millis() / day * day - 1);
    }

    @Test
    void testThereIsNoWatermarkUnlessAskedFor() throws Exception {
        Lateness.reset(false);

        Lateness.await(Lateness.start(2, new Configuration(), source().build(), true));

        assertThat(Lateness.seen())
                .hasSameSizeAs(points)
                .allMatch(seen -> seen.watermark() == Long.MIN_VALUE);
    }

    /** Else the last windows would never be closed, and rows that are late would be missing. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void testWindowsCountEachRowAndTheLastOneCloses(boolean bySource) throws Exception {
        InfluxDBSource<Point> source =
                source().setSplitMaxRows(300).setSourceWatermarks(bySource).build();

        DataStream<Long> counts =
                SourceJobs.environment(2)
                        .fromSource(source, Lateness.strategy(bySource), "influxdb")
                        .map(point -> 1L)
                        .windowAll(TumblingEventTimeWindows.of(DAY))
                        .reduce(Long::sum);

        assertThat(SourceJobs.collect(counts)).hasSize(18).containsOnly(3 * 144L);
    }
}
