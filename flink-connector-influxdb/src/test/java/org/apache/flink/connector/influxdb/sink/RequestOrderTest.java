/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import static org.apache.flink.connector.influxdb.sink.FakeClient.answer;
import static org.apache.flink.connector.influxdb.sink.FakeClient.busy;
import static org.apache.flink.connector.influxdb.sink.FakeClient.noConnection;
import static org.apache.flink.connector.influxdb.sink.RequestWriterFixture.delete;
import static org.apache.flink.connector.influxdb.sink.RequestWriterFixture.line;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Points that are overwritten again and again, on a server that fails, loses answers, and lets
 * requests land long after it was given up on them: the last value wins, and what was deleted last
 * is gone.
 */
class RequestOrderTest {

    private static final long LANDS_WITHIN_MILLIS = 9_900;
    private static final int STEP_MILLIS = 100;

    /** A request that nobody waits for any more, and that takes effect later. */
    private record Late(long at, FakeClient.Request request) {}

    /** A server in the time of the test. */
    private static final class Server {
        private final RequestWriterFixture f =
                new RequestWriterFixture(
                        new SinkSettings.Batching(5, 10_000, 300, 3, 100_000),
                        SinkSettings.Retrying.NO_LIMIT,
                        List.of());
        private final Random random;
        private final Map<String, String> points = new HashMap<>();
        private final List<Late> late = new ArrayList<>();
        private long now;

        Server(long seed) {
            this.random = new Random(seed);
        }

        private void take(FakeClient.Request request) {
            request.deleted().forEach(point -> points.remove(request.bucket() + " " + point));
            for (String line : request.lines()) {
                int field = line.indexOf(" v=");
                int time = line.lastIndexOf(' ');
                String point = line.substring(0, field) + line.substring(time);
                points.put(request.bucket() + " " + point, line);
            }
        }

        void answer(FakeClient.Request request, boolean well) {
            switch (well ? 0 : random.nextInt(6)) {
                case 0, 1 -> {
                    take(request);
                    request.confirm();
                }
                case 2 -> request.fail(busy(null));
                case 3 -> {
                    take(request);
                    request.fail(noConnection());
                }
                case 4 -> {
                    late.add(new Late(landing(), request));
                    request.fail(noConnection());
                }
                default -> {
                    late.add(new Late(landing(), request));
                    request.fail(FakeClient.answer(Kind.SERVER, 500, "timeout"));
                }
            }
        }

        /** Each of them lands later nevertheless, now and then. */
        void failAllThatHasPoints() {
            for (FakeClient.Request request : f.client.open()) {
                if (request.body().isEmpty() && !request.isDelete()) {
                    request.confirm();
                    continue;
                }
                if (random.nextBoolean()) {
                    late.add(new Late(landing(), request));
                }
                request.fail(FakeClient.answer(Kind.SERVER, 500, "an internal error"));
            }
            f.task.runMails();
        }

        private long landing() {
            return now + random.nextLong(LANDS_WITHIN_MILLIS);
        }

        void answerAll(boolean well) {
            f.client.open().forEach(request -> answer(request, well));
            f.task.runMails();
        }

