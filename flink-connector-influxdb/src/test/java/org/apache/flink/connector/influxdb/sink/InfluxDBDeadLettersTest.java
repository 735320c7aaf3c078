/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.connector.influxdb.client.LineProtocolParser;
import org.apache.flink.connector.influxdb.client.Precision;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.util.InstantiationUtil;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InfluxDBDeadLettersTest {

    private static final InfluxDBConnectionOptions CONNECTION =
            InfluxDBConnectionOptions.builder().url("http://localhost:8086").build();

    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private final FakeClient client = new FakeClient(() -> DONE);

    private static DeadLetter letter(String line) {
        return new DeadLetter(
                Instant.ofEpochMilli(5),
                "metrics",
                line,
                DeadLetter.Category.TYPE_CONFLICT,
                422,
                "\"f\" is a float");
    }

    private DeadLetterHandler opened(FakeClient client) throws IOException {
        DeadLetterHandler handler =
                new InfluxDBDeadLetters(CONNECTION, "dead", "letters", options -> client);
        handler.open(3);
        return handler;
    }

    private static List<Point> points(FakeClient client) {
        LineProtocolParser parser = new LineProtocolParser(InfluxDBVersion.V2, Precision.NS);
        return client.requests.stream()
                .flatMap(request -> request.lines().stream())
                .map(parser::parse)
                .toList();
    }

    @Test
    void testLetterIsAPointOnceItIsFlushed() throws IOException {
        DeadLetterHandler handler = opened(client);
        handler.handle(letter("m,a=1 f=\"x\" 1"));
        assertThat(client.requests).isEmpty();

        handler.flush();

        assertThat(client.last().bucket()).isEqualTo("dead");
        Point point = points(client).get(0);
        assertThat(point)
                .isEqualTo(
                        Point.measurement("letters")
                                .tag("category", "type-conflict")
                                .tag("subtask", "3")
                                .field("bucket", "metrics")
                                .field("line", "m,a=1 f=\"x\" 1")
                                .field("status", 422L)
                                .field("reason", "\"f\" is a float")
                                .time(point.timestamp()));
        assertThat(point.timestamp()).isBetween(5_000_000L, 5_999_999L);
    }

    @Test
    void testLettersOfOneMomentAreDifferentPoints() throws IOException {
        DeadLetterHandler handler = opened(client);
        for (int i = 0; i < 100; i++) {
            handler.handle(letter("m f=1 1"));
        }
        handler.flush();

        assertThat(points(client)).extracting(Point::timestamp).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void testNothingIsWrittenForACheckpointWithoutLetters() throws IOException {
        DeadLetterHandler handler = opened(client);
        handler.handle(letter("m f=1 1"));
        handler.flush();

        handler.flush();

        assertThat(client.requests).hasSize(1);
    }

    @Test
    void testManyLettersAreWrittenBeforeTheCheckpoint() throws IOException {
        DeadLetterHandler handler = opened(client);
        handler.handle(letter("x".repeat(600_000)));
        assertThat(client.requests).isEmpty();

        handler.handle(letter("x".repeat(600_000)));

        assertThat(points(client)).hasSize(2);
    }

    @Test
    void testTextThatNoServerTakesIsCutAndSaysSo() throws IOException {
        DeadLetterHandler handler = opened(client);
        handler.handle(letter("\u00e4".repeat(600_000) + "end"));
        handler.handle(letter("half \uD83D"));
        handler.flush();

        assertThat((String) points(client).get(0).fields().get("line"))
                .startsWith("\u00e4\u00e4")
                .endsWith("\u00e4... (cut here, of 1200003 bytes)");
        assertThat(points(client).get(1).fields()).containsEntry("line", "half ?");
    }

    @Test
    void testPassingFaultIsTriedAgain() throws IOException {
        List<CompletableFuture<Void>> answers =
                new ArrayList<>(
                        List.of(CompletableFuture.failedFuture(FakeClient.noConnection()), DONE));
        FakeClient flaky = new FakeClient(() -> answers.remove(0));
        DeadLetterHandler handler = opened(flaky);
        handler.handle(letter("m f=1 1"));

        handler.flush();

        assertThat(flaky.requests).hasSize(2);
        assertThat(flaky.requests.get(1).body()).isEqualTo(flaky.requests.get(0).body());
    }

    @Test
    void testRefusalFailsTheCheckpointAndSaysWhatToCheck() throws IOException {
        FakeClient refusing =
                new FakeClient(
                        () ->
                                CompletableFuture.failedFuture(
                                        FakeClient.answer(Kind.NOT_FOUND, 404, "no bucket")));
        DeadLetterHandler handler = opened(refusing);
        handler.handle(letter("m f=1 1"));

        assertThatThrownBy(handler::flush)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("measurement 'letters' of bucket 'dead'")
                .hasMessageContaining("no bucket")
                .hasMessageContaining("DeadLetterHandler.influxDB");
        assertThat(refusing.requests).hasSize(1);
    }

    @Test
    void testClientIsClosedWithTheHandler() throws IOException {
        DeadLetterHandler handler = opened(client);

        handler.close();

        assertThat(client.closed).isTrue();
    }

    @Test
    void testHandlerTravelsToTheTask() throws Exception {
        DeadLetterHandler handler = DeadLetterHandler.influxDB(CONNECTION, "dead", "letters");

        assertThat(InstantiationUtil.clone(handler)).hasToString(handler.toString());
    }

    @Test
    void testPlaceMustBeNamed() {
        assertThatThrownBy(() -> DeadLetterHandler.influxDB(CONNECTION, " ", "letters"))
                .hasMessage("The bucket of the dead letters is empty");
        assertThatThrownBy(() -> DeadLetterHandler.influxDB(CONNECTION, "dead", ""))
                .hasMessage("The measurement of the dead letters is empty");
    }
}
