/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.model.InfluxDBVersion;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Points that are written, overwritten and deleted in a job, on a real server. */
abstract class InfluxDBSinkDeleteContract {

    private static final int KEYS = 7;
    private static final int TIMES = 3;

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

    /** Runs of numbers that delete follow runs that write. */
    private static boolean deletes(long number) {
        return number / 60 % 3 == 2;
    }

    private static long key(long number) {
        return number * 31 % KEYS;
    }

    private static long time(long number) {
        return 1 + number * 17 % TIMES;
    }

    private static Point point(long number) {
        return Point.measurement("m")
                .tag("host", "k" + key(number))
                .field("number", number)
                .time(time(number));
    }

    @Test
    void testPointsAreThereOrDeletedAsWasSaidLast() throws Exception {
        // Given a server that is busy now and then, and a job that fails once
        SinkServer server = new SinkServer(influxdb().server());
        String bucket = influxdb().newBucket();
        long count = 1_220;
        Random random = new Random(1);
        try (FaultProxy proxy =
                new FaultProxy(
                        influxdb().server().url(),
                        () -> {
                            synchronized (random) {
                                return random.nextInt(5) > 0
                                        ? FaultProxy.Fate.PASS
                                        : FaultProxy.Fate.REFUSE;
                            }
                        })) {
            InfluxDBSink<Long> sink =
                    server.sink(bucket)
                            .setConnection(server.connection().url(proxy.url()).build())
                            .setSerializer(
                                    InfluxDBSerializationSchema.of(
                                            InfluxDBSinkDeleteContract::point))
                            .setDeleteSelector(InfluxDBSinkDeleteContract::deletes)
                            .setMaxBatchSize(100)
                            .setMaxTimeInBuffer(Duration.ofMillis(100))
                            .setRetryInitialBackoff(Duration.ofMillis(10))
                            .setRetryMaxBackoff(Duration.ofMillis(50))
                            .build();

            WriteJob.start(sink, count, 300, 1, 1).await();
        }

        Map<String, List<String>> expected = new TreeMap<>();
        for (long number = 0; number < count; number++) {
            String identity = key(number) + " " + time(number);
            if (deletes(number)) {
                expected.remove(identity);
            } else {
                expected.put(identity, List.of("k" + key(number), Long.toString(number)));
            }
        }
        assertThat(WriteJob.hasFailed()).isTrue();
        assertThat(expected).hasSizeBetween(1, KEYS * TIMES);
        assertThat(server.rows(bucket, "SELECT host, number FROM m"))
                .containsExactlyInAnyOrderElementsOf(expected.values());
    }

    @Test
    void testPointThatWouldTakeOthersWithItIsNamedOrDeletedAlone() throws Exception {
        SinkServer server = new SinkServer(influxdb().server());
        String bucket = influxdb().newBucket();
        influxdb()
                .server()
                .writeLineProtocol(bucket, "m,host=k0,more=x number=7i 1\nm,host=k0 number=8i 1");

        WriteJob job =
                WriteJob.start(
                        server.sink(bucket)
                                .setSerializer(
                                        InfluxDBSerializationSchema.of(
                                                InfluxDBSinkDeleteContract::point))
                                .setDeleteSelector(number -> true)
                                .build(),
                        1,
                        1e9);

        if (server.version() == InfluxDBVersion.V1) {
            job.await();
            assertThat(server.rows(bucket, "SELECT number FROM m")).containsExactly(List.of("7"));
        } else {
            assertThatThrownBy(job::await)
                    .hasStackTraceContaining("(not-representable)")
                    .hasStackTraceContaining("{host=k0, more=x}")
                    .hasStackTraceContaining("DELETE m,host=k0 1");
            assertThat(server.rows(bucket, "SELECT number FROM m")).hasSize(2);
        }
    }
}
