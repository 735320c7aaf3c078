/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;
import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.model.TimeRange;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the client asks, and what it makes of answers that real servers give only now and then. */
class QueriesTest {

    private record Answer(int status, byte[] body) {}

    /** What ids of buckets look like. */
    private static final String ID = "0123456789abcdef";

    private final Map<String, Answer> answers = new LinkedHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    String asked =
                            exchange.getRequestURI()
                                    + " "
                                    + URLDecoder.decode(
                                            new String(exchange.getRequestBody().readAllBytes()),
                                            StandardCharsets.UTF_8);
                    this.asked.add(asked);
                    Answer answer =
                            answers.entrySet().stream()
                                    .filter(known -> asked.contains(known.getKey()))
                                    .map(Map.Entry::getValue)
                                    .findFirst()
                                    .orElse(new Answer(599, asked.getBytes()));
                    exchange.sendResponseHeaders(answer.status(), answer.body().length);
                    exchange.getResponseBody().write(answer.body());
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private void given(String asked, int status, String body) {
        answers.put(asked, new Answer(status, body.getBytes(StandardCharsets.UTF_8)));
    }

    private InfluxDBClient client(InfluxDBVersion version) {
        return InfluxDBClient.create(
                InfluxDBConnectionOptions.builder()
                        .url("http://localhost:" + server.getAddress().getPort())
                        .organization("o")
                        .version(version)
                        .build());
    }

    private static byte[] retentionPolicies() throws IOException {
        MessageBufferPacker out = MessagePack.newDefaultBufferPacker();
        out.packMapHeader(1).packString("results").packArrayHeader(1).packMapHeader(1);
        out.packString("series").packArrayHeader(1).packMapHeader(2);
        out.packString("columns").packArrayHeader(3);
        out.packString("name").packString("shardGroupDuration").packString("default");
        out.packString("values").packArrayHeader(1).packArrayHeader(3);
        out.packString("autogen").packString("24h0m0s").packBoolean(true);
        return out.toByteArray();
    }

    @Test
    void testWhoMayNotListShardGroupsGetsComputedOnes() throws Exception {
        answers.put("SHOW RETENTION POLICIES ON \"db\"", new Answer(200, retentionPolicies()));
        given(
                "SHOW SHARD GROUPS",
                403,
                "{\"error\":\"error authorizing query: u not authorized\"}");

        try (InfluxDBClient client = client(InfluxDBVersion.V1)) {
            assertThat(client.shardGroups("db").containing(1))
                    .isEqualTo(new TimeRange(0, 86_400_000_000_000L));
        }
    }

    @Test
    void testWhoMayNotSeeTheBucketGetsShardGroupsOfADay() throws Exception {
        given("/api/v2/buckets", 200, "{\"buckets\": []}");

        try (InfluxDBClient client = client(InfluxDBVersion.V2)) {
            assertThat(client.shardGroups("b").containing(1))
                    .isEqualTo(new TimeRange(0, 86_400_000_000_000L));
        }
    }

    @ParameterizedTest
    @CsvSource({"404, not found", "200, '{\"buckets\": []}'"})
    void testABucketIsFoundByItsIdIfNoneHasThatName(int status, String answer) throws Exception {
        given("/api/v2/buckets?name", status, answer);
        given(
                "/api/v2/buckets?id=" + ID,
                200,
                "{\"buckets\": [{\"id\": \""
                        + ID
                        + "\", \"name\": \"b\", \"retentionRules\": [{\"everySeconds\": 7200}]}]}");

        try (InfluxDBClient client = client(InfluxDBVersion.V2)) {
            assertThat(client.retention(ID).seconds()).isEqualTo(7_200);
        }
    }

    @ParameterizedTest
    @CsvSource({ID + ", 2", "b, 1"})
    void testOnlyWhatLooksLikeAnIdIsAskedForAsOne(String bucket, int questions) {
        given("/api/v2/buckets", 404, "{\"code\":\"not found\",\"message\":\"bucket not found\"}");

        try (InfluxDBClient client = client(InfluxDBVersion.V2)) {
            assertThatThrownBy(() -> client.retention(bucket))
                    .hasMessageContaining("bucket not found")
                    .hasMessageContaining("Correct 'bucket'");
        }
        assertThat(asked).hasSize(questions);
    }

