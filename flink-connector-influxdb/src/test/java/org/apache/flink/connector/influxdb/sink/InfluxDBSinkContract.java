/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.connector.influxdb.client.Precision;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the sink promises on a real server of any version. */
abstract class InfluxDBSinkContract {

    static final double AT_ONCE = 1e9;

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(2)
                            .build());

    abstract InfluxDBExtension influxdb();

    @AfterEach
    void endJobs() throws Exception {
        WriteJob.cancelWhatStillRuns();
    }

    SinkServer server() {
        return new SinkServer(influxdb().server());
    }

    @Test
    void testEveryPointLandsOnce() throws Exception {
        String bucket = influxdb().newBucket();
        long count = 200_000;

        WriteJob.start(server().sink(bucket).build(), count, AT_ONCE, 0, 2).await();

        assertThat(server().rows(bucket, "SELECT count(number), sum(number) FROM numbers"))
                .containsExactly(
                        List.of(Long.toString(count), Long.toString(count * (count - 1) / 2)));
    }

    @Test
    void testEveryPointLandsOnceAlthoughTheJobFailsInBetween() throws Exception {
        String bucket = influxdb().newBucket();
        long count = 20_000;

        WriteJob.start(server().sink(bucket).build(), count, 5_000, 3, 2).await();

        assertThat(WriteJob.hasFailed()).isTrue();
        assertThat(server().rows(bucket, "SELECT count(number), sum(number) FROM numbers"))
                .containsExactly(
                        List.of(Long.toString(count), Long.toString(count * (count - 1) / 2)));
    }

    @Test
    void testRecordsChooseTheirBuckets() throws Exception {
        String own = influxdb().newBucket();
        String even = influxdb().newBucket();
        String odd = influxdb().newBucket();

        WriteJob.start(
                        server().sink(own)
                                .setBucketSelector(
                                        number -> number < 10 ? null : number % 2 == 0 ? even : odd)
                                .build(),
                        10_000,
                        AT_ONCE)
                .await();

        String count = "SELECT count(number) FROM numbers";
        assertThat(server().rows(own, count)).containsExactly(List.of("10"));
        assertThat(server().rows(even, count)).containsExactly(List.of("4995"));
        assertThat(server().rows(odd, count)).containsExactly(List.of("4995"));
    }

    @Test
    void testMissingBucketOfARecordFailsTheJobWithTheServersWords() throws Exception {
        String own = influxdb().newBucket();

        WriteJob job =
                WriteJob.start(
                        server().sink(own)
                                .setBucketSelector(number -> number < 500 ? null : "no such bucket")
                                .build(),
                        1_000,
                        AT_ONCE);

        assertThatThrownBy(job::await)
                .hasStackTraceContaining("to bucket 'no such bucket' failed")
                .hasStackTraceContaining("not found")
                .hasStackTraceContaining("Correct 'bucket'");
        assertThat(server().rows(own, "SELECT count(number) FROM numbers"))
                .containsExactly(List.of("500"));
    }

    @Test
    void testTimesAreRoundedDownToThePrecision() throws Exception {
        String bucket = influxdb().newBucket();

        WriteJob.start(server().sink(bucket).setPrecision(Precision.S).build(), 2_000, AT_ONCE)
                .await();

        assertThat(
                        server().rows(
                                        bucket,
                                        "SELECT last(number) FROM numbers WHERE host = 'h3' AND"
                                                + " time = 1700000001000000000"))
                .containsExactly(List.of("1993"));
        assertThat(server().rows(bucket, "SELECT count(number) FROM numbers"))
                .containsExactly(List.of("20"));
    }

    @Test
    void testUncompressedWritesLandToo() throws Exception {
        String bucket = influxdb().newBucket();
        InfluxDBConnectionOptions plain = server().connection().writeGzip(false).build();

        WriteJob.start(server().sink(bucket).setConnection(plain).build(), 1_000, AT_ONCE).await();

        assertThat(server().rows(bucket, "SELECT count(number) FROM numbers"))
                .containsExactly(List.of("1000"));
    }

    @Test
    void testFieldTypeConflictFailsTheJobWithTheServersWords() throws Exception {
        String bucket = influxdb().newBucket();
        influxdb()
                .server()
                .writeLineProtocol(bucket, "numbers,host=h0 number=\"text\" 1700000000000000000");

        WriteJob job =
                WriteJob.start(
                        server().sink(bucket).setTypeGuard(TypeGuard.OFF).build(), 1_000, AT_ONCE);

        assertThatThrownBy(job::await)
                .hasStackTraceContaining(
                        "The server refuses a point for bucket '" + bucket + "' (type-conflict)")
                .hasStackTraceContaining("field type conflict")
                .hasStackTraceContaining("sink.on-error is 'fail'")
                .hasStackTraceContaining("The point: numbers,host=h");
    }

    @Test
    void testRefusedPointsBecomeDeadLettersBeforeTheJobEnds(@TempDir Path folder) throws Exception {
        // Given a point of another type in the week of all that follow, and a job that restarts
        String bucket = influxdb().newBucket();
        influxdb()
                .server()
                .writeLineProtocol(bucket, "numbers,host=h0 number=0i 1700000000000000000");
        InfluxDBSink<Long> sink =
                server().sink(bucket)
                        .setSerializer(
                                InfluxDBSerializationSchema.of(
                                        number ->
                                                number % 1_000 == 7
                                                        ? WriteJob.point(number)
                                                                .field("number", "text")
                                                        : WriteJob.point(number)))
                        .setTypeGuard(TypeGuard.OFF)
                        .setDeadLetterHandler(DeadLetterHandler.files(folder.toUri().toString()))
                        .build();

        WriteJob.start(sink, 20_000, 10_000, 1, 2).await();

        // Then each of them is in a file at least once, and all others are in the bucket
        Set<String> dead = new TreeSet<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                for (String line : Files.readAllLines(file)) {
                    dead.add(new ObjectMapper().readTree(line).get("line").asText());
                }
            }
        }
        assertThat(dead).hasSize(20).allMatch(line -> line.contains("number=\"text\""));
        assertThat(server().rows(bucket, "SELECT count(number) FROM numbers"))
                .containsExactly(List.of("19980"));
    }

    @Test
    void testWrongUrlFailsTheJobWithWhatToCheck() throws Exception {
        InfluxDBConnectionOptions wrong = server().connection().url("http://localhost:1").build();

        WriteJob job =
                WriteJob.start(server().sink("any").setConnection(wrong).build(), 1, AT_ONCE);

        assertThatThrownBy(job::await)
                .hasStackTraceContaining("http://localhost:1")
                .hasStackTraceContaining("is the server running? Check 'url'");
    }
}
