/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.testserver;

import org.apache.flink.connector.influxdb.testserver.ServerWay.UnavailableException;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A server named by the environment is taken, passed over or an error, and says why. */
class EnvironmentWayTest {
    private HttpServer server;
    private String url;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    private void serve(String path, int status, String version, String body) {
        server.createContext(
                path,
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    exchange.getResponseHeaders().add("X-Influxdb-Version", version);
                    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
    }

    @Test
    void withoutTheVariableThereIsNoSuchServer() {
        EnvironmentWay way = new EnvironmentWay(Map.of("INFLUXDB_V2_URL", url));

        assertThatThrownBy(() -> way.open(ServerKind.V1))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("INFLUXDB_V1_URL is not set");
    }

    @Test
    void takesAServerOfTwoWithTokenAndOrganization() throws Exception {
        serve("/ping", 204, "v2.7.12", "");
        EnvironmentWay way =
                new EnvironmentWay(
                        Map.of(
                                "INFLUXDB_V2_URL", url + "/",
                                "INFLUXDB_V2_TOKEN", "secret",
                                "INFLUXDB_V2_ORG", "mine"));

        ServerInstance instance = way.open(ServerKind.V2);

        assertThat(instance.url()).isEqualTo(url);
        assertThat(instance.credentials()).isEqualTo(new Credentials("secret", "mine"));
        assertThat(instance.credentials().toString()).doesNotContain("secret");
    }

    @Test
    void findsTheOnlyOrganization() throws Exception {
        serve("/ping", 204, "dev", "");
        serve("/api/v2/orgs", 200, "dev", "{\"orgs\":[{\"id\":\"01\",\"name\":\"found\"}]}");
        EnvironmentWay way =
                new EnvironmentWay(Map.of("INFLUXDB_V2_URL", url, "INFLUXDB_V2_TOKEN", "secret"));

        assertThat(way.open(ServerKind.V2).credentials().organization()).isEqualTo("found");
    }

    @Test
    void asksForTheOrganizationWhereThereAreSeveral() {
        serve("/ping", 204, "v2.9.1", "");
        serve("/api/v2/orgs", 200, "v2.9.1", "{\"orgs\":[{\"name\":\"a\"},{\"name\":\"b\"}]}");
        EnvironmentWay way =
                new EnvironmentWay(Map.of("INFLUXDB_V2_URL", url, "INFLUXDB_V2_TOKEN", "secret"));

        assertThatThrownBy(() -> way.open(ServerKind.V2))
                .isInstanceOf(TestServerException.class)
                .hasMessageContaining("several organizations")
                .hasMessageContaining("INFLUXDB_V2_ORG");
    }

    @Test
    void aMissingTokenIsAnError() {
        serve("/ping", 204, "v2.9.1", "");
        EnvironmentWay way = new EnvironmentWay(Map.of("INFLUXDB_V2_URL", url));

        assertThatThrownBy(() -> way.open(ServerKind.V2))
                .isInstanceOf(TestServerException.class)
                .hasMessageContaining("INFLUXDB_V2_TOKEN");
    }

    @Test
    void aServerOfTheOtherGenerationIsAnError() {
        serve("/ping", 204, "v2.9.1", "");
        EnvironmentWay way = new EnvironmentWay(Map.of("INFLUXDB_V1_URL", url));

        assertThatThrownBy(() -> way.open(ServerKind.V1))
                .isInstanceOf(TestServerException.class)
                .hasMessage("INFLUXDB_V1_URL is " + url + ", which is InfluxDB 2.9.1, not 1.x");
    }

    @Test
    void anAddressWhereNobodyAnswersIsAnError() {
        server.stop(0);
        EnvironmentWay way = new EnvironmentWay(Map.of("INFLUXDB_V1_URL", url));

        assertThatThrownBy(() -> way.open(ServerKind.V1))
                .isInstanceOf(TestServerException.class)
                .hasMessageContaining("INFLUXDB_V1_URL is " + url + ", where no InfluxDB answers");
    }

    @Test
    void aServerWithoutFluxStandsForOnlyOneKind() throws Exception {
        serve("/ping", 204, "1.8.10", "");
        serve("/api/v2/query", 403, "1.8.10", "Flux query service disabled.");
        EnvironmentWay way = new EnvironmentWay(Map.of("INFLUXDB_V1_URL", url));

        assertThat(way.open(ServerKind.V1).url()).isEqualTo(url);
        assertThatThrownBy(() -> way.open(ServerKind.V1_FLUX))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("has Flux switched off");
    }

    @Test
    void aGivenServerIsNotAskedForUsers() {
        EnvironmentWay way = new EnvironmentWay(Map.of("INFLUXDB_V1_URL", url));

        assertThatThrownBy(() -> way.open(ServerKind.V1_AUTH))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("INFLUXDB_V1_URL names a server without users");
    }

    @Test
    void aGivenServerIsNeverDisturbed() throws Exception {
        serve("/ping", 204, "unknown", "");
        serve("/api/v2/query", 200, "unknown", "");
        EnvironmentWay way = new EnvironmentWay(Map.of("INFLUXDB_V1_URL", url));
        ServerInstance instance = way.open(ServerKind.V1_FLUX);

        assertThatThrownBy(instance::kill)
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("Cannot kill the server of INFLUXDB_V1_URL")
                .hasMessageContaining("InfluxDBExtension.dedicated");
    }
}