    @Test
    void testAPageInPlaceOfBucketsIsRefused() {
        given("/api/v2/buckets", 200, "<html>Sign in</html>");

        try (InfluxDBClient client = client(InfluxDBVersion.V2)) {
            assertThatThrownBy(() -> client.schema("b", "m"))
                    .isInstanceOf(InfluxDBException.class)
                    .hasMessageContaining("bucket 'b'")
                    .extracting(e -> ((InfluxDBException) e).kind())
                    .isEqualTo(Kind.MALFORMED);
        }
    }

    @Test
    void testWithoutAMappingTheLanguageOfChoiceIsFluxAndMappingsAreAskedForOnce() throws Exception {
        given(
                "/api/v2/buckets",
                200,
                "{\"buckets\": [{\"id\": \"1\", \"orgID\": \"2\", \"name\": \"b\"}]}");
        given("/api/v2/dbrps", 200, "{\"content\": []}");

        try (InfluxDBClient client = client(InfluxDBVersion.V2)) {
            for (int i = 0; i < 3; i++) {
                assertChosen(client, FluxCursor.class);
            }
        }
        assertThat(asked).filteredOn(uri -> uri.contains("/api/v2/dbrps")).hasSize(1);
    }

    @Test
    void testWhereInfluxQlFindsNoMappingTheLanguageOfChoiceIsFlux() throws Exception {
        givenAMappedBucket();
        given(
                "SHOW FIELD KEYS",
                404,
                "{\"code\":\"not found\",\"message\":\"no dbrp mapping found\"}");

        try (InfluxDBClient client = client(InfluxDBVersion.V2)) {
            assertChosen(client, FluxCursor.class);
        }
    }

    @Test
    void testWhereInfluxQlIsForbiddenTheLanguageOfChoiceIsFlux() throws Exception {
        givenAMappedBucket();
        given("SHOW FIELD KEYS", 401, "{\"code\":\"unauthorized\",\"message\":\"no\"}");

        try (InfluxDBClient client = client(InfluxDBVersion.V2)) {
            assertChosen(client, FluxCursor.class);
        }
    }

    @Test
    void testAFaultThatPassesDoesNotDecideTheLanguage() {
        givenAMappedBucket();
        given("SHOW FIELD KEYS", 503, "");

        try (InfluxDBClient client = client(InfluxDBVersion.V2)) {
            assertThatThrownBy(() -> assertChosen(client, FluxCursor.class))
                    .isInstanceOf(InfluxDBException.class)
                    .extracting(e -> ((InfluxDBException) e).kind())
                    .isEqualTo(Kind.OVERLOADED);
        }
    }

    @Test
    void testTheFetchSizeIsTheSizeOfAChunk() throws Exception {
        try (InfluxDBClient client = client(InfluxDBVersion.V1)) {
            InfluxDBQuery query =
                    new InfluxDBQuery.OfText("db", QueryLanguage.INFLUXQL, "SELECT 1", "", 77);
            assertThatThrownBy(() -> ReadSupport.read(client, query))
                    .hasMessageContaining("chunk_size=77");
        }
    }

    private void givenAMappedBucket() {
        given(
                "/api/v2/buckets",
                200,
                "{\"buckets\": [{\"id\": \"1\", \"orgID\": \"2\", \"name\": \"b\"}]}");
        given(
                "/api/v2/dbrps",
                200,
                "{\"content\": [{\"database\": \"b\", \"retention_policy\": \"autogen\","
                        + " \"bucketID\": \"1\", \"virtual\": false}]}");
    }

    private static void assertChosen(InfluxDBClient client, Class<? extends RowCursor> cursor)
            throws InfluxDBException {
        try (RowCursor chosen =
                client.query(
                        ReadSupport.points("b", "m", QueryLanguage.AUTO), new TimeRange(0, 9))) {
            assertThat(chosen).isInstanceOf(cursor);
        }
    }
}
