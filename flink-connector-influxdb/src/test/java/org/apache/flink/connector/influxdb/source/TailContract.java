/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import static org.assertj.core.api.Assertions.assertThat;

/** What following new points promises, on every server and in every language. */
abstract class TailContract {

    @RegisterExtension
    static final MiniClusterExtension FLINK =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(4)
                            .build());

    private static final AtomicBoolean HAS_FAILED = new AtomicBoolean();

    /** When the test began: all points are a little older, and in the window for long enough. */
    private final Instant began = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(5);

    private final BlockingQueue<String> results = new LinkedBlockingQueue<>();
    private String bucket;

    abstract InfluxDBExtension influxdb();

    abstract QueryLanguage language();

    @BeforeEach
    void prepare() {
        HAS_FAILED.set(false);
        bucket = influxdb().newBucket();
    }

    /** As the results name it. */
    private String write(Duration before, String host, long value) {
        Point point =
                Point.measurement("cpu")
                        .time(began.minus(before))
                        .tag("host", host)
                        .field("value", value);
        influxdb().server().writeLineProtocol(bucket, TestPoints.lineProtocol(List.of(point)));
        return text(point);
    }

    private static String text(Point point) {
        return EpochNanos.toText(point.timestamp()) + " " + point.tags() + " " + point.fields();
    }

    private InfluxDBSource<Point> source() {
        return SourceJobs.points(influxdb().server(), bucket)
                .setMeasurement("cpu")
                .setQueryLanguage(language())
                .setUnbounded()
                .setPollInterval(Duration.ofMillis(100))
                .setLateArrival(Duration.ofMinutes(5))
                .setLateArrivalInterval(Duration.ofMillis(300))
                .build();
    }

    /** Fails once, at the first point of a certain host, and makes text of all others. */
    private static final class FailOnce implements MapFunction<Point, String> {
        private static final long serialVersionUID = 1L;

        @Override
        public String map(Point point) {
            if ("poison".equals(point.tags().get("host"))
                    && HAS_FAILED.compareAndSet(false, true)) {
                throw new IllegalStateException("the disturbance of the test");
            }
            return text(point);
        }
    }

    private CloseableIterator<String> run() throws Exception {
        CloseableIterator<String> job =
                SourceJobs.stream(SourceJobs.recoveringEnvironment(2), source())
                        .map(new FailOnce())
                        .executeAndCollect();
        CompletableFuture.runAsync(() -> job.forEachRemaining(results::add));
        return job;
    }

    /** The next results, as many as there are expected. */
    private void expect(String... expected) throws InterruptedException {
        List<String> actual = new ArrayList<>();
        while (actual.size() < expected.length) {
            String result = results.poll(1, TimeUnit.MINUTES);
            assertThat(result).as("after %s of %s", actual, List.of(expected)).isNotNull();
            actual.add(result);
        }
        assertThat(actual).containsExactlyInAnyOrder(expected);
    }

    @Test
    @SuppressWarnings("try") // close() may throw anything, so also InterruptedException.
    void testHistoryNewLateAndChangedPointsComeExactlyOnceAlsoOverAFailure() throws Exception {
        String old = write(Duration.ofDays(30), "a", 1);
        String recent = write(Duration.ofHours(1), "a", 2);
        String inWindow = write(Duration.ofMinutes(1), "a", 3);
        try (CloseableIterator<String> job = run()) {
            expect(old, recent, inWindow);

            expect(write(Duration.ZERO, "a", 4));
            // Late: of the past, and of a new series at an instant that was read.
            expect(write(Duration.ofSeconds(30), "a", 5), write(Duration.ZERO, "b", 6));
            // Changed, and changed back.
            expect(write(Duration.ZERO, "a", 7));
            expect(write(Duration.ZERO, "a", 4));
            // Written again as it is: nothing comes of it, as the next shows.
            write(Duration.ZERO, "a", 4);

            String poison = write(Duration.ofSeconds(20), "poison", 8);
            expect(poison);
            assertThat(HAS_FAILED).isTrue();
            expect(write(Duration.ofSeconds(10), "c", 9));
            expect(write(Duration.ofSeconds(11), "c", 10));
            assertThat(results).isEmpty();
        }
    }

    @Test
    @SuppressWarnings("try") // close() may throw anything, so also InterruptedException.
    void testNewFieldsAndTagsComeInWhileTheTailIsFollowed() throws Exception {
        String first = write(Duration.ofSeconds(9), "a", 1);
        try (CloseableIterator<String> job = run()) {
            expect(first);
            Point other =
                    Point.measurement("cpu")
                            .time(began.minusSeconds(8))
                            .tag("rack", "r1")
                            .field("note", "new");

            influxdb().server().writeLineProtocol(bucket, TestPoints.lineProtocol(List.of(other)));

            expect(text(other));
            expect(write(Duration.ofSeconds(7), "a", 2));
            assertThat(results).isEmpty();
        }
    }
}
