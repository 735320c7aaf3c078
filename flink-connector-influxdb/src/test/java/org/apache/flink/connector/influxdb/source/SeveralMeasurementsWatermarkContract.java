/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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

/** What watermarks promise where splits of several measurements overlap, and in the tail. */
abstract class SeveralMeasurementsWatermarkContract {

    @RegisterExtension
    static final MiniClusterExtension FLINK =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(4)
                            .build());

    private static final Instant MONDAY = Instant.parse("2026-01-05T00:00:00Z");

    private String bucket;

    abstract InfluxDBExtension influxdb();

    @BeforeEach
    void newBucket() {
        bucket = influxdb().newBucket(Duration.ZERO, Duration.ofDays(1));
    }

    /** Three measurements of very different density, so that their splits differ in length. */
    private List<Point> threeMeasurements() {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < 5 * 24 * 60; i++) {
            Instant time = MONDAY.plus(Duration.ofMinutes(i));
            points.add(Point.measurement("dense").time(time).field("f", (double) i));
            if (i % 7 == 0) {
                points.add(Point.measurement("medium").time(time).field("f", (double) i));
            }
            if (i % 300 == 0) {
                points.add(Point.measurement("sparse").time(time).field("f", (double) i));
            }
        }
        influxdb().server().writeLineProtocol(bucket, TestPoints.lineProtocol(points));
        return points;
    }

    private InfluxDBSource<Point> source(boolean bySource) {
        return SourceJobs.points(influxdb().server(), bucket)
                .setMeasurements(List.of("sparse", "medium", "dense"))
                .setStartingTime(TimeBounds.at(MONDAY))
                .setBounded(TimeBounds.at(MONDAY.plus(Duration.ofDays(5))))
                .setSplitMaxRows(100)
                .setSourceWatermarks(bySource)
                .build();
    }

    private static void assertAllSeenAndNoneLate(List<Point> points) {
        assertThat(Lateness.seen())
                .extracting(Lateness.Sighting::point)
                .containsExactlyInAnyOrderElementsOf(points);
        assertThat(Lateness.late()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1, false", "3, false", "1, true", "3, true"})
    void testNoRowIsLate(int parallelism, boolean bySource) throws Exception {
        List<Point> points = threeMeasurements();
        Lateness.reset(false);

        Lateness.await(
                Lateness.start(parallelism, new Configuration(), source(bySource), bySource));

        assertAllSeenAndNoneLate(points);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void testNoRowIsLateOverARestoreWithAnotherParallelism(
            boolean bySource, @TempDir Path savepoints) throws Exception {
        List<Point> points = threeMeasurements();
        Lateness.reset(true);
        InfluxDBSource<Point> source = source(bySource);
        JobClient first = Lateness.start(2, new Configuration(), source, bySource);

        Configuration restored = Lateness.stopInTheMiddle(first, savepoints);
        assertThat(Lateness.seen()).hasSizeLessThan(points.size());
        Lateness.await(Lateness.start(3, restored, source, bySource));

        assertAllSeenAndNoneLate(points);
    }

    /** More readers than tails: those without one must not hold the watermark back. */
    @Test
    @SuppressWarnings("try") // close() may throw anything, so also InterruptedException.
    void testWindowsOfATailCloseAsItIsSettled() throws Exception {
        Instant start = Instant.now().minusSeconds(3600);
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < 3600; i++) {
            for (String measurement : List.of("a", "b")) {
                points.add(
                        Point.measurement(measurement).time(start.plusSeconds(i)).field("f", 1.0));
            }
        }
        influxdb().server().writeLineProtocol(bucket, TestPoints.lineProtocol(points));
        InfluxDBSource<Point> source =
                SourceJobs.points(influxdb().server(), bucket)
                        .setMeasurements(List.of("a", "b"))
                        .setStartingTime(TimeBounds.at(start))
                        .setUnbounded()
                        .setPollInterval(Duration.ofMillis(100))
                        .setLateArrival(Duration.ofSeconds(2))
                        .setLateArrivalInterval(Duration.ofMillis(200))
                        .setSplitMaxRows(500)
                        .setSourceWatermarks(true)
                        .build();
        DataStream<Long> counts =
                SourceJobs.environment(4)
                        .fromSource(source, WatermarkStrategy.noWatermarks(), "influxdb")
                        .map(point -> 1L)
                        .returns(Types.LONG)
                        .windowAll(TumblingEventTimeWindows.of(Duration.ofMinutes(1)))
                        .reduce(Long::sum);

        long sum = 0;
        int windows = 0;
        try (CloseableIterator<Long> results = counts.executeAndCollect()) {
            // The last minute is still going on.
            while (windows < 59) {
                sum += results.next();
                windows++;
            }
        }

        // The first and the last of these windows may be cut.
        assertThat(sum).isBetween(2 * 57 * 60L, 2 * 59 * 60L);
    }
}
