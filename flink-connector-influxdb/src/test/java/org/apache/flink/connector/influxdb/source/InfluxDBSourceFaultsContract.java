/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.common.JobStatus;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.influxdb.testserver.InfluxDBServer;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What reading promises when the job fails, the server dies, or the user gives up. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class InfluxDBSourceFaultsContract {

    @RegisterExtension
    static final MiniClusterExtension FLINK =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(4)
                            .build());

    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

    /** More than all buffers between server and job hold, so that a read is open for long. */
    private static final int POINTS = 200_000;

    /** Enough where it is the job that fails. */
    private static final int HALF = POINTS / 2;

    /** Enough for a query that takes the server long. */
    private static final int QUARTER = POINTS / 4;

    private static final int HOSTS = 10;

    private String bucket;

    abstract InfluxDBExtension influxdb();

    /** One field and a long tag; ten hosts have a point at each instant. */
    @BeforeAll
    void fill() {
        InfluxDBServer server = influxdb().server();
        bucket = influxdb().newBucket();
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < POINTS; i++) {
            lines.append("cpu,host=a-host-with-a-name-that-is-quite-long-")
                    .append(i % HOSTS)
                    .append(" f=")
                    .append(i)
                    .append("i ")
                    .append(time(i))
                    .append('\n');
            if (i % 20_000 == 19_999) {
                server.writeLineProtocol(bucket, lines.toString());
                lines.setLength(0);
            }
        }
    }

    private static long time(int point) {
        return START.toEpochMilli() * 1_000_000L + point / HOSTS * 1_000_000L;
    }

    @BeforeEach
    void forgetTheLastJob() {
        Disturbance.reset();
    }

    private InfluxDBSourceBuilder<Point> source() {
        return SourceJobs.points(influxdb().server(), bucket)
                .setStartingTime(TimeBounds.at(START))
                .setBounded(TimeBounds.at(START.plus(Duration.ofDays(1))));
    }

    /** The first so many points. */
    private InfluxDBSourceBuilder<Point> source(int points) {
        return source().setBounded(TimeBounds.at(START.plusMillis(points / HOSTS)));
    }

    private static InfluxDBSource<Point> measurement(
            InfluxDBSourceBuilder<Point> source, QueryLanguage language) {
        return source.setMeasurement("cpu").setQueryLanguage(language).build();
    }

    private static InfluxDBSource<Point> ownQuery(
            InfluxDBSourceBuilder<Point> source, QueryLanguage language) {
        String text =
                language == QueryLanguage.FLUX
                        ? "from(bucket: v.defaultBucket)"
                                + " |> range(start: v.timeRangeStart, stop: v.timeRangeStop)"
                                + " |> filter(fn: (r) => r._measurement == \"cpu\")"
                        : "SELECT * FROM cpu WHERE $timeFilter";
        return source.setQuery(language, text).build();
    }

    private static List<Long> values(List<Long> read) {
        return read.stream().sorted().collect(Collectors.toList());
    }

    private static List<Long> values(int points) {
        return LongStream.range(0, points).boxed().toList();
    }

    @ParameterizedTest
    @EnumSource(
            value = QueryLanguage.class,
            names = {"INFLUXQL", "FLUX"})
    void testJobThatFailsWithinASplitSeesEachRowOnce(QueryLanguage language) throws Exception {
        List<Long> read =
                SourceJobs.collect(
                        SourceJobs.stream(
                                        SourceJobs.recoveringEnvironment(1),
                                        measurement(source(HALF), language))
                                .map(new Disturbance.FailOnceAfterACheckpoint()));

        assertThat(Disturbance.hasHappened()).isTrue();
        assertThat(values(read)).isEqualTo(values(HALF));
    }

    @ParameterizedTest
    @EnumSource(
            value = QueryLanguage.class,
            names = {"INFLUXQL", "FLUX"})
    void testJobThatFailsWithinAQueryOfOnesOwnSeesEachRowOnce(QueryLanguage language)
            throws Exception {
        List<Long> read =
                SourceJobs.collect(
                        SourceJobs.stream(
                                        SourceJobs.recoveringEnvironment(1),
                                        ownQuery(source(HALF), language))
                                .map(new Disturbance.FailOnceAfterACheckpoint()));

        assertThat(Disturbance.hasHappened()).isTrue();
        assertThat(values(read)).isEqualTo(values(HALF));
    }

    /** Its answer is another each time that it is asked for. */
    private InfluxDBSource<Point> fickleQuery(QueryResume resume) {
        String text =
                "from(bucket: v.defaultBucket)"
                        + " |> range(start: v.timeRangeStart, stop: v.timeRangeStop)"
                        + " |> filter(fn: (r) => r._measurement == \"cpu\")"
                        + " |> map(fn: (r) => ({r with asked: string(v: now())}))";
        return source(QUARTER).setQuery(QueryLanguage.FLUX, text).setQueryResume(resume).build();
    }

    @Test
    void testQueryOfOnesOwnWithAnotherAnswerBeginsAnewIfItMay() throws Exception {
        List<Long> read =
                SourceJobs.collect(
                        SourceJobs.stream(
                                        SourceJobs.recoveringEnvironment(1),
                                        fickleQuery(QueryResume.RESTART))
                                .map(new Disturbance.FailOnceAfterACheckpoint()));

        assertThat(Disturbance.hasHappened()).isTrue();
        assertThat(read).hasSizeGreaterThan(QUARTER);
        assertThat(values(read.stream().distinct().toList())).isEqualTo(values(QUARTER));
    }

    @Test
    void testQueryOfOnesOwnWithAnotherAnswerFailsTheJobElse() {
        assertThatThrownBy(
                        () ->
                                SourceJobs.collect(
                                        SourceJobs.stream(
                                                        SourceJobs.recoveringEnvironment(1),
                                                        fickleQuery(QueryResume.FAIL))
                                                .map(new Disturbance.FailOnceAfterACheckpoint())))
                .hasStackTraceContaining("The answer changed while it was read")
                .hasStackTraceContaining("setQueryResume(RESTART)");
    }

    @Test
    void testJobThatFailsWithManySplitsAndReadersSeesEachRowOnce() throws Exception {
        InfluxDBSource<Point> source =
                source(HALF).setMeasurement("cpu").setSplitMaxRows(7_000).build();

        List<Long> read =
                SourceJobs.collect(
                        SourceJobs.stream(SourceJobs.recoveringEnvironment(3), source)
                                .map(new Disturbance.FailOnceAfterACheckpoint()));

        assertThat(Disturbance.hasHappened()).isTrue();
        assertThat(values(read)).isEqualTo(values(HALF));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void testServerThatIsKilledAndComesBackLosesNoRowAndFailsNoJob(boolean withFlux)
            throws Exception {
        InfluxDBServer server = influxdb().server();
        CompletableFuture<Void> restart =
                CompletableFuture.runAsync(
                        () -> {
                            Disturbance.awaitRecords();
                            server.kill();
                            Disturbance.letGo();
                            // The job meets the dead server before it comes back.
                            assertThat(Disturbance.recordsWhenSilent()).isLessThan(POINTS);
                            server.start();
                        });

        List<Long> read =
                SourceJobs.collect(
                        SourceJobs.stream(
                                        SourceJobs.environment(1),
                                        withFlux
                                                ? ownQuery(source(), QueryLanguage.FLUX)
                                                : measurement(source(), QueryLanguage.INFLUXQL))
                                .map(new Disturbance.HoldAfterSomeRecords()));

        restart.get(1, TimeUnit.MINUTES);
        assertThat(values(read)).isEqualTo(values(POINTS));
    }

    @Test
    void testJobThatPlansOnASilentServerIsCancelledInAMoment() throws Exception {
        InfluxDBServer server = influxdb().server();
        StreamExecutionEnvironment environment = SourceJobs.environment(1);
        SourceJobs.stream(environment, measurement(source(), QueryLanguage.INFLUXQL))
                .sinkTo(new DiscardingSink<>());
        server.suspend();
        try {
            JobClient job = environment.executeAsync("to be cancelled");
            Disturbance.awaitThread("SourceCoordinator-Source: influxdb-worker");

            cancel(job);

            Disturbance.awaitNoThread("SourceCoordinator-Source: influxdb");
        } finally {
            server.resume();
        }
    }

    @Test
    void testJobThatWaitsForASilentServerIsCancelledInAMoment() throws Exception {
        InfluxDBServer server = influxdb().server();
        StreamExecutionEnvironment environment = SourceJobs.environment(1);
        SourceJobs.stream(environment, measurement(source(), QueryLanguage.INFLUXQL))
                .map(new Disturbance.HoldAfterSomeRecords())
                .sinkTo(new DiscardingSink<>());
        JobClient job = environment.executeAsync("to be cancelled");
        Disturbance.awaitRecords();
        server.suspend();
        try {
            Disturbance.letGo();
            assertThat(Disturbance.recordsWhenSilent()).isLessThan(POINTS);

            cancel(job);

            Disturbance.awaitNoThread("Source Data Fetcher");
        } finally {
            server.resume();
        }
    }

    private static void cancel(JobClient job) throws Exception {
        long start = System.nanoTime();
        job.cancel().get(30, TimeUnit.SECONDS);
        while (job.getJobStatus().get(30, TimeUnit.SECONDS) != JobStatus.CANCELED) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }
}
