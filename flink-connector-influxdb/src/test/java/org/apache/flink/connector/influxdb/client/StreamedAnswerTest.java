/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;

import static org.apache.flink.connector.influxdb.client.ScriptedServer.chunk;
import static org.apache.flink.connector.influxdb.client.ScriptedServer.head;
import static org.apache.flink.connector.influxdb.client.ScriptedServer.respond;
import static org.apache.flink.connector.influxdb.client.ScriptedServer.silence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class StreamedAnswerTest {

    private static final String CHUNKED = "Transfer-Encoding: chunked";
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(60);
    // Draining what the endless servers below send would take longer, as would waiting for LONG.
    private static final Duration AT_ONCE = Duration.ofSeconds(10);

    @Test
    void postsAQueryAndStreamsItsAnswer() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering(200, "rows");
                HttpTransport transport = TestConnections.transport(server, LONG, LONG)) {
            QueryRequest request =
                    new QueryRequest(
                            "/api/v2/query",
                            Map.of("org", "my org&é"),
                            "application/json",
                            "{\"é\"}",
                            "application/csv",
                            false,
                            "q");

            assertThat(text(transport.open(request))).isEqualTo("rows");

            ScriptedServer.Request sent = server.lastRequest();
            assertThat(sent.method()).isEqualTo("POST");
            assertThat(sent.target()).isEqualTo("/api/v2/query?org=my%20org%26%C3%A9");
            assertThat(sent.text()).isEqualTo("{\"é\"}");
            assertThat(sent.header("content-type")).startsWith("application/json");
            assertThat(sent.header("accept")).isEqualTo("application/csv");
            assertThat(sent.header("accept-encoding")).isEqualTo("identity");
        }
    }

    @Test
    void getsWithoutABodyBelowABasePath() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering(200, "x");
                HttpTransport transport =
                        new HttpTransport(
                                InfluxDBConnectionOptions.builder()
                                        .url(server.url() + "/influx/")
                                        .authentication(Authentication.token("abc"))
                                        .build())) {
            text(transport.open(query(false)));

            assertThat(server.lastRequest().method()).isEqualTo("GET");
            assertThat(server.lastRequest().target()).isEqualTo("/influx/query");
            assertThat(server.lastRequest().header("authorization")).isEqualTo("Token abc");
        }
    }

    @Test
    void usesOneConnectionForAnswersThatWereReadToTheirEnd() throws Exception {
        byte[] gzip = gzip("rows");
        try (ScriptedServer server =
                        new ScriptedServer(
                                (request, socket, out) -> {
                                    head(out, 200, CHUNKED, "Content-Encoding: gzip");
                                    chunk(out, gzip);
                                    chunk(out, new byte[0]);
                                    return true;
                                });
                HttpTransport transport = TestConnections.transport(server, LONG, LONG)) {
            for (int i = 0; i < 3; i++) {
                try (StreamedAnswer answer = transport.open(query(true))) {
                    assertThat(text(answer)).isEqualTo("rows");
                }
            }

            assertThat(server.connectionCount()).isEqualTo(1);
        }
    }

    @Test
    void closingAnEndlessAnswerTakesNoTimeAndFreesTheReader() throws Exception {
        AtomicLong sent = new AtomicLong();
        CountDownLatch cut = new CountDownLatch(1);
        try (ScriptedServer server = endless(sent, cut);
                HttpTransport transport = TestConnections.transport(server, LONG, LONG)) {
            StreamedAnswer answer = transport.open(query(false));
            byte[] some = answer.body().readNBytes(1 << 20);
            assertThat(some).hasSize(1 << 20);

            long start = System.nanoTime();
            answer.close();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
            // The server finds the connection cut long before it has sent all.
            assertThat(cut.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(sent.get()).isLessThan(1L << 28);
            assertThat(failure(answer.body()).getMessage()).contains("closed on our side");
        }
    }

    @Test
    void closingFreesAReaderThatWaitsInTheBody() throws Exception {
        try (ScriptedServer server =
                        new ScriptedServer(
                                (request, socket, out) -> {
                                    head(out, 200, CHUNKED);
                                    chunk(out, new byte[] {1});
                                    return silence(socket.getInputStream());
                                });
                HttpTransport transport = TestConnections.transport(server, LONG, LONG)) {
            StreamedAnswer answer = transport.open(query(false));
            assertThat(answer.body().read()).isEqualTo(1);
            CompletableFuture<InfluxDBException> reader =
                    CompletableFuture.supplyAsync(() -> failure(answer.body()));

            answer.close();

            assertThat(reader.get(AT_ONCE.toSeconds(), TimeUnit.SECONDS).getMessage())
                    .contains("closed on our side", "the query");
        }
    }

    @Test
    void closingFreesAReaderThatWaitsForTheAnswerToBegin() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        try (ScriptedServer server =
                        new ScriptedServer(
                                (request, socket, out) -> {
                                    arrived.countDown();
                                    return silence(socket.getInputStream());
                                });
                HttpTransport transport = TestConnections.transport(server, LONG, LONG)) {
            StreamedAnswer answer = transport.prepare(query(false));
            CompletableFuture<InfluxDBException> reader =
                    CompletableFuture.supplyAsync(() -> failure(answer.body()));
            arrived.await();

            answer.close();

            assertThat(reader.get(AT_ONCE.toSeconds(), TimeUnit.SECONDS).getMessage())
                    .contains("closed on our side");
        }
    }

    @Test
    void closingTheTransportEndsAllItsAnswers() throws Exception {
        try (ScriptedServer server = endless(new AtomicLong(), new CountDownLatch(1))) {
            HttpTransport transport = TestConnections.transport(server, LONG, LONG);
            StreamedAnswer first = transport.open(query(false));
            StreamedAnswer second = transport.open(query(false));

            transport.close();

            assertThat(failure(first.body()).getMessage()).contains("closed on our side");
            assertThat(failure(second.body()).getMessage()).contains("closed on our side");
            assertThat(openFailure(transport, query(false)).getMessage()).contains("closed");
        }
    }

    @Test
    void aBodyThatIsCutIsIncomplete() throws Exception {
        for (boolean gzip : new boolean[] {false, true}) {
            byte[] part = Arrays.copyOf(gzip ? gzip("many rows") : new byte[] {1, 2, 3, 4}, 12);
            try (ScriptedServer server =
                            new ScriptedServer(
                                    (request, socket, out) -> {
                                        String encoding = gzip ? "gzip" : "identity";
                                        head(out, 200, CHUNKED, "Content-Encoding: " + encoding);
                                        chunk(out, part);
                                        return false;
                                    });
                    HttpTransport transport = TestConnections.transport(server, LONG, LONG)) {
                StreamedAnswer answer = transport.open(query(gzip));

                InfluxDBException failure = failure(answer.body());

                assertThat(failure.kind()).isEqualTo(Kind.INCOMPLETE);
                assertThat(failure.getMessage()).contains("ended before it was complete");
            }
        }
    }

    @Test
    void compressedContentThatEndsBeforeTheBodyIsAnError() throws Exception {
        byte[] gzip = gzip("rows");
        try (ScriptedServer server =
                        new ScriptedServer(
                                (request, socket, out) -> {
                                    head(out, 200, CHUNKED, "Content-Encoding: gzip");
                                    chunk(out, gzip);
                                    // Later, so that the decoder has ended before it comes.
                                    socket.setSoTimeout(200);
                                    silence(socket.getInputStream());
                                    chunk(out, "{\"error\":\"panic\"}".getBytes());
                                    chunk(out, new byte[0]);
                                    return true;
                                });
                HttpTransport transport = TestConnections.transport(server, LONG, LONG)) {
            StreamedAnswer answer = transport.open(query(true));

            assertThat(failure(answer.body()).isTransient()).isTrue();
        }
    }

    @Test
    void silenceBeforeTheAnswerNamesItsOption() throws Exception {
        try (ScriptedServer server =
                        new ScriptedServer(
                                (request, socket, out) -> silence(socket.getInputStream()));
                HttpTransport transport = TestConnections.transport(server, LONG, SHORT)) {
            InfluxDBException failure = openFailure(transport, query(false));

            assertThat(failure.kind()).isEqualTo(Kind.RESPONSE_TIMEOUT);
            assertThat(failure.getMessage())
                    .contains("within 300 ms", "'scan.response.timeout'", "the query");
        }
    }

    @Test
    void silenceWithinTheAnswerNamesItsOption() throws Exception {
        try (ScriptedServer server =
                        new ScriptedServer(
                                (request, socket, out) -> {
                                    head(out, 200, CHUNKED);
                                    chunk(out, new byte[] {1});
                                    return silence(socket.getInputStream());
                                });
                HttpTransport transport = TestConnections.transport(server, SHORT, LONG)) {
            StreamedAnswer answer = transport.open(query(false));

            InfluxDBException failure = failure(answer.body());

            assertThat(failure.kind()).isEqualTo(Kind.CONNECTION);
            assertThat(failure.getMessage())
                    .contains("silent for 300 ms in the middle", "'request.timeout'");
        }
    }

    @Test
    void aRequestTimeoutDoesNotCountBeforeTheAnswerNorForItsWholeLength() throws Exception {
        try (ScriptedServer server =
                        new ScriptedServer(
                                (request, socket, out) -> {
                                    socket.setSoTimeout(1_500);
                                    silence(socket.getInputStream());
                                    head(out, 200, CHUNKED);
                                    socket.setSoTimeout(300);
                                    for (int i = 0; i < 5; i++) {
                                        chunk(out, new byte[] {1});
                                        silence(socket.getInputStream());
                                    }
                                    chunk(out, new byte[0]);
                                    return true;
                                });
                HttpTransport transport =
                        TestConnections.transport(server, Duration.ofSeconds(1), LONG)) {
            assertThat(text(transport.open(query(false)))).hasSize(5);
        }
    }

    @Test
    void neitherFollowsRedirectsNorRepeatsRequests() throws Exception {
        try (ScriptedServer server =
                        ScriptedServer.answering(
                                307, "", "Location: http://u:s3cret@other:1/query?p=s3cret");
                HttpTransport transport = TestConnections.transport(server, LONG, LONG)) {
            InfluxDBException failure = openFailure(transport, query(false));

            assertThat(failure.kind()).isEqualTo(Kind.INVALID);
            assertThat(failure.getMessage())
                    .contains("set 'url' to the server itself, which http://other:1/query")
                    .doesNotContain("s3cret");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void aPageForPeopleIsNoAnswer() throws Exception {
        try (ScriptedServer server =
                        ScriptedServer.answering(
                                200, "<html><b>InfluxDB</b></html>", "Content-Type: text/html");
                HttpTransport transport = TestConnections.transport(server, LONG, LONG)) {
            InfluxDBException failure = openFailure(transport, query(false));

            assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
            assertThat(failure.getMessage()).contains("Server said: InfluxDB.", "check 'url'");
        }
    }

    @Test
    void anEndlessErrorIsReadNoFurtherThanALimit() throws Exception {
        AtomicLong sent = new AtomicLong();
        CountDownLatch cut = new CountDownLatch(1);
        try (ScriptedServer server = endless(500, sent, cut);
                HttpTransport transport = TestConnections.transport(server, LONG, LONG)) {
            assertThat(openFailure(transport, query(false)).kind()).isEqualTo(Kind.SERVER);
            assertThat(cut.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static ScriptedServer endless(AtomicLong sent, CountDownLatch cut) throws IOException {
        return endless(200, sent, cut);
    }

    /** Sends a hundred gigabytes in chunks, unless the connection is cut. */
    private static ScriptedServer endless(int status, AtomicLong sent, CountDownLatch cut)
            throws IOException {
        byte[] block = new byte[1 << 16];
        return new ScriptedServer(
                (request, socket, out) -> {
                    try {
                        head(out, status, CHUNKED);
                        for (int i = 0; i < 100 << 14; i++) {
                            chunk(out, block);
                            sent.addAndGet(block.length);
                        }
                        return respond(out, 200, "");
                    } finally {
                        cut.countDown();
                    }
                });
    }

    private static QueryRequest query(boolean gzip) {
        return new QueryRequest("/query", Map.of(), null, null, "*/*", gzip, "the query");
    }

    private static String text(StreamedAnswer answer) throws IOException {
        return new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static InfluxDBException failure(InputStream body) {
        return catchThrowableOfType(InfluxDBException.class, body::readAllBytes);
    }

    private static InfluxDBException openFailure(HttpTransport transport, QueryRequest request) {
        return catchThrowableOfType(InfluxDBException.class, () -> transport.open(request));
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
