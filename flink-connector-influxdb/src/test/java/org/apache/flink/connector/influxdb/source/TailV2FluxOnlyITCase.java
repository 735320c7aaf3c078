/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.client.Authentication;
import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.influxdb.testserver.ServerKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/** A tail of InfluxDB 2.x where it does not tell the schema. */
class TailV2FluxOnlyITCase {

    @RegisterExtension
    static final InfluxDBExtension INFLUXDB = InfluxDBExtension.shared(ServerKind.V2);

    /** Long enough for each round to reach over the bound of a shard group. */
    private static final TailOptions OPTIONS =
            new TailOptions(
                    Duration.ofMillis(1),
                    Duration.ZERO,
                    Duration.ofHours(3),
                    Duration.ofMillis(1),
                    1_000);

    private static InfluxDBClient client() {
        return InfluxDBClient.create(
                InfluxDBConnectionOptions.builder()
                        .url(INFLUXDB.server().url())
                        .organization(INFLUXDB.server().organization())
                        .authentication(Authentication.bearer(INFLUXDB.server().token()))
                        .build());
    }

    /** What one round of the tail reads. */
    private static List<Object> round(Reading tail) throws Exception {
        List<SplitElement> elements = new ArrayList<>();
        while (elements.isEmpty()
                || !(elements.get(elements.size() - 1) instanceof SplitElement.RoundEnd)) {
            tail.read(elements, () -> false);
        }
        return elements.stream()
                .filter(SplitElement.Row.class::isInstance)
                .map(element -> ((SplitElement.Row) element).row().get("f"))
                .toList();
    }

    @Test
    void testAFieldThatChangesItsTypeWithinTheWindowIsReadWhole() throws Exception {
        String bucket = INFLUXDB.newBucket(Duration.ZERO, Duration.ofHours(1));
        long hour = EpochNanos.of(Instant.now().truncatedTo(ChronoUnit.HOURS).minusSeconds(3600));
        INFLUXDB.server().writeLineProtocol(bucket, "cpu f=1.5 " + (hour - 1));
        INFLUXDB.server().writeLineProtocol(bucket, "cpu f=2i " + hour);
        INFLUXDB.server().writeLineProtocol(bucket, "cpu f=3i " + (hour + 1));
        InfluxDBQuery query =
                new InfluxDBQuery.OfMeasurement(
                        bucket, "cpu", List.of(), List.of(), QueryLanguage.AUTO);
        RetryOptions retry = new RetryOptions(2, Duration.ofMillis(1), Duration.ofMillis(1));
        InfluxDBSplit split = InfluxDBSplit.tail("cpu", hour - Duration.ofMinutes(30).toNanos());

        try (InfluxDBClient client = client();
                Reading tail =
                        new Readings(
                                        query,
                                        client,
                                        new ReadOptions(retry, OPTIONS, 2),
                                        new Random(1),
                                        System::nanoTime,
                                        new ReadMetrics())
                                .open(split)) {
            List<Object> isNew = round(tail);
            INFLUXDB.server().writeLineProtocol(bucket, "cpu,h=late f=4i " + (hour + 2));
            List<Object> again = round(tail);
            for (int i = 0; i < 100 && again.size() < 4; i++) {
                again = round(tail); // Rounds of the new part may come first.
            }

            assertThat(isNew).containsExactly(1.5, 2L, 3L);
            assertThat(again).containsExactlyInAnyOrder(1.5, 2L, 3L, 4L);
        }
    }
}
