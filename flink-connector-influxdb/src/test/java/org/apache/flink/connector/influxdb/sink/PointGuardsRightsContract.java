/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.client.Authentication;
import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.testutils.logging.LoggerAuditingExtension;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.event.Level;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** The same on servers that tell only those who may read. */
abstract class PointGuardsRightsContract extends PointGuardsContract {

    @RegisterExtension
    final LoggerAuditingExtension log =
            new LoggerAuditingExtension(PointGuards.class.getPackageName(), Level.WARN);

    @Test
    void testWhoMayOnlyWriteWritesWithoutGuardsAndIsToldSoOnce() throws Exception {
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
                        Point.measurement("another").field("f", true).time(2),
                        Point.measurement("a third").field("f", true).time(2),
                        point(3).field("f", "text"));

        // Then the server itself decided
        assertThat(rejected)
                .singleElement()
                .satisfies(letter -> assertThat(letter.status()).isIn(400, 422));
        assertThat(server().rows(bucket, "SELECT f FROM m"))
                .containsExactly(List.of("1.5"), List.of("2.5"));
        assertThat(task.gauge(SinkMetric.TYPE_GUARD_OFF)).isEqualTo(1);
        assertThat(task.gauge(SinkMetric.RETENTION_GUARD_OFF)).isEqualTo(1);
        assertThat(log.getMessages())
                .filteredOn(message -> message.contains("guard"))
                .satisfiesExactly(
                        message -> assertThat(message).contains("guard of retention is off"),
                        message -> assertThat(message).contains("(sink.type-guard) is off"));
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
