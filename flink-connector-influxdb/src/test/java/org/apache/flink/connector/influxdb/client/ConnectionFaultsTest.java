/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** The same faults of reads and writes, which go through different clients. */
class ConnectionFaultsTest {

    private static final QueryRequest QUERY =
            new QueryRequest("/query", Map.of(), null, null, "*/*", false, "the query");

    @Test
    void aHostThatDnsDoesNotKnow() {
        assertFault("http://influxdb.invalid:8086", Kind.CONNECTION, "unknown to DNS", "'url'");
    }

    @Test
    void aPortWhereNobodyListens() throws Exception {
        assertFault(
                ScriptedServer.goneUrl(), Kind.CONNECTION, "is the server running? Check 'url'");
    }

    @Test
    void somethingThatSpeaksNoHttp() throws Exception {
        try (ScriptedServer server =
                new ScriptedServer(
                        (request, socket, out) -> {
                            out.write(
                                    "220 mail.example ESMTP\r\n"
                                            .repeat(2000)
                                            .getBytes(StandardCharsets.US_ASCII));
                            return false;
                        })) {
            assertFault(server.url(), Kind.MALFORMED, "is no HTTP", "check 'url'");
        }
    }

    @Test
    void aServerThatHangsUpWithoutAnAnswer() throws Exception {
        try (ScriptedServer server = new ScriptedServer((request, socket, out) -> false)) {
            assertFault(server.url(), Kind.CONNECTION, "failed at " + server.url());
        }
    }

    /** Reads only: the client for writes has a parser of its own that cannot be watched. */
    @Test
    void aConnectionThatEndsInTheHeadOfTheAnswer() throws Exception {
        byte[] head =
                "HTTP/1.1 200 OK\r\nX-Influxdb-Version: 2.9.1\r\nContent-Length: 0\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII);
        AtomicInteger length = new AtomicInteger();
        try (ScriptedServer server =
                        new ScriptedServer(
                                (request, socket, out) -> {
                                    out.write(head, 0, length.get());
                                    return false;
                                });
                HttpTransport transport = new HttpTransport(options(server.url()))) {
            while (length.incrementAndGet() < head.length) {
                assertThat(
                                catchThrowableOfType(
                                                InfluxDBException.class,
                                                () -> transport.open(QUERY))
                                        .kind())
                        .as("cut after %s bytes", length)
                        .isEqualTo(Kind.CONNECTION);
            }
        }
    }

    private static InfluxDBConnectionOptions options(String url) {
        return InfluxDBConnectionOptions.builder()
                .url(url)
                .version(InfluxDBVersion.V2)
                .authentication(Authentication.token("s3cret"))
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    private static void assertFault(String url, Kind kind, String... texts) {
        InfluxDBConnectionOptions options = options(url);
        try (HttpTransport transport = new HttpTransport(options);
                InfluxDBClient client = InfluxDBClient.create(options)) {
            InfluxDBException read =
                    catchThrowableOfType(InfluxDBException.class, () -> transport.open(QUERY));
            InfluxDBException write =
                    (InfluxDBException)
                            catchThrowableOfType(
                                            ExecutionException.class,
                                            () ->
                                                    client.write(
                                                                    "b",
                                                                    Precision.NS,
                                                                    ByteBuffer.allocate(0))
                                                            .get())
                                    .getCause();
            for (InfluxDBException failure : new InfluxDBException[] {read, write}) {
                assertThat(failure.kind()).isEqualTo(kind);
                assertThat(failure).hasMessageContainingAll(texts);
                assertThat(failure).hasMessageNotContaining("s3cret");
            }
            assertThat(read).hasMessageContaining("(the query)");
            assertThat(write).hasMessageContaining("(bucket 'b')");
        }
    }
}
