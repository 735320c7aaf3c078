/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

/** Whole jobs against a server in this process that goes away, falls silent, refuses. */
class InfluxDBSinkJobTest {

    /** How long the server is away; what waits then fits the buffer up to 80 seconds. */
    private static final int OUTAGE_SECONDS = Integer.getInteger("influxdb.test.outage", 4);

    private static final int PER_SECOND = 600;

    private static final Duration MAX_BACKOFF = Duration.ofSeconds(1);

    /** What a busy machine may take for what is done at once. */
    private static final Duration SLACK = Duration.ofSeconds(3);

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(2)
                            .build());

    /** Where handlers in jobs, which are copies, put what they are given. */
    private static volatile List<DeadLetter> LETTERS;

    private final FaultServer server = new FaultServer();

    @BeforeEach
    void startServer() throws IOException {
        server.start();
    }

    @AfterEach
    void stopServer() throws Exception {
        try {
            WriteJob.cancelWhatStillRuns();
        } finally {
            server.close();
        }
    }

    private InfluxDBSinkBuilder<Long> sink() {
        return InfluxDBSink.<Long>builder()
                .setConnection(
                        InfluxDBConnectionOptions.builder()
                                .url(server.url())
                                .organization("org")
                                .requestTimeout(Duration.ofSeconds(1))
                                .build())
                .setBucket("metrics")
                .setSerializer(InfluxDBSerializationSchema.of(WriteJob::point))
                .setMaxBatchSize(500)
                .setMaxInFlightRequests(2)
                .setMaxTimeInBuffer(Duration.ofMillis(100))
                .setRetryMaxBackoff(MAX_BACKOFF);
    }

    @Test
    void testCheckpointsGoOnWhileTheServerIsAwayAndAllPointsArrive() throws Exception {
        int count = PER_SECOND * (OUTAGE_SECONDS + 4);
        WriteJob job = WriteJob.start(sink().build(), count, PER_SECOND);
        WriteJob.until(() -> server.lines().size() > 1_000, "points arrive");

        // When the server is away for longer than all requests that may be under way could bridge
        server.stop();
        int before = WriteJob.checkpoints();
        Thread.sleep(OUTAGE_SECONDS * 1_000L);
        int meanwhile = WriteJob.checkpoints() - before;
        int arrived = server.lines().size();
        long back = System.nanoTime();
        server.start();

        // Then checkpoints went on, the first points arrive within one backoff, and all in the end
        assertThat(meanwhile).isGreaterThan(OUTAGE_SECONDS);
        WriteJob.until(() -> server.lines().size() > arrived, "points arrive again");
        assertThat(Duration.ofNanos(System.nanoTime() - back)).isLessThan(MAX_BACKOFF.plus(SLACK));
        job.await();
        assertThat(server.lines()).hasSize(count);
        assertThat(server.largestBatch()).isEqualTo(500);
    }

    @Test
    void testSilentServerHoldsACheckpointForOneRequestTimeout() throws Exception {
        WriteJob job = WriteJob.start(sink().build(), 15_000, 3_000);
        WriteJob.until(() -> server.lines().size() > 1_000, "points arrive");

        server.fallSilent();
        int before = WriteJob.checkpoints();
        Thread.sleep(5_000);
        int meanwhile = WriteJob.checkpoints() - before;
        server.speak();

        assertThat(meanwhile).isGreaterThanOrEqualTo(2);
        job.await();
        assertThat(server.lines()).hasSize(15_000);
    }

    @Test
    void testFullBufferHoldsTheJobAndLosesNothing() throws Exception {
        WriteJob job = WriteJob.start(sink().setMaxBufferedRequests(1_000).build(), 12_000, 3_000);
        WriteJob.until(() -> server.lines().size() > 1_000, "points arrive");

        server.stop();
        Thread.sleep(3_000);
        server.start();

        job.await();
        assertThat(server.lines()).hasSize(12_000);
    }

    @Test
    void testBusyServerIsAskedAgain() throws Exception {
        server.answerWith(503);
        WriteJob job = WriteJob.start(sink().build(), 5_000, 1_250);
        WriteJob.until(() -> WriteJob.checkpoints() > 1, "checkpoints complete");
        assertThat(server.lines()).isEmpty();

        server.answerWith(204);

        job.await();
        assertThat(server.lines()).hasSize(5_000);
    }

    @Test
    void testPointWithWhichTheServerFailsIsFoundWhileAllOthersLand() throws Exception {
        server.failWith("number=4321i");
        List<DeadLetter> letters = new CopyOnWriteArrayList<>();
        LETTERS = letters;

        WriteJob.start(
                        sink().setRetryMaxBackoff(Duration.ofMillis(200))
                                .setDeadLetterHandler(letter -> LETTERS.add(letter))
                                .build(),
                        10_000,
                        5_000)
                .await();

        assertThat(letters)
                .extracting(DeadLetter::lineProtocol, DeadLetter::category, DeadLetter::status)
                .containsExactly(
                        tuple(
                                "numbers,host=h1 number=4321i 1700000004321000000",
                                DeadLetter.Category.MALFORMED,
                                500));
        assertThat(server.lines()).hasSize(9_999);
    }

    @Test
    void testWaitingPointsSurviveAFailureOfTheJob() throws Exception {
        // Given points that wait for a busy server, and a job that fails and is restored meanwhile
        server.answerWith(503);
        WriteJob job = WriteJob.start(sink().build(), 36_000, 3_000, 1, 2);
        WriteJob.until(() -> WriteJob.checkpoints() > 10, "checkpoints complete");
        assertThat(WriteJob.hasFailed()).isTrue();

        server.answerWith(204);

        job.await();
        assertThat(server.lines()).hasSize(36_000);
    }

    @Test
    void testCancelledJobEndsInAMomentAlthoughTheServerIsSilent() throws Exception {
        // Given a request that may stay silent for minutes, for which a record waits, or a
        // checkpoint: whichever came first
        server.fallSilent();
        InfluxDBConnectionOptions patient =
                InfluxDBConnectionOptions.builder()
                        .url(server.url())
                        .organization("org")
                        .requestTimeout(Duration.ofMinutes(10))
                        .build();
        WriteJob job =
                WriteJob.start(
                        sink().setConnection(patient).setMaxBufferedRequests(500).build(),
                        1_000_000,
                        1e9);
        WriteJob.until(() -> server.waiting() >= 1, "a request waits");

        Duration time = job.cancel();

        assertThat(time).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void testJobThatNobodyAnswersFailsAtItsStart() throws Exception {
        server.stop();

        WriteJob job = WriteJob.start(sink().build(), 1_000_000, 1_000);

        assertThatThrownBy(job::await)
                .hasStackTraceContaining(server.url())
                .hasStackTraceContaining("'url'");
    }
}
