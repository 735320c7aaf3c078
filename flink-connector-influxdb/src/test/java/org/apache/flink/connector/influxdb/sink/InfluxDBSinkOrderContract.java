/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** Points that are overwritten in a job, on a real server behind a network that breaks. */
abstract class InfluxDBSinkOrderContract {

    private static final int KEYS = 7;

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(1)
                            .build());

    abstract InfluxDBExtension influxdb();

    @AfterEach
    void endJobs() throws Exception {
        WriteJob.cancelWhatStillRuns();
    }

    @Test
    void testLastValueOfEachPointWinsHoweverTheNetworkBreaks() throws Exception {
        // Given few keys with many values, and a network that breaks a third of the first requests
        SinkServer server = new SinkServer(influxdb().server());
        String bucket = influxdb().newBucket();
        long count = 20_000;
        Random random = new Random(1);
        AtomicInteger cuts = new AtomicInteger(4);
        FaultProxy.Fate[] faults = FaultProxy.Fate.values();
        try (FaultProxy proxy =
                new FaultProxy(
                        influxdb().server().url(),
                        () -> {
                            synchronized (random) {
                                if (random.nextInt(3) > 0) {
                                    return FaultProxy.Fate.PASS;
                                }
                                FaultProxy.Fate fate = faults[random.nextInt(faults.length)];
                                boolean isCut =
                                        fate == FaultProxy.Fate.CUT_ANSWER
                                                || fate == FaultProxy.Fate.CUT_REQUEST;
                                return isCut && cuts.getAndDecrement() <= 0
                                        ? FaultProxy.Fate.REFUSE
                                        : fate;
                            }
                        })) {
            InfluxDBSink<Long> sink =
                    server.sink(bucket)
                            .setConnection(server.connection().url(proxy.url()).build())
                            .setSerializer(
                                    InfluxDBSerializationSchema.of(
                                            number ->
                                                    Point.measurement("overwritten")
                                                            .tag("host", "k" + number % KEYS)
                                                            .field("number", number)
                                                            .time(1)))
                            .setMaxBatchSize(200)
                            .setMaxTimeInBuffer(Duration.ofMillis(100))
                            .setRetryMaxBackoff(Duration.ofMillis(300))
                            // The proxy hands nothing on that lands after its client was cut off.
                            .setServerWriteTimeout(Duration.ofSeconds(1))
                            .build();

            WriteJob.start(sink, count, 1e9).await();
        }

        // Then the last of each key is there
        assertThat(cuts).hasNonPositiveValue();
        List<List<String>> expected =
                IntStream.range(0, KEYS)
                        .mapToObj(
                                key -> {
                                    long last = (count - 1 - key) / KEYS * KEYS + key;
                                    return List.of("k" + key, Long.toString(last));
                                })
                        .toList();
        assertThat(server.rows(bucket, "SELECT host, number FROM overwritten"))
                .containsExactlyInAnyOrderElementsOf(expected);
    }
}
