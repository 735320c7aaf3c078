/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.model.TimeRange;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.influxdb.testserver.InfluxDBServer;
import org.apache.flink.connector.influxdb.testserver.ServerKind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;

import static org.apache.flink.connector.influxdb.client.ReadSupport.drain;
import static org.apache.flink.connector.influxdb.client.ReadSupport.points;
import static org.apache.flink.connector.influxdb.client.ReadSupport.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** In which language InfluxDB 2.x is asked, if the client may choose. */
class V2AutoLanguageITCase {

    @RegisterExtension
    static final InfluxDBExtension INFLUXDB = InfluxDBExtension.shared(ServerKind.V2);

    private InfluxDBServer server;
    private String bucket;

    @BeforeEach
    void writePoints() {
        server = INFLUXDB.server();
        bucket = INFLUXDB.newBucket();
        server.writeLineProtocol(bucket, "m,h=a f=1 1\nm,h=b f=2 2");
    }

    private void assertReads(InfluxDBClient client, Class<? extends RowCursor> cursorOfLanguage)
            throws InfluxDBException {
        try (RowCursor cursor =
                client.query(points(bucket, "m", QueryLanguage.AUTO), new TimeRange(1, 10))) {
            assertThat(cursor).isInstanceOf(cursorOfLanguage);
            List<InfluxDBRow> rows = drain(cursor);
            assertThat(values(rows, "f")).containsExactly(1.0, 2.0);
            assertThat(values(rows, "h")).containsExactly("a", "b");
        }
    }

    @Test
    void testBucketIsReadInInfluxQlByItsVirtualMapping() throws Exception {
        try (InfluxDBClient client = ReadSupport.client(server)) {
            assertReads(client, InfluxQlCursor.class);
        }
    }

    @Test
    void testBucketWhoseMappingIsShadowedIsReadInFlux() throws Exception {
        mapName(bucket, INFLUXDB.newBucket());

        try (InfluxDBClient client = ReadSupport.client(server)) {
            assertReads(client, FluxCursor.class);
            assertReads(client, FluxCursor.class);
        }
    }

    @Test
    void testAuthenticationThatInfluxQlDoesNotTakeIsReadInFlux() throws Exception {
        InfluxDBConnectionOptions options =
                InfluxDBConnectionOptions.builder()
                        .url(server.url())
                        .organization(server.organization())
                        .authentication(Authentication.bearer(server.token()))
                        .build();

        try (InfluxDBClient client = InfluxDBClient.create(options)) {
            assertReads(client, FluxCursor.class);
        }
    }

    @Test
    void testMeasurementThatIsNotThereIsEmpty() throws Exception {
        try (InfluxDBClient client = ReadSupport.client(server)) {
            assertThat(ReadSupport.read(client, points(bucket, "no", QueryLanguage.AUTO)))
                    .isEmpty();
            assertThat(
                            client.census(points(bucket, "no", QueryLanguage.AUTO))
                                    .extent(TimeRange.ALL))
                    .isEqualTo(Optional.empty());
        }
    }

    @Test
    void testBucketThatIsNotThereIsAnError() {
        try (InfluxDBClient client = ReadSupport.client(server)) {
            assertThatThrownBy(
                            () ->
                                    ReadSupport.read(
                                            client, points("no_such", "m", QueryLanguage.AUTO)))
                    .isInstanceOf(InfluxDBException.class)
                    .hasMessageContaining("no_such")
                    .extracting(e -> ((InfluxDBException) e).kind())
                    .isEqualTo(InfluxDBException.Kind.NOT_FOUND);
        }
    }

    /** Takes the name of a bucket, as a database of InfluxQL, for another bucket. */
    private void mapName(String name, String target) throws Exception {
        JsonNode found = http("GET", "/api/v2/buckets?name=" + target, "").path("buckets").path(0);
        http(
                "POST",
                "/api/v2/dbrps",
                """
                {"bucketID": "%s", "orgID": "%s", "database": "%s", "retention_policy": "autogen", "default": true}
                """
                        .formatted(found.path("id").asText(), found.path("orgID").asText(), name));
    }

    private JsonNode http(String method, String path, String body) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.url() + path))
                        .header("Authorization", "Token " + server.token())
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        HttpResponse<String> response =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
        return new ObjectMapper().readTree(response.body());
    }
}
