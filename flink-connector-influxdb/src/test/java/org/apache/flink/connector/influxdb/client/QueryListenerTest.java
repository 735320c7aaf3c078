/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

import static org.apache.flink.connector.influxdb.client.ScriptedServer.chunk;
import static org.apache.flink.connector.influxdb.client.ScriptedServer.head;
import static org.apache.flink.connector.influxdb.client.ScriptedServer.respond;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class QueryListenerTest {

    private final Recorded listener = new Recorded();

    /** Writes down what it hears; bytes are added up. */
    private static final class Recorded implements QueryListener, QueryListener.Answer {
        private final List<String> events = new ArrayList<>();
        private int bytes;

        @Override
        public Answer sent() {
            events.add("sent");
            return this;
        }

        @Override
        public void begins() {
            events.add("begins");
        }

        @Override
        public void received(int count) {
            bytes += count;
        }
    }

    private void read(ScriptedServer server, boolean gzip) throws IOException {
        try (HttpTransport transport =
                new HttpTransport(
                        TestConnections.to(server).build(),
                        ClientEnvironment.ofProcess(),
                        listener)) {
            QueryRequest request =
                    new QueryRequest("/query", Map.of(), null, null, "*/*", gzip, "the query");
            transport.open(request).body().readAllBytes();
        }
    }

    @Test
    void hearsOfTheAnswerAndItsBytes() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering(200, "0123456789")) {
            read(server, false);
        }

        assertThat(listener.events).containsExactly("sent", "begins");
        assertThat(listener.bytes).isEqualTo(10);
    }

    @Test
    void hearsOfBytesAsTheyWereSentWithoutTheFramesOfHttp() throws Exception {
        byte[] gzip = gzip("a".repeat(100_000));
        try (ScriptedServer server =
                new ScriptedServer(
                        (request, socket, out) -> {
                            head(out, 200, "Transfer-Encoding: chunked", "Content-Encoding: gzip");
                            chunk(out, gzip);
                            chunk(out, new byte[0]);
                            return true;
                        })) {
            read(server, true);
        }

        assertThat(listener.bytes).isEqualTo(gzip.length).isLessThan(1000);
    }

    @Test
    void hearsOfNoAnswerWhereTheServerRefuses() throws Exception {
        try (ScriptedServer server =
                new ScriptedServer((request, socket, out) -> respond(out, 500, "no"))) {
            assertThatThrownBy(() -> read(server, false)).hasMessageContaining("500");
        }

        assertThat(listener.events).containsExactly("sent");
        assertThat(listener.bytes).isZero();
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
