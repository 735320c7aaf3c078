/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.connector.influxdb.client.Precision;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;

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

        WriteJob.start(server().sink(bucket).build(), count, 10_000, 3, 2).await();

        assertThat(WriteJob.hasFailed()).isTrue();
        assertThat(server().rows(bucket, "SELECT count(number), sum(number) FROM numbers"))
                .containsExactly(
                        List.of(Long.toString(count), Long.toString(count * (count - 1) / 2)));
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

        WriteJob job = WriteJob.start(server().sink(bucket).build(), 1_000, AT_ONCE);

        assertThatThrownBy(job::await)
                .hasStackTraceContaining("points to bucket '" + bucket + "' failed")
                .hasStackTraceContaining("field type conflict")
                .hasStackTraceContaining("will never take at least one of these points")
                .hasStackTraceContaining("First point of the request: numbers,host=h");
    }

    @Test
    void testUnknownBucketFailsTheJobWithTheServersWords() throws Exception {
        WriteJob job = WriteJob.start(server().sink("nowhere").build(), 1_000, AT_ONCE);

        assertThatThrownBy(job::await)
                .hasStackTraceContaining("to bucket 'nowhere' failed")
                .hasStackTraceContaining("not found")
                .hasStackTraceContaining("Correct 'bucket'");
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
