/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** A real server dies under a job that writes, and comes back. */
abstract class InfluxDBSinkOutageContract {

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(2)
                            .build());

    private static final int PER_SECOND = 3_000;

    private static final Duration MAX_BACKOFF = Duration.ofSeconds(1);

    abstract InfluxDBExtension influxdb();

    @AfterEach
    void endJobs() throws Exception {
        WriteJob.cancelWhatStillRuns();
    }

    @Test
    void testKilledServerLosesNothingFailsNothingAndCheckpointsGoOn() throws Exception {
        // Given a job that must not restart, whose waiting points fit the buffer
        SinkServer server = new SinkServer(influxdb().server());
        String bucket = influxdb().newBucket();
        long count = 14 * PER_SECOND;
        InfluxDBSink<Long> sink = server.sink(bucket).setRetryMaxBackoff(MAX_BACKOFF).build();
        WriteJob job = WriteJob.start(sink, count, PER_SECOND, 0, 2);
        WriteJob.until(() -> WriteJob.checkpoints() > 10, "checkpoints complete");

        // When the server is killed and started again 10 seconds later
        long arrived = points(server, bucket);
        influxdb().server().kill();
        int before = WriteJob.checkpoints();
        Thread.sleep(10_000);
        int meanwhile = WriteJob.checkpoints() - before;
        influxdb().server().start();
        long back = System.nanoTime();

        // Then checkpoints went on, points arrive within a few backoffs, more than may have while
        // the server was killed, the job runs to its end, and every point is there
        assertThat(meanwhile).isGreaterThanOrEqualTo(10);
        WriteJob.until(() -> points(server, bucket) > arrived + PER_SECOND, "points arrive again");
        assertThat(Duration.ofNanos(System.nanoTime() - back))
                .isLessThan(MAX_BACKOFF.multipliedBy(5));
        job.await();
        assertThat(server.rows(bucket, "SELECT count(number), sum(number) FROM numbers"))
                .containsExactly(
                        List.of(Long.toString(count), Long.toString(count * (count - 1) / 2)));
    }

    private static long points(SinkServer server, String bucket) {
        return server.rows(bucket, "SELECT count(number) FROM numbers").stream()
                .mapToLong(row -> Long.parseLong(row.get(0)))
                .sum();
    }
}