        void pass(long millis) throws Exception {
            for (long step = 0; step < millis; step += STEP_MILLIS) {
                now += STEP_MILLIS;
                late.stream().filter(l -> l.at() <= now).forEach(l -> take(l.request()));
                late.removeIf(l -> l.at() <= now);
                f.task.pass(STEP_MILLIS);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void testLastValueOfEachPointWins(long seed) throws Exception {
        writeAndOverwrite(seed, 1, false);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void testLastValueOfEachPointOfEachBucketWins(long seed) throws Exception {
        writeAndOverwrite(seed, 4, false);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void testPointsAreThereOrDeletedAsWasSaidLast(long seed) throws Exception {
        writeAndOverwrite(seed, 1, true);
        writeAndOverwrite(-seed, 3, true);
    }

    private static void writeAndOverwrite(long seed, int buckets, boolean deletes)
            throws Exception {
        Server server = new Server(seed);
        Map<String, String> expected = new HashMap<>();
        for (int i = 0; i < 1_000; i++) {
            change(server, expected, i, buckets, deletes);
            if (server.random.nextInt(8) == 0) {
                server.answerAll(false);
            }
            if (server.random.nextInt(8) == 0) {
                server.pass(server.random.nextInt(800));
            }
            if (server.random.nextInt(100) == 0) {
                server.f.task.whenItWaits(() -> server.answerAll(false));
                server.f.checkpoint();
            }
        }
        for (int i = 0; i < 2_000 && !isDone(server); i++) {
            server.answerAll(true);
            server.pass(STEP_MILLIS);
        }
        server.pass(LANDS_WITHIN_MILLIS);

        assertThat(isDone(server)).isTrue();
        assertThat(server.points).isEqualTo(expected);
    }

    /** Writes a point, or deletes it. */
    private static void change(
            Server server, Map<String, String> expected, int i, int buckets, boolean deletes)
            throws Exception {
        String series = "m,k=" + server.random.nextInt(5);
        int time = server.random.nextInt(2);
        String text = series + " v=" + i + "i " + time;
        String bucket = "b" + server.random.nextInt(buckets);
        String point = series + " " + time;
        if (deletes && server.random.nextInt(3) == 0) {
            server.f.writer.write(delete(bucket, point), null);
            expected.remove(bucket + " " + point);
        } else {
            server.f.writer.write(line(bucket, text), null);
            expected.put(bucket + " " + point, text);
        }
    }

    private static boolean isDone(Server server) {
        return server.f.client.open().isEmpty() && server.f.task.gauge(SinkMetric.BUFFERED) == 0;
    }

    @Test
    void testLateLandingAfterTheWriteTimeoutIsTheOneThatOverwrites() throws Exception {
        // Given a request whose connection breaks, and the same points confirmed anew
        RequestWriterFixture f = new RequestWriterFixture();
        f.writer.write(line("m v=1i 1"), null);
        f.task.pass(1_000);
        f.client.last().fail(noConnection());
        f.writer.write(line("m v=2i 1"), null);
        f.task.runMails();
        f.task.pass(200);
        f.client.last().confirm();
        f.task.runMails();

        // When a newer value waits, then for ten seconds from that confirmation, and no longer:
        // what
        // lands later than that would overwrite it
        f.task.pass(9_999);
        assertThat(f.client.requests).hasSize(2);
        f.task.pass(1);
        assertThat(f.client.last().lines()).containsExactly("m v=2i 1");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void testLastValueOfEachPointWinsAlsoAfterASearchForPoison(long seed) throws Exception {
        // Given a server that fails with every request for long, but for those without points
        Server server = new Server(seed);
        Map<String, String> expected = new HashMap<>();
        for (int i = 0; i < 60; i++) {
            change(server, expected, i, 1, seed % 2 == 0);
        }
        for (int i = 0; i < 400; i++) {
            server.failAllThatHasPoints();
            server.pass(1_000);
        }

        // When it is well again
        for (int i = 0; i < 4_000 && !isDone(server); i++) {
            server.answerAll(true);
            server.pass(STEP_MILLIS);
        }
        server.pass(LANDS_WITHIN_MILLIS);

        assertThat(isDone(server)).isTrue();
        assertThat(server.points).isEqualTo(expected);
    }

    @Test
    void testNewerValueInAPartWaitsUntilTheOlderPartCannotLandAnyMore() throws Exception {
        // Given a request that was too large, whose first half is lost and then confirmed
        RequestWriterFixture f = oneLane();
        for (String text : List.of("m v=1i 1", "m v=1i 2", "m v=2i 1", "m v=2i 3")) {
            f.writer.write(line(text), null);
        }
        f.client.last().fail(answer(Kind.TOO_LARGE, 413, "too large"));
        f.task.runMails();
        f.client.last().fail(noConnection());
        f.task.runMails();
        f.task.pass(200);
        f.client.last().confirm();
        f.task.runMails();
        assertThat(f.client.last().lines()).containsExactly("m v=1i 1", "m v=1i 2");

        f.task.pass(9_999);
        assertThat(f.client.open()).isEmpty();
        f.task.pass(1);

        assertThat(f.client.last().lines()).containsExactly("m v=2i 1", "m v=2i 3");
    }

    @Test
    void testNewerValueInAPartGoesAtOnceIfTheOlderPartIsCertain() throws Exception {
        RequestWriterFixture f = oneLane();
        for (String text : List.of("m v=1i 1", "m v=1i 2", "m v=2i 1", "m v=2i 3")) {
            f.writer.write(line(text), null);
        }
        f.client.last().fail(answer(Kind.TOO_LARGE, 413, "too large"));
        f.task.runMails();

        f.client.last().confirm();
        f.task.runMails();

        assertThat(f.client.last().lines()).containsExactly("m v=2i 1", "m v=2i 3");
    }

    private static RequestWriterFixture oneLane() {
        return new RequestWriterFixture(
                new SinkSettings.Batching(4, 1_000, 1_000, 1, 100),
                SinkSettings.Retrying.NO_LIMIT,
                List.of());
    }

    @Test
    void testOtherPointsDoNotWaitForTheWriteTimeout() throws Exception {
        RequestWriterFixture f = new RequestWriterFixture();
        f.writer.write(line("m v=1i 1"), null);
        f.task.pass(1_000);
        f.client.last().fail(answer(Kind.SERVER, 500, "timeout"));
        f.task.runMails();
        f.writer.write(line("m v=2i 2"), null);
        f.task.pass(1_000);
        f.client.last().confirm();
        f.task.pass(1_000);

        assertThat(f.client.requests).hasSize(3);
        assertThat(f.client.last().lines()).containsExactly("m v=2i 2");
    }
}
