/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.influxdb.testserver.ServerKind;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** A measurement that nothing is written to, beside one that goes on, in one reader. */
class IdleMeasurementITCase {

    @RegisterExtension
    static final InfluxDBExtension INFLUXDB = InfluxDBExtension.shared(ServerKind.V2);

    @RegisterExtension
    static final MiniClusterExtension FLINK =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(1)
                            .build());

    private static final Duration SECOND = Duration.ofSeconds(1);

    /** Else its tail would hold the watermark of the reader, so that no window would close. */
    @Test
    @Timeout(120)
    @SuppressWarnings("try") // close() may throw anything, so also InterruptedException.
    void testItDoesNotHoldWindowsOpenWithIdleness() throws Exception {
        String bucket = INFLUXDB.newBucket();
        Instant start = Instant.ofEpochSecond(Instant.now().getEpochSecond() - 30);
        List<Point> points = new ArrayList<>();
        points.add(point("quiet", start.minus(Duration.ofDays(1))));
        for (int i = 0; i < 10; i++) {
            points.add(point("busy", start.plusSeconds(i)));
        }
        INFLUXDB.server().writeLineProtocol(bucket, TestPoints.lineProtocol(points));
        InfluxDBSource<Point> source =
                SourceJobs.points(INFLUXDB.server(), bucket)
                        .setMeasurements(List.of("busy", "quiet"))
                        .setUnbounded()
                        .setPollInterval(Duration.ofMillis(100))
                        .build();

        DataStream<Long> counts =
                SourceJobs.environment(1)
                        .fromSource(
                                source,
                                WatermarkStrategy.<Point>forMonotonousTimestamps()
                                        .withIdleness(Duration.ofMillis(200)),
                                "influxdb")
                        .map(point -> 1L)
                        .windowAll(TumblingEventTimeWindows.of(SECOND))
                        .reduce(Long::sum);

        try (CloseableIterator<Long> windows = counts.executeAndCollect()) {
            // As many as close, less one, which may be that of the quiet measurement.
            for (int i = 0; i < 9; i++) {
                assertThat(windows.next()).isEqualTo(1);
            }
        }
    }

    private static Point point(String measurement, Instant time) {
        return Point.measurement(measurement).time(time).field("f", 1.0);
    }
}
