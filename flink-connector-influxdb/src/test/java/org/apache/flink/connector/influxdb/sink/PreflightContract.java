/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.connector.influxdb.client.Precision;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.util.ExceptionUtils;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.apache.flink.connector.influxdb.sink.RequestWriterFixture.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What real servers answer to the question with which the sink begins. */
abstract class PreflightContract {

    /** A word that is in no message. */
    static final String SECRET = "wr0ng-s3cret";

    private FakeTask task;

    abstract InfluxDBExtension influxdb();

    SinkServer server() {
        return new SinkServer(influxdb().server());
    }

    /** Starts as a job would, with one point to write; fails if the job would. */
    void start(InfluxDBConnectionOptions connection, String bucket) throws Exception {
        start(connection, bucket, true);
    }

    private void start(InfluxDBConnectionOptions connection, String bucket, boolean preflight)
            throws Exception {
        task = new FakeTask();
        SinkSettings settings =
                new SinkSettings(
                        bucket,
                        Precision.NS,
                        new SinkSettings.Batching(1, 1_000, 1_000, 1, 10),
                        new SinkSettings.Retrying(200, 1_000, SinkSettings.Retrying.NO_LIMIT),
                        SinkSettings.Rejecting.FAIL,
                        new GuardingChoices().settings(),
                        new SinkSettings.Watching(5, preflight, true, 10_000));
        Retries retries =
                new Retries(new Backoff(200, 1_000, bound -> 0), settings.retrying().maxRetries());
        try (InfluxDBClient client = InfluxDBClient.create(connection)) {
            RequestWriter writer = RequestWriter.create(task, settings, client, retries, List.of());
            writer.serverIs(ServerFacts.ask(client, preflight, System::currentTimeMillis));
            writer.write(line(bucket, "m f=1 1"), null);
            // A server that refuses is asked again after five seconds, twice.
            task.letTimePassWhileItWaits();
            writer.flush(true);
        }
    }

    void assertRefused(InfluxDBConnectionOptions connection, String bucket, String... words) {
        assertFailed(
                () -> start(connection, bucket),
                "Writing to bucket '" + bucket + "' failed before the first point",
                words);
        assertThat(task.counter(SinkMetric.OUTCOME_DONE)).isZero();
        assertThat(task.counter(SinkMetric.OUTCOME_HALT)).isZero();
    }

    /** The same of a job that asks nothing before: it fails when it writes. */
    void assertHalted(InfluxDBConnectionOptions connection, String bucket, String... words) {
        assertFailed(
                () -> start(connection, bucket, false),
                "Writing 1 point to bucket '" + bucket + "' failed",
                words);
        assertThat(task.counter(SinkMetric.OUTCOME_DONE)).isZero();
        assertThat(task.counter(SinkMetric.OUTCOME_HALT)).isEqualTo(3);
    }

    private static void assertFailed(ThrowingCallable job, String what, String... words) {
        assertThatThrownBy(job)
                .hasStackTraceContaining(what)
                .satisfies(
                        failure ->
                                assertThat(ExceptionUtils.stringifyException(failure))
                                        .contains(words)
                                        .doesNotContain(SECRET));
    }

    void assertWritten(String bucket) {
        assertThat(server().rows(bucket, "SELECT count(f) FROM m")).containsExactly(List.of("1"));
        assertThat(task.counter(SinkMetric.PREFLIGHT_UNKNOWN)).isZero();
        assertThat(Math.abs(task.number(SinkMetric.CLOCK_DIFFERENCE).longValue()))
                .isLessThan(5_000);
    }

    @Test
    void testBucketThatIsThereIsWrittenTo() throws Exception {
        String bucket = influxdb().newBucket();

        start(server().connection().build(), bucket);

        assertWritten(bucket);
    }

    @Test
    void testMissingBucketIsAnErrorBeforeTheFirstPoint() {
        assertRefused(server().connection().build(), "nowhere", "not found", "Correct 'bucket'");
    }
}
