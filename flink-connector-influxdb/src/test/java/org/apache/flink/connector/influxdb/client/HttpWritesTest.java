/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class HttpWritesTest {

    private static final ByteBuffer LINES = lines("m f=1 1\nm f=2 2\n");

    @ParameterizedTest
    @CsvSource({
        "V1, db, NS, /write?db=db&precision=n",
        "V1, db/rp 1, US, /write?db=db&rp=rp%201&precision=u",
        "V1, db, MS, /write?db=db&precision=ms",
        "V1, db, S, /write?db=db&precision=s",
        "V2, db/rp, NS, /api/v2/write?org=my%20org&bucket=db%2Frp&precision=ns",
        "V2, b, US, /api/v2/write?org=my%20org&bucket=b&precision=us"
    })
    void goesWhereTheServerTakesWrites(
            InfluxDBVersion version, String bucket, Precision precision, String target)
            throws Exception {
        try (ScriptedServer server = ScriptedServer.answering(204, "");
                InfluxDBClient client = client(server, version, true)) {
            client.write(bucket, precision, LINES).get();

            assertThat(server.lastRequest().method()).isEqualTo("POST");
            assertThat(server.lastRequest().target()).isEqualTo(target);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sendsTheLinesCompressedUnlessToldOtherwise(boolean gzip) throws Exception {
        try (ScriptedServer server = ScriptedServer.answering(204, "");
                InfluxDBClient client = client(server, InfluxDBVersion.V2, gzip)) {
            client.write("b", Precision.NS, LINES).get();

            assertThat(server.lastRequest().text()).isEqualTo("m f=1 1\nm f=2 2\n");
            assertThat(server.lastRequest().header("content-encoding"))
                    .isEqualTo(gzip ? "gzip" : "");
            assertThat(server.lastRequest().header("authorization")).isEqualTo("Token abc");
            assertThat(server.lastRequest().header("content-type"))
                    .isEqualToIgnoringCase("text/plain; charset=utf-8");
        }
    }

    @Test
    void sendsWhatIsLeftOfTheBuffer() throws Exception {
        ByteBuffer direct = ByteBuffer.allocateDirect(20);
        direct.put("xxm f=1 1\n".getBytes(StandardCharsets.US_ASCII)).flip().position(2);
        try (ScriptedServer server = ScriptedServer.answering(204, "");
                InfluxDBClient client = client(server, InfluxDBVersion.V2, true)) {
            client.write("b", Precision.NS, direct).get();

            assertThat(server.lastRequest().text()).isEqualTo("m f=1 1\n");
            assertThat(direct.position()).isEqualTo(2);
        }
    }

    @Test
    void failsWithTheServersWords() throws Exception {
        String body = "{\"code\":\"invalid\",\"message\":\"unable to parse 'm f=': missing\"}";
        try (ScriptedServer server = ScriptedServer.answering(400, body, "Retry-After: 3");
                InfluxDBClient client = client(server, InfluxDBVersion.V2, true)) {
            InfluxDBException failure = failure(client.write("b", Precision.NS, LINES));

            assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
            assertThat(failure.status()).isEqualTo(400);
            assertThat(failure.serverMessage()).isEqualTo("unable to parse 'm f=': missing");
            assertThat(failure.retryAfter()).contains(Duration.ofSeconds(3));
            assertThat(failure.rejectedLines()).containsExactly("m f=");
            assertThat(failure.getMessage()).contains("bucket 'b'", server.url());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 20})
    void aReportOfMoreRefusedLinesThanAreReadStillRefusesThem(int megabytes) throws Exception {
        String line = "m f=x" + "y".repeat(1_000);
        StringBuilder sent = new StringBuilder();
        StringBuilder report = new StringBuilder();
        while (report.length() < megabytes << 20) {
            report.append("unable to parse '").append(line).append("': invalid number\\n");
            sent.append(line).append('\n');
        }
        String body = "{\"code\":\"invalid\",\"message\":\"" + report + "\"}";
        try (ScriptedServer server = ScriptedServer.answering(400, body);
                InfluxDBClient client = client(server, InfluxDBVersion.V2, true)) {
            InfluxDBException failure =
                    failure(client.write("b", Precision.NS, lines(sent.toString())));

            assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
            assertThat(failure.serverMessage()).startsWith("unable to parse 'm f=xy");
            assertThat(failure.rejectedLines())
                    .hasSizeGreaterThan(900)
                    .allMatch(rejected -> rejected.equals(line));
        }
    }

    @Test
    void anAnswerWithoutEndIsAFault() throws Exception {
        try (ScriptedServer server =
                        new ScriptedServer(
                                (request, socket, out) -> {
                                    ScriptedServer.head(out, 400, "Transfer-Encoding: chunked");
                                    while (true) {
                                        ScriptedServer.chunk(out, new byte[100_000]);
                                    }
                                });
                InfluxDBClient client = client(server, InfluxDBVersion.V2, true)) {
            assertThat(failure(client.write("b", Precision.NS, LINES)).kind())
                    .isEqualTo(Kind.CONNECTION);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void itTellsHowManyBytesItSends(boolean gzip) throws Exception {
        AtomicInteger sent = new AtomicInteger();
        try (ScriptedServer server = ScriptedServer.answering(204, "");
                InfluxDBClient client = client(server, InfluxDBVersion.V2, gzip)) {
            client.write("b", Precision.NS, LINES, sent::addAndGet).get();

            assertThat(sent).hasValue(server.lastRequest().body().length);
        }
    }

    @Test
    void aPageForPeopleIsNoConfirmation() throws Exception {
        try (ScriptedServer server =
                        ScriptedServer.answering(200, "<p>Log in</p>", "Content-Type: text/html");
                InfluxDBClient client = client(server, InfluxDBVersion.V2, true)) {
            assertThat(failure(client.write("b", Precision.NS, LINES)).kind())
                    .isEqualTo(Kind.MALFORMED);
        }
    }

    @Test
    void aServerThatHangsEndsTheRequestByItsTimeout() throws Exception {
        try (ScriptedServer server =
                        new ScriptedServer(
                                (request, socket, out) -> socket.getInputStream().read() >= 0);
                InfluxDBClient client =
                        InfluxDBClient.create(
                                TestConnections.to(server)
                                        .version(InfluxDBVersion.V2)
                                        .requestTimeout(Duration.ofMillis(300))
                                        .build())) {
            InfluxDBException failure = failure(client.write("b", Precision.NS, LINES));

            assertThat(failure.kind()).isEqualTo(Kind.CONNECTION);
            assertThat(failure.getMessage()).contains("silent for 300 ms", "'request.timeout'");
        }
    }

    @Test
    void aServerThatHangsUpIsAConnectionFault() throws Exception {
        AtomicInteger count = new AtomicInteger();
        try (ScriptedServer server =
                        new ScriptedServer(
                                (request, socket, out) -> {
                                    count.incrementAndGet();
                                    return false;
                                });
                InfluxDBClient client = client(server, InfluxDBVersion.V2, true)) {
            assertThat(failure(client.write("b", Precision.NS, LINES)).kind())
                    .isEqualTo(Kind.CONNECTION);
            assertThat(count).as("requests are not repeated").hasValue(1);
        }
    }

    @Test
    void everyFutureEndsOnceWhenTheClientIsClosed() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        AtomicInteger ends = new AtomicInteger();
        List<CompletableFuture<Void>> futures = new ArrayList<>();
        try (ScriptedServer server =
                new ScriptedServer(
                        (request, socket, out) -> {
                            arrived.countDown();
                            return socket.getInputStream().read() >= 0;
                        })) {
            InfluxDBClient client = client(server, InfluxDBVersion.V2, true);
            for (int i = 0; i < 100; i++) {
                futures.add(
                        client.write("b", Precision.NS, LINES)
                                .whenComplete((done, failure) -> ends.incrementAndGet()));
            }
            arrived.await();

            client.close();
            futures.add(client.write("b", Precision.NS, LINES));

            for (CompletableFuture<Void> future : futures) {
                assertThat(failure(future).getMessage()).contains("the client is closed");
            }
            assertThat(ends).hasValue(100);
        }
    }

    @Test
    void aFailureToAskForTheVersionFailsTheWrite() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering(503, "");
                InfluxDBClient client = InfluxDBClient.create(TestConnections.to(server).build())) {
            InfluxDBException failure = failure(client.write("b", Precision.NS, LINES));

            assertThat(failure.kind()).isEqualTo(Kind.OVERLOADED);
            assertThat(failure.getMessage()).contains("/ping");
        }
    }

    @Test
    void aSecretThatCannotBeResolvedFailsTheWrite() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering(204, "");
                InfluxDBClient client =
                        InfluxDBClient.create(
                                TestConnections.to(server)
                                        .version(InfluxDBVersion.V2)
                                        .authentication(
                                                Authentication.token("${env:INFLUX_NOT_THERE}"))
                                        .build())) {
            assertThat(failure(client.write("b", Precision.NS, LINES)).getMessage())
                    .contains("INFLUX_NOT_THERE is not set");
        }
    }

    private static InfluxDBClient client(
            ScriptedServer server, InfluxDBVersion version, boolean gzip) {
        return InfluxDBClient.create(
                TestConnections.to(server)
                        .version(version)
                        .organization("my org")
                        .authentication(Authentication.token("abc"))
                        .writeGzip(gzip)
                        .build());
    }

    private static ByteBuffer lines(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static InfluxDBException failure(CompletableFuture<Void> future)
            throws InterruptedException, IOException {
        try {
            future.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return (InfluxDBException) e.getCause();
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError("The future did not end", e);
        }
        throw new AssertionError("The write succeeded");
    }

    @Test
    void anErrorWhileAWriteIsPreparedIsItsEndAndOthersGoOn() throws Exception {
        ByteBuffer lines = lines("m f=1 1\n");
        AtomicInteger sends = new AtomicInteger();
        try (ScriptedServer server = ScriptedServer.answering(204, "");
                InfluxDBClient client = client(server, InfluxDBVersion.V2, true)) {
            CompletableFuture<Void> lost =
                    client.write(
                            "b",
                            Precision.NS,
                            lines,
                            bytes -> {
                                if (sends.incrementAndGet() == 1) {
                                    throw new OutOfMemoryError("no room, says the test");
                                }
                            });

            assertThat(failure(lost)).hasMessageContaining("no room, says the test");
            client.write("b", Precision.NS, lines).get(30, TimeUnit.SECONDS);
        }
    }

    /** As an error on it would, such as a heap without room. */
    private static void endTheIoThread() throws InterruptedException {
        for (Map.Entry<Thread, StackTraceElement[]> thread :
                Thread.getAllStackTraces().entrySet()) {
            boolean isForIo =
                    Stream.of(thread.getValue())
                            .anyMatch(call -> call.getClassName().endsWith("SingleCoreIOReactor"));
            if (isForIo) {
                thread.getKey().interrupt();
                thread.getKey().join();
            }
        }
    }

    @Test
    void anIoThreadThatEndsFailsAWriteAndAnotherIsStarted() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering(204, "");
                InfluxDBClient client = client(server, InfluxDBVersion.V2, true)) {
            client.write("b", Precision.NS, LINES).get(30, TimeUnit.SECONDS);
            endTheIoThread();

            InfluxDBException failure = failure(client.write("b", Precision.NS, LINES));
            assertThat(failure.kind()).isEqualTo(Kind.CONNECTION);

            client.write("b", Precision.NS, LINES).get(30, TimeUnit.SECONDS);
        }
    }
}
