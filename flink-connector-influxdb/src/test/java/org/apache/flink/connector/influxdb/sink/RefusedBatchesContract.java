/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.client.Precision;
import org.apache.flink.connector.influxdb.sink.DeadLetter.Category;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

import static org.apache.flink.connector.influxdb.sink.RequestWriterFixture.line;
import static org.assertj.core.api.Assertions.assertThat;

/** What real servers refuse, among points that they take. */
abstract class RefusedBatchesContract {

    private final List<DeadLetter> letters = new ArrayList<>();

    abstract InfluxDBExtension influxdb();

    /** Writes lines as they are, in one batch and one lane, and says how many requests it took. */
    long write(String bucket, List<String> lines) throws Exception {
        SinkServer server = new SinkServer(influxdb().server());
        FakeTask task = new FakeTask();
        SinkSettings settings =
                new SinkSettings(
                        bucket,
                        Precision.NS,
                        new SinkSettings.Batching(5_000, 50_000_000, 1_000, 1, 50_000),
                        new SinkSettings.Retrying(200, 1_000, 0),
                        new SinkSettings.Rejecting(OnError.DEAD_LETTER, letters::add),
                        new GuardingChoices().settings(),
                        new SinkSettings.Watching(5, true, true, 10_000));
        Retries retries = new Retries(new Backoff(200, 1_000, bound -> 0), 0);
        try (InfluxDBClient client = InfluxDBClient.create(server.connection().build())) {
            RequestWriter writer = RequestWriter.create(task, settings, client, retries, List.of());
            writer.serverIs(new ServerFacts(server.version(), OptionalLong.of(0)));
            for (String line : lines) {
                writer.write(line(bucket, line), null);
            }
            writer.flush(true);
        }
        return task.counter(SinkMetric.ISOLATIONS);
    }

    List<List<String>> counted(String bucket) {
        return new SinkServer(influxdb().server()).rows(bucket, "SELECT count(f) FROM m");
    }

    /** 300 points, of which some are what the test says. */
    static List<String> points(String good, String bad, long start, int... badOnes) {
        List<String> points = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            points.add(good + (start + i));
        }
        for (int i : badOnes) {
            points.set(i, bad.formatted(i));
        }
        return points;
    }

    void assertOnlyRefused(List<String> points, Category category, int... badOnes) {
        assertThat(letters)
                .extracting(DeadLetter::lineProtocol)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(badOnes).mapToObj(points::get).toList());
        assertThat(letters)
                .allSatisfy(
                        letter -> {
                            assertThat(letter.category()).isEqualTo(category);
                            assertThat(letter.status()).isIn(400, 422);
                            assertThat(letter.reason()).isNotEmpty();
                        });
    }

    @Test
    void testPointsOfTheWrongTypeAreFoundAndAllOthersWritten() throws Exception {
        String bucket = influxdb().newBucket();
        influxdb().server().writeLineProtocol(bucket, "m f=1i 0");
        List<String> points = points("m f=2i ", "m f=\"text\" %d", 0, 3, 4, 150, 299);

        long searched = write(bucket, points);

        assertOnlyRefused(points, Category.TYPE_CONFLICT, 3, 4, 150, 299);
        // The point at 0 was there before and is overwritten.
        assertThat(counted(bucket)).containsExactly(List.of("296"));
        assertThat(searched).isBetween(4L, 2L * 4 * 9);
    }

    @Test
    void testPointsOfShardsOfTheirOwnAreWrittenToo() throws Exception {
        // Given points of many shards, each written by itself on the server, and bad ones in two
        String bucket = influxdb().newBucket();
        long week = Duration.ofDays(7).toNanos();
        influxdb().server().writeLineProtocol(bucket, "m f=1i " + 5 * week);
        influxdb().server().writeLineProtocol(bucket, "m f=1i " + 9 * week);
        List<String> points = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            points.add("m f=" + (i == 5 || i == 9 ? "0.5 " : "2i ") + i * week);
        }

        write(bucket, points);

        assertOnlyRefused(points, Category.TYPE_CONFLICT, 5, 9);
        assertThat(counted(bucket)).containsExactly(List.of("20"));
    }

    @Test
    void testPointsBeyondRetentionAreFoundAndAllOthersWritten() throws Exception {
        String bucket = influxdb().newBucket(Duration.ofHours(1), Duration.ofHours(1));
        long now = Instant.now().getEpochSecond() * 1_000_000_000L;
        List<String> points = points("m f=2i ", "m f=2i 1%d", now, 0, 200);

        write(bucket, points);

        assertOnlyRefused(points, Category.BEYOND_RETENTION, 0, 200);
        assertThat(counted(bucket)).containsExactly(List.of("298"));
    }

    @Test
    void testBatchWhollyBeyondRetentionIsRejectedAndNotHalted() throws Exception {
        String bucket = influxdb().newBucket(Duration.ofHours(1), Duration.ofHours(1));
        List<String> points = List.of("m f=2i 1", "m f=2i 2", "m f=2i 3");

        write(bucket, points);

        assertOnlyRefused(points, Category.BEYOND_RETENTION, 0, 1, 2);
    }

    @Test
    void testMalformedLinesAreTakenFromTheServersReport() throws Exception {
        String bucket = influxdb().newBucket();
        List<String> points = points("m f=2i ", "m f=\"a 'b': c\",g= %d", 0, 7, 77, 78);

        long searched = write(bucket, points);

        assertOnlyRefused(points, Category.MALFORMED, 7, 77, 78);
        assertThat(letters).allSatisfy(l -> assertThat(l.reason()).doesNotContain("unable to"));
        assertThat(counted(bucket)).containsExactly(List.of("297"));
        assertThat(searched).isEqualTo(1);
    }

    @Test
    void testMalformedLinesAreFoundAlsoWhereTheReportIsLargerThanWhatIsRead() throws Exception {
        // Given 2 MB of refused lines, which the server quotes
        String bucket = influxdb().newBucket();
        List<String> points = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            String text = "x".repeat(2_000);
            points.add("m f=" + (i == 500 ? "2i " : text + " ") + i);
        }

        write(bucket, points);

        assertThat(letters).hasSize(999);
        assertThat(counted(bucket)).containsExactly(List.of("1"));
    }

    @Test
    void testTooLongKeysAreFound() throws Exception {
        String bucket = influxdb().newBucket();
        List<String> points =
                points("m f=2i ", "m,t=" + "x".repeat(70_000) + " f=2i %d", 0, 50, 51);

        write(bucket, points);

        assertOnlyRefused(points, Category.TOO_LARGE, 50, 51);
        assertThat(counted(bucket)).containsExactly(List.of("298"));
    }
}
