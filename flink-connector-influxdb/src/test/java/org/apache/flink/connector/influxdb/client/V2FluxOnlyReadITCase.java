/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.model.TimeRange;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.influxdb.testserver.ServerKind;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;

import static org.apache.flink.connector.influxdb.client.ReadSupport.at;
import static org.apache.flink.connector.influxdb.client.ReadSupport.points;
import static org.apache.flink.connector.influxdb.client.ReadSupport.read;
import static org.apache.flink.connector.influxdb.client.ReadSupport.values;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reads of InfluxDB 2.x where it does not tell the schema: {@code /query} does not take a token of
 * the scheme Bearer.
 */
class V2FluxOnlyReadITCase {

    @RegisterExtension
    static final InfluxDBExtension INFLUXDB = InfluxDBExtension.shared(ServerKind.V2);

    private static final long NOON = at("2026-01-05T12:00:00Z");
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final long HOUR = 60 * MINUTE;

    private InfluxDBClient client;
    private String bucket;

    @BeforeEach
    void open() {
        client =
                InfluxDBClient.create(
                        InfluxDBConnectionOptions.builder()
                                .url(INFLUXDB.server().url())
                                .organization(INFLUXDB.server().organization())
                                .authentication(Authentication.bearer(INFLUXDB.server().token()))
                                .build());
        bucket = INFLUXDB.newBucket(Duration.ZERO, Duration.ofHours(1));
    }

    @AfterEach
    void close() {
        client.close();
    }

    private InfluxDBQuery.OfMeasurement query() {
        return points(bucket, "m", QueryLanguage.AUTO);
    }

    /** A type per hour: what Flux would read in one go ends before the second. */
    private void writePointsOfChangingType() {
        INFLUXDB.server().writeLineProtocol(bucket, "m,h=a f=1.5 " + (NOON - MINUTE));
        INFLUXDB.server().writeLineProtocol(bucket, "m,h=a f=9007199254740993i " + NOON);
        INFLUXDB.server().writeLineProtocol(bucket, "m,h=a f=7i " + (NOON + HOUR - 1));
        INFLUXDB.server().writeLineProtocol(bucket, "m,h=a f=\"x\" " + (NOON + HOUR));
    }

    @Test
    void testAFieldThatChangesItsTypeWithinTheRangeIsReadWhole() throws Exception {
        writePointsOfChangingType();

        TimeRange range = new TimeRange(NOON - 2 * MINUTE, NOON + HOUR + MINUTE);

        assertThat(values(read(client, query(), range), "f"))
                .containsExactly(1.5, 9007199254740993L, 7L, "x");
    }

    @Test
    void testAllTimeIsReadWithoutARequestForEachShardGroupThatThereMightBe() throws Exception {
        writePointsOfChangingType();

        assertThat(values(read(client, query()), "f"))
                .containsExactly(1.5, 9007199254740993L, 7L, "x");
    }
}
