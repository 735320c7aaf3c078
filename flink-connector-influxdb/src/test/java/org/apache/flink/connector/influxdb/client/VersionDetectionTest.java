/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

import static org.apache.flink.connector.influxdb.model.InfluxDBVersion.V1;
import static org.apache.flink.connector.influxdb.model.InfluxDBVersion.V2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class VersionDetectionTest {

    private static final String V3_BODY =
            "{\"product_name\":\"InfluxDB 3 Core\",\"version\":\"3.6.0\",\"revision\":\"x\"}";

    @ParameterizedTest
    @CsvSource({
        "1.8.10, OSS, 1.8.10, V1",
        "1.11.8, ENT, 1.11.8, V1",
        "v2.0.4, OSS, 2.0.4, V2",
        "2.9.1, OSS, 2.9.1, V2",
        "unknown, OSS, unknown, V1",
        "dev, OSS, dev, V2",
        "nightly, cloud2, nightly, V2"
    })
    void knowsServersByTheirHeaders(
            String version, String build, String text, InfluxDBVersion generation)
            throws Exception {
        assertThat(server(204, "", "X-Influxdb-Version: " + version, "X-Influxdb-Build: " + build))
                .isEqualTo(new ServerInfo(generation, text, build));
    }

    @Test
    void takesTheFirstOfSeveralValues() throws Exception {
        ServerInfo info =
                server(
                        204,
                        "",
                        "X-Influxdb-Version: v2.3.0",
                        "X-Influxdb-Build: OSS",
                        "X-Influxdb-Build: oss2");

        assertThat(info).isEqualTo(new ServerInfo(V2, "2.3.0", "OSS"));
    }

    @Test
    void tellsGenerationsApartThatDoNotSayTheirVersion() throws Exception {
        assertThat(server(204, "", "X-Influxdb-Build: OSS", "Request-Id: 1").version())
                .isEqualTo(V1);
        assertThat(server(204, "", "X-Influxdb-Build: OSS").version()).isEqualTo(V2);
        assertThat(server(204, "", "X-Influxdb-Version: abc", "Request-Id: 1").version())
                .isEqualTo(V1);
    }

    @Test
    void knowsAServerThatRefusesUs() throws Exception {
        String body = "{\"error\":\"unable to parse authentication credentials\"}";

        assertThat(server(401, body, "X-Influxdb-Version: 1.8.10").version()).isEqualTo(V1);
    }

    @Test
    void refusesInfluxDB3ByName() {
        for (InfluxDBException failure :
                new InfluxDBException[] {
                    failure(200, V3_BODY, "X-Influxdb-Version: 3.6.0", "X-Influxdb-Build: Core"),
                    failure(200, V3_BODY)
                }) {
            assertThat(failure.kind()).isEqualTo(Kind.UNSUPPORTED);
            assertThat(failure.getMessage())
                    .contains("InfluxDB 3.x (version 3.6.0)", "InfluxDB 1.8 and 2.x");
        }
        String body = "{\"error\": \"the request was not authenticated\"}";
        assertThat(failure(401, body, "cluster-uuid: x").getMessage()).contains("InfluxDB 3.x");
    }

    @Test
    void saysSoIfItIsNoInfluxDB() {
        assertThat(failure(200, "<html>hello</html>", "Content-Type: text/html").getMessage())
                .contains("does not say which InfluxDB it is", "Check 'url'");
        assertThat(failure(204, "").kind()).isEqualTo(Kind.MALFORMED);
        assertThat(failure(404, "<html>Not Found</html>", "Content-Type: text/html").getMessage())
                .contains("HTTP status 404", "Server said: Not Found", "check 'url'");
        assertThat(failure(401, "", "Server: nginx").kind()).isEqualTo(Kind.UNAUTHENTICATED);
        assertThat(failure(503, "").isTransient()).isTrue();
    }

    @Test
    void asksOnceAndRemembersButNotAFailure() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (ScriptedServer server =
                        new ScriptedServer(
                                (request, socket, out) ->
                                        asked.incrementAndGet() == 1
                                                ? ScriptedServer.respond(out, 503, "")
                                                : ScriptedServer.respond(
                                                        out,
                                                        204,
                                                        "",
                                                        "X-Influxdb-Version: 1.8.10"));
                InfluxDBClient client = InfluxDBClient.create(TestConnections.to(server).build())) {
            assertThat(catchThrowableOfType(InfluxDBException.class, client::server).status())
                    .isEqualTo(503);

            assertThat(client.server().version()).isEqualTo(V1);
            assertThat(client.server().version()).isEqualTo(V1);

            assertThat(asked).hasValue(2);
            assertThat(server.lastRequest().method()).isEqualTo("GET");
            assertThat(server.lastRequest().target()).isEqualTo("/ping");
        }
    }

    @Test
    void doesNotAskForAGivenVersion() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering(500, "");
                InfluxDBClient client =
                        InfluxDBClient.create(TestConnections.to(server).version(V2).build())) {
            assertThat(client.server().version()).isEqualTo(V2);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void asksForTheServersClockAnew() throws Exception {
        AtomicInteger second = new AtomicInteger();
        try (ScriptedServer server =
                        new ScriptedServer(
                                (request, socket, out) ->
                                        ScriptedServer.respond(
                                                out,
                                                204,
                                                "",
                                                "Date: Sat, 21 Nov 2026 08:00:0"
                                                        + second.incrementAndGet()
                                                        + " GMT"));
                InfluxDBClient client = InfluxDBClient.create(TestConnections.to(server).build())) {
            assertThat(client.serverTime()).isEqualTo(Instant.parse("2026-11-21T08:00:01Z"));
            assertThat(client.serverTime()).isEqualTo(Instant.parse("2026-11-21T08:00:02Z"));
        }
    }

    @Test
    void saysSoIfTheClockIsUnknown() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering(204, "");
                InfluxDBClient client = InfluxDBClient.create(TestConnections.to(server).build())) {
            assertThat(catchThrowableOfType(InfluxDBException.class, client::serverTime))
                    .hasMessageContaining("no usable header Date");
        }
    }

    private static ServerInfo server(int status, String body, String... headers)
            throws IOException {
        try (ScriptedServer server = ScriptedServer.answering(status, body, headers);
                InfluxDBClient client = InfluxDBClient.create(TestConnections.to(server).build())) {
            return client.server();
        }
    }

    private static InfluxDBException failure(int status, String body, String... headers) {
        return catchThrowableOfType(InfluxDBException.class, () -> server(status, body, headers));
    }
}
