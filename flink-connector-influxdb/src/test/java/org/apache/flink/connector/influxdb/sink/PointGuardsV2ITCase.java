/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.client.Authentication;
import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.influxdb.testserver.ServerKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class PointGuardsV2ITCase extends PointGuardsContract {

    @RegisterExtension
    static final InfluxDBExtension INFLUXDB = InfluxDBExtension.shared(ServerKind.V2);

    @Override
    InfluxDBExtension influxdb() {
        return INFLUXDB;
    }

    @Test
    void testTokenThatMayOnlyWriteSwitchesTheGuardsOffAndWritesOn() throws Exception {
        String bucket = influxdb().newBucket();
        influxdb().server().writeLineProtocol(bucket, "m f=1.5 1");
        String token = influxdb().server().createWriteToken(bucket);
        Authentication mayWrite = Authentication.token(token);

        List<DeadLetter> rejected =
                write(
                        sink(bucket)
                                .setConnection(
                                        server().connection().authentication(mayWrite).build()),
                        point(2).field("f", 2.5),
                        point(3).field("f", "text"));

        // Then the server itself decided
        assertThat(rejected)
                .singleElement()
                .satisfies(letter -> assertThat(letter.status()).isEqualTo(422));
        assertThat(server().rows(bucket, "SELECT f FROM m"))
                .containsExactly(List.of("1.5"), List.of("2.5"));
        assertThat(task.gauge(SinkMetric.TYPE_GUARD_OFF)).isEqualTo(1);
        assertThat(task.gauge(SinkMetric.RETENTION_GUARD_OFF)).isEqualTo(1);
    }

    @Test
    void testRightToReadTheBucketIsAllThatTheGuardsNeed() throws Exception {
        String bucket = influxdb().newBucket();
        influxdb().server().writeLineProtocol(bucket, "m f=1.5 1");
        Authentication mayRead = Authentication.token(influxdb().server().createReadToken(bucket));

        try (InfluxDBClient client =
                InfluxDBClient.create(server().connection().authentication(mayRead).build())) {
            assertThat(client.schema(bucket, "m").fields()).containsOnlyKeys("f");
            assertThat(client.retention(bucket).shardGroupSeconds()).isPositive();
        }
    }
}
