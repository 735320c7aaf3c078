/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.connector.influxdb.sink.DeadLetter.Category;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** What the guards learn from real servers, and do with it. */
abstract class PointGuardsContract {

    private static final long WEEK = Duration.ofDays(7).toNanos();

    private final List<DeadLetter> letters = new ArrayList<>();

    /** Made on the thread of the test, which is the task's. */
    FakeTask task;

    abstract InfluxDBExtension influxdb();

    SinkServer server() {
        return new SinkServer(influxdb().server());
    }

    /** A sink of points whose dead letters the test sees. */
    InfluxDBSinkBuilder<Point> sink(String bucket) {
        return InfluxDBSink.<Point>builder()
                .setConnection(server().connection().build())
                .setBucket(bucket)
                .setSerializer(InfluxDBSerializationSchema.points())
                .setDeadLetterHandler(letters::add);
    }

    /** Writes points, and says which of them became dead letters. */
    List<DeadLetter> write(InfluxDBSinkBuilder<Point> sink, Point... points) throws Exception {
        task = new FakeTask();
        SinkWriter<Point> writer = sink.build().createWriter(task);
        try {
            for (Point point : points) {
                writer.write(point, null);
            }
            writer.flush(true);
        } finally {
            writer.close();
        }
        return letters;
    }

    static Point point(long time) {
        return Point.measurement("m").time(time);
    }

    @Test
    void testFieldOfAnotherTypeIsFoundAlsoInAShardThatWouldTakeIt() throws Exception {
        String bucket = influxdb().newBucket();
        influxdb().server().writeLineProtocol(bucket, "m f=1.5 " + WEEK);

        List<DeadLetter> rejected =
                write(
                        sink(bucket),
                        point(9 * WEEK).field("f", "text"),
                        point(9 * WEEK).field("f", 2.5));

        assertThat(rejected)
                .singleElement()
                .satisfies(
                        letter -> {
                            assertThat(letter.category()).isEqualTo(Category.TYPE_CONFLICT);
                            assertThat(letter.status()).isZero();
                            assertThat(letter.lineProtocol()).isEqualTo("m f=\"text\" " + 9 * WEEK);
                            assertThat(letter.reason()).contains("has it as float");
                        });
        assertThat(server().rows(bucket, "SELECT f FROM m"))
                .containsExactly(List.of("1.5"), List.of("2.5"));
    }

    @Test
    void testCoercedIntegersLandAsFloats() throws Exception {
        String bucket = influxdb().newBucket();
        influxdb().server().writeLineProtocol(bucket, "m f=1.5 1");

        List<DeadLetter> rejected =
                write(
                        sink(bucket).setTypeGuard(TypeGuard.COERCE),
                        point(2).field("f", 3L),
                        point(3).field("f", 9_007_199_254_740_993L));

        assertThat(rejected).singleElement().extracting(DeadLetter::status).isEqualTo(0);
        assertThat(server().rows(bucket, "SELECT f FROM m"))
                .containsExactly(List.of("1.5"), List.of("3"));
        assertThat(server().rows(bucket, "SHOW FIELD KEYS FROM m"))
                .containsExactly(List.of("float"));
        assertThat(task.counter(SinkMetric.COERCED)).isEqualTo(1);
    }

    @Test
    void testFieldOfSeveralTypesIsLeftToTheServer() throws Exception {
        String bucket = influxdb().newBucket();
        influxdb().server().writeLineProtocol(bucket, "m f=1.5 " + WEEK);
        influxdb().server().writeLineProtocol(bucket, "m f=1i " + 3 * WEEK);

        assertThat(write(sink(bucket), point(9 * WEEK).field("f", "text"))).isEmpty();
    }

    @Test
    void testPointsBeyondRetentionAreFoundWithoutARequestThatIsRefused() throws Exception {
        String bucket = influxdb().newBucket(Duration.ofHours(2), Duration.ofHours(1));
        Instant now = Instant.now();
        long inTime = EpochNanos.of(now);

        List<DeadLetter> rejected =
                write(
                        sink(bucket),
                        point(EpochNanos.of(now.minus(Duration.ofMinutes(185)))).field("f", 1.5),
                        point(inTime).field("f", 2.5));

        assertThat(rejected)
                .singleElement()
                .satisfies(
                        letter -> {
                            assertThat(letter.category()).isEqualTo(Category.BEYOND_RETENTION);
                            assertThat(letter.status()).isZero();
                            assertThat(letter.reason()).contains("PT2H").contains("PT1H");
                        });
        assertThat(task.counter(SinkMetric.ISOLATIONS)).isZero();
        assertThat(server().rows(bucket, "SELECT f FROM m")).containsExactly(List.of("2.5"));
    }

    @Test
    void testNoGuardIsOffWhereTheServerTells() throws Exception {
        String bucket = influxdb().newBucket();

        assertThat(write(sink(bucket), point(2).field("f", 3L))).isEmpty();

        assertThat(task.gauge(SinkMetric.TYPE_GUARD_OFF)).isZero();
        assertThat(task.gauge(SinkMetric.RETENTION_GUARD_OFF)).isZero();
    }
}
