/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.model.TimeRange;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.influxdb.testserver.InfluxDBServer;
import org.apache.flink.connector.influxdb.testserver.ServerKind;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import static org.apache.flink.connector.influxdb.client.ReadSupport.at;
import static org.apache.flink.connector.influxdb.client.ReadSupport.points;
import static org.apache.flink.connector.influxdb.client.ReadSupport.read;
import static org.apache.flink.connector.influxdb.client.ReadSupport.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What only InfluxDB 1.8 has: retention policies, listed shard groups, Flux switched off. */
class V1ReadITCase {

    @RegisterExtension
    static final InfluxDBExtension INFLUXDB = InfluxDBExtension.shared(ServerKind.V1_FLUX);

    private static final long MONDAY = at("2026-01-05T00:00:00Z");
    private static final long DAY = 86_400_000_000_000L;

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
    void testARetentionPolicyIsReadByItsName(QueryLanguage language) throws Exception {
        String second = "it's \\\"second\\\"";
        server.queryInfluxQl(
                bucket,
                "CREATE RETENTION POLICY \""
                        + second
                        + "\" ON \""
                        + bucket
                        + "\" DURATION INF REPLICATION 1 SHARD DURATION 1d");
        String path = bucket + "/it's \"second\"";
        server.writeLineProtocol(bucket, "m f=1 1");
        server.writeLineProtocol(path, "m f=2 " + MONDAY);

        assertThat(values(read(client, points(path, "m", language)), "f")).containsExactly(2.0);
        assertThat(values(read(client, points(bucket, "m", language)), "f")).containsExactly(1.0);
        assertThat(client.shardGroups(path).containing(MONDAY))
                .isEqualTo(new TimeRange(MONDAY, MONDAY + DAY));
    }

    @Test
    void testARetentionPolicyThatIsNotThereIsAnError() {
        server.writeLineProtocol(bucket, "m f=1 1");

        for (QueryLanguage language : List.of(QueryLanguage.FLUX, QueryLanguage.INFLUXQL)) {
            assertThatThrownBy(() -> read(client, points(bucket + "/nope", "m", language)))
                    .isInstanceOf(InfluxDBException.class)
                    .hasMessageContaining("retention policy")
                    .extracting(e -> ((InfluxDBException) e).kind())
                    .isEqualTo(Kind.NOT_FOUND);
        }
        assertThatThrownBy(() -> client.shardGroups(bucket + "/nope"))
                .hasMessageContaining("no retention policy 'nope'");
    }

    @Test
    void testShardGroupsThatThereAreStayWhenTheDurationChanges() throws Exception {
        server.writeLineProtocol(bucket, "m f=1 " + (MONDAY + 2 * DAY));
        server.queryInfluxQl(
                bucket,
                "ALTER RETENTION POLICY \"autogen\" ON \"" + bucket + "\" SHARD DURATION 1d");

        ShardGroups groups = client.shardGroups(bucket);

        assertThat(groups.containing(MONDAY + 5 * DAY))
                .isEqualTo(new TimeRange(MONDAY, MONDAY + 7 * DAY));
        assertThat(groups.containing(MONDAY + 7 * DAY))
                .isEqualTo(new TimeRange(MONDAY + 7 * DAY, MONDAY + 8 * DAY));
        assertThat(groups.containing(MONDAY - 1)).isEqualTo(new TimeRange(MONDAY - DAY, MONDAY));
    }

    @Test
    void testADurationOfTenDaysIsCutOffAtListedGroups() throws Exception {
        String weekly = INFLUXDB.newBucket(Duration.ZERO, Duration.ofDays(7));
        server.writeLineProtocol(weekly, "m f=1 " + MONDAY);
        server.queryInfluxQl(
                weekly,
                "ALTER RETENTION POLICY \"autogen\" ON \"" + weekly + "\" SHARD DURATION 10d");

        TimeRange behind = client.shardGroups(weekly).containing(MONDAY + 7 * DAY);

        assertThat(behind.start()).isEqualTo(MONDAY + 7 * DAY);
        assertThat(behind.stop()).isLessThanOrEqualTo(MONDAY + 17 * DAY);
    }

    @Test
    void testTagsWithTheNamesOfFluxColumnsAreRead() throws Exception {
        server.writeLineProtocol(bucket, "m,_field=a,_value=b,_measurement=c f=1 1");

        InfluxDBRow row = read(client, points(bucket, "m", QueryLanguage.FLUX)).get(0);

        assertThat(row.tags()).isEqualTo(Map.of("_field", "a", "_value", "b", "_measurement", "c"));
        assertThat(row.get("f")).isEqualTo(1.0);
        assertThat(row.measurement()).isEqualTo("m");
    }

    /** As it comes. */
    @Nested
    class FluxOff {

        @RegisterExtension
        static final InfluxDBExtension OFF = InfluxDBExtension.shared(ServerKind.V1);

        @Test
        void testFluxThatIsOffIsAnErrorThatSaysHowToSwitchItOn() {
            String database = OFF.newBucket();
            OFF.server().writeLineProtocol(database, "m f=1 1");

            try (InfluxDBClient off = ReadSupport.client(OFF.server())) {
                assertThatThrownBy(() -> read(off, points(database, "m", QueryLanguage.FLUX)))
                        .isInstanceOf(InfluxDBException.class)
                        .hasMessageContaining("flux-enabled")
                        .hasMessageContaining("influxql")
                        .extracting(e -> ((InfluxDBException) e).kind())
                        .isEqualTo(Kind.FORBIDDEN);
            }
        }
    }
}
