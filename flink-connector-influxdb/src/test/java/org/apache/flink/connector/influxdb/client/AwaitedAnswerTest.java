/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

import static org.apache.flink.connector.influxdb.client.ScriptedServer.chunk;
import static org.apache.flink.connector.influxdb.client.ScriptedServer.head;
import static org.apache.flink.connector.influxdb.client.ScriptedServer.silence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** A server that sends the head of its answer before it runs the query, as 1.8 does. */
class AwaitedAnswerTest {

    private static final String CHUNKED = "Transfer-Encoding: chunked";
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(60);

    private static byte[] read(HttpTransport transport, boolean gzip) throws IOException {
        QueryRequest query =
                new QueryRequest("/query", Map.of(), null, null, "*/*", gzip, "the query");
        try (StreamedAnswer answer = transport.open(query)) {
            return answer.body().readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void testSilenceBehindTheHeadIsThatBeforeAnAnswer(boolean gzip) throws Exception {
        String encoding = gzip ? "Content-Encoding: gzip" : "X-Encoding: none";
        try (ScriptedServer server =
                        new ScriptedServer(
                                (request, socket, out) -> {
                                    head(out, 200, CHUNKED, encoding);
                                    return silence(socket.getInputStream());
                                });
                HttpTransport transport = TestConnections.transport(server, LONG, SHORT)) {
            InfluxDBException failure =
                    catchThrowableOfType(InfluxDBException.class, () -> read(transport, gzip));

            assertThat(failure.kind()).isEqualTo(Kind.RESPONSE_TIMEOUT);
            assertThat(failure)
                    .hasMessageContainingAll(
                            "within 300 ms", "'scan.response.timeout'", "'scan.split.max-rows'");
        }
    }

    @Test
    void testARequestTimeoutDoesNotCountBetweenHeadAndBody() throws Exception {
        try (ScriptedServer server =
                        new ScriptedServer(
                                (request, socket, out) -> {
                                    head(out, 200, CHUNKED);
                                    socket.setSoTimeout(600);
                                    silence(socket.getInputStream());
                                    chunk(out, new byte[] {1});
                                    chunk(out, new byte[0]);
                                    return true;
                                });
                HttpTransport transport = TestConnections.transport(server, SHORT, LONG)) {
            assertThat(read(transport, false)).containsExactly(1);
        }
    }
}
