/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.model.TimeRange;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.influxdb.testserver.InfluxDBServer;
import org.apache.flink.connector.influxdb.testserver.ServerKind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import static org.apache.flink.connector.influxdb.client.ReadSupport.at;
import static org.apache.flink.connector.influxdb.client.ReadSupport.field;
import static org.apache.flink.connector.influxdb.client.ReadSupport.points;
import static org.apache.flink.connector.influxdb.client.ReadSupport.read;
import static org.apache.flink.connector.influxdb.client.ReadSupport.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What only InfluxDB 2.x has: mappings, tokens, unsigned integers. */
class V2ReadITCase {

    @RegisterExtension
    static final InfluxDBExtension INFLUXDB = InfluxDBExtension.shared(ServerKind.V2);

    private static final BigInteger MAX_UNSIGNED =
            BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    private static final long MONDAY = at("2026-01-05T00:00:00Z");
    private static final long DAY = 86_400_000_000_000L;
    private static final long WEEK = 7 * DAY;

    private InfluxDBServer server;
    private InfluxDBClient client;
    private String bucket;

    @BeforeEach
    void open() {
        server = INFLUXDB.server();
        client = ReadSupport.client(server);
        bucket = INFLUXDB.newBucket();
    }

    @AfterEach
    void close() {
        client.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"FLUX", "INFLUXQL"})
    void testUnsignedIntegersComeBackExactly(QueryLanguage language) throws Exception {
        server.writeLineProtocol(bucket, "m u=18446744073709551615u 1\nm u=0u 2\nm u=127u 3");

        assertThat(values(read(client, points(bucket, "m", language)), "u"))
                .containsExactly(MAX_UNSIGNED, BigInteger.ZERO, BigInteger.valueOf(127));
    }

    @ParameterizedTest
    @EnumSource(names = {"FLUX", "INFLUXQL"})
    void testAFieldOfAllNumericTypesLosesNothing(QueryLanguage language) throws Exception {
        server.writeLineProtocol(bucket, "m f=-3i " + MONDAY);
        server.writeLineProtocol(bucket, "m f=18446744073709551613u " + (MONDAY + WEEK));
        server.writeLineProtocol(bucket, "m f=1.5 " + (MONDAY + 2 * WEEK));
        server.writeLineProtocol(bucket, "m f=9007199254740993i " + (MONDAY + 3 * WEEK));
        server.writeLineProtocol(bucket, "m f=1e300 " + (MONDAY + 4 * WEEK));
        server.writeLineProtocol(bucket, "m f=\"x\" " + (MONDAY + 5 * WEEK));

        InfluxDBQuery query = points(bucket, "m", language, field("f", ColumnType.FLOAT));

        assertThat(values(read(client, query), "f"))
                .usingElementComparator(ReadSupport::byNumber)
                .containsExactly(
                        -3L,
                        MAX_UNSIGNED.subtract(BigInteger.TWO),
                        1.5,
                        9007199254740993L,
                        1e300,
                        "x");
    }

    @ParameterizedTest
    @EnumSource(names = {"FLUX", "INFLUXQL"})
    void testAFieldThatChangedItsTypeWithinAShardGroupOfTodayLosesNothing(QueryLanguage language)
            throws Exception {
        String daily = INFLUXDB.newBucket(Duration.ZERO, Duration.ofDays(1));
        server.writeLineProtocol(daily, "m f=1.5 " + MONDAY);
        server.writeLineProtocol(daily, "m f=9007199254740993i " + (MONDAY + DAY));
        server.writeLineProtocol(daily, "m f=\"x\" " + (MONDAY + 2 * DAY));
        setShardGroupDuration(daily, Duration.ofDays(7));
        server.writeLineProtocol(daily, "m f=true " + (MONDAY + WEEK));

        TimeRange today = client.shardGroups(daily).containing(MONDAY);

        assertThat(today).isEqualTo(new TimeRange(MONDAY, MONDAY + WEEK));
        assertThat(values(read(client, points(daily, "m", language), today), "f"))
                .containsExactly(1.5, 9007199254740993L, "x");
        assertThat(values(read(client, points(daily, "m", language)), "f"))
                .containsExactly(1.5, 9007199254740993L, "x", true);
    }

    private void setShardGroupDuration(String name, Duration duration) throws Exception {
        JsonNode found = http("GET", "/api/v2/buckets?name=" + name, null);
        http(
                "PATCH",
                "/api/v2/buckets/" + found.path("buckets").path(0).path("id").asText(),
                """
                {"retentionRules": [{"type": "expire", "everySeconds": 0, "shardGroupDurationSeconds": %d}]}
                """
                        .formatted(duration.toSeconds()));
    }

    @ParameterizedTest
    @EnumSource(names = {"FLUX", "INFLUXQL"})
    void testABucketWithASlashIsReadByItsName(QueryLanguage language) throws Exception {
        String slashed = bucket + "/a/b";
        server.createBucket(slashed);
        try {
            server.writeLineProtocol(bucket, "m,other=o f=1 1\nothers f=1 1");
            server.writeLineProtocol(slashed, "m,host=a f=2 1\nn f=3 1");

            List<InfluxDBRow> rows = read(client, points(slashed, "m", language));
            assertThat(values(rows, "f")).containsExactly(2.0);
            assertThat(rows.get(0).tags()).isEqualTo(Map.of("host", "a"));
            assertThat(client.schema(slashed, "m").tags()).containsExactly("host");
            assertThat(client.measurements(slashed)).containsExactlyInAnyOrder("m", "n");
            assertThat(values(read(client, points(bucket, "m", language)), "f"))
                    .containsExactly(1.0);
        } finally {
            server.dropBucket(slashed);
        }
    }

    @Test
    void testMeasurementsAreListedByFluxWhereInfluxQlCannotBeUsed() throws Exception {
        server.writeLineProtocol(bucket, String.join("\n", ReadSupport.ODD_MEASUREMENTS.values()));
        InfluxDBConnectionOptions noInfluxQl =
                InfluxDBConnectionOptions.builder()
                        .url(server.url())
                        .organization(server.organization())
                        .authentication(Authentication.bearer(server.token()))
                        .build();

        try (InfluxDBClient other = InfluxDBClient.create(noInfluxQl)) {
            assertThat(other.measurements(bucket))
                    .containsExactlyInAnyOrderElementsOf(ReadSupport.ODD_MEASUREMENTS.keySet());
        }
    }

    @Test
    void testAMappingThatLeadsElsewhereIsNotFollowed() throws Exception {
        server.writeLineProtocol(bucket, "m f=1 1");
        String other = INFLUXDB.newBucket();
        server.writeLineProtocol(other, "m f=2 1");
        mapName(bucket, other);

        assertThatThrownBy(() -> read(client, points(bucket, "m", QueryLanguage.INFLUXQL)))
                .isInstanceOf(InfluxDBException.class)
                .hasMessageContaining(bucket)
                .hasMessageContaining("read with Flux")
                .extracting(e -> ((InfluxDBException) e).kind())
                .isEqualTo(Kind.UNSUPPORTED);
        assertThat(values(read(client, points(bucket, "m", QueryLanguage.FLUX)), "f"))
                .containsExactly(1.0);
        assertThat(values(read(client, points(other, "m", QueryLanguage.INFLUXQL)), "f"))
                .containsExactly(2.0);
    }

    @Test
    void testWithoutAMappingFluxLearnsTheColumnsFromTheAnswer() throws Exception {
        server.writeLineProtocol(bucket, "m,h=a f=1,g=5i 1\nm,r=b f=2 2");
        mapName(bucket, INFLUXDB.newBucket());

        var rows =
                read(
                        client,
                        points(
                                bucket,
                                "m",
                                QueryLanguage.FLUX,
                                field("g", ColumnType.INTEGER),
                                field("f", ColumnType.FLOAT)));

        assertThat(values(rows, "f")).containsExactly(1.0, 2.0);
        assertThat(values(rows, "g")).containsExactly(5L, null);
        assertThat(values(rows, "h")).containsExactly("a", null);
        assertThat(values(rows, "r")).containsExactly(null, "b");
    }

    /** Takes the name of a bucket, as a database of InfluxQL, for another bucket. */
    private void mapName(String name, String target) throws Exception {
        JsonNode found = http("GET", "/api/v2/buckets?name=" + target, null);
        JsonNode bucketOfTarget = found.path("buckets").path(0);
        String body =
                """
                {"bucketID": "%s", "orgID": "%s", "database": "%s", "retention_policy": "autogen", "default": true}
                """
                        .formatted(
                                bucketOfTarget.path("id").asText(),
                                bucketOfTarget.path("orgID").asText(),
                                name);
        http("POST", "/api/v2/dbrps", body);
    }

    private JsonNode http(String method, String path, String body) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.url() + path))
                        .header("Authorization", "Token " + server.token())
                        .method(
                                method,
                                body == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body))
                        .build();
        HttpResponse<String> response =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
        return new ObjectMapper().readTree(response.body());
    }

    @ParameterizedTest
    @EnumSource(names = {"FLUX", "INFLUXQL"})
    void testATokenThatMayReadTheBucketIsEnough(QueryLanguage language) throws Exception {
        server.writeLineProtocol(bucket, "m f=1 1");

        try (InfluxDBClient reader = ReadSupport.client(server, server.createReadToken(bucket))) {
            assertThat(values(read(reader, points(bucket, "m", language)), "f"))
                    .containsExactly(1.0);
            assertThat(reader.shardGroups(bucket).containing(MONDAY).start()).isEqualTo(MONDAY);
        }
    }

    @Test
    void testATokenThatMayOnlyWriteIsToldSo() {
        server.writeLineProtocol(bucket, "m f=1 1");

        try (InfluxDBClient writer = ReadSupport.client(server, server.createWriteToken(bucket))) {
            for (QueryLanguage language : List.of(QueryLanguage.FLUX, QueryLanguage.INFLUXQL)) {
                assertThatThrownBy(() -> read(writer, points(bucket, "m", language)))
                        .isInstanceOf(InfluxDBException.class)
                        .hasMessageContaining(bucket)
                        .hasMessageContaining("may not read");
            }
        }
    }

    @Test
    void testSmallUnsignedIntegersOfAnOwnQueryAreNumbers() throws Exception {
        server.writeLineProtocol(bucket, "m u=1u 1\nm u=200u 2\nm u=2u 3");
        InfluxDBQuery query =
                new InfluxDBQuery.OfText(bucket, QueryLanguage.INFLUXQL, "SELECT u FROM m");

        assertThat(read(client, query))
                .extracting(row -> row.getLong("u"))
                .containsExactly(1L, 200L, 2L);
    }
}
