/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.client.Precision;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

import static org.apache.flink.connector.influxdb.sink.FakeClient.answer;
import static org.apache.flink.connector.influxdb.sink.FakeClient.noConnection;
import static org.apache.flink.connector.influxdb.sink.RequestWriterFixture.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** What the sink asks before its first point, and what it makes of the answer. */
class PreflightTest {

    private static final InfluxDBException NO_BUCKET =
            answer(Kind.NOT_FOUND, 404, "bucket \"metrics\" not found");

    private RequestWriterFixture f;

    /** In the thread of the test, as the task's mailbox wants. */
    private void start() {
        start("metrics", true);
    }

    private void start(String bucket, boolean hasOneBucket) {
        f =
                new RequestWriterFixture(
                        new SinkSettings(
                                bucket,
                                Precision.NS,
                                RequestWriterFixture.BATCHING,
                                new SinkSettings.Retrying(
                                        200, 1_000, SinkSettings.Retrying.NO_LIMIT),
                                SinkSettings.Rejecting.FAIL,
                                new GuardingChoices().settings(),
                                new SinkSettings.Watching(5, true, hasOneBucket, 10_000)),
                        List.of(),
                        new FakeClient());
    }

    private void answerWith(InfluxDBException failure) {
        f.client.last().fail(failure);
        f.task.runMails();
    }

    @Test
    void testPointsWaitUntilTheServerSaysThatItWouldTakeSome() throws Exception {
        start();
        f.write(1, 6);
        assertThat(f.client.requests)
                .singleElement()
                .satisfies(request -> assertThat(request.body()).isEmpty())
                .satisfies(request -> assertThat(request.bucket()).isEqualTo("metrics"));

        f.client.last().confirm();
        f.task.runMails();

        assertThat(f.client.open())
                .extracting(FakeClient.Request::lines)
                .containsExactlyInAnyOrder(lines(1, 3), lines(4, 6));
        assertThat(f.task.counter(SinkMetric.PREFLIGHT_UNKNOWN)).isEqualTo(1);
    }

    static Stream<Arguments> testRefusalThatLastsFailsTheJobBeforeItsFirstPoint() {
        return Stream.of(
                arguments(NO_BUCKET),
                arguments(answer(Kind.UNAUTHENTICATED, 401, "unauthorized access")),
                arguments(answer(Kind.FORBIDDEN, 403, "insufficient permissions for write")));
    }

    @ParameterizedTest
    @MethodSource
    void testRefusalThatLastsFailsTheJobBeforeItsFirstPoint(InfluxDBException refusal)
            throws Exception {
        start();
        f.write(1, 3);
        answerWith(refusal);
        f.task.pass(4_999);
        assertThat(f.client.requests).hasSize(1);
        f.task.pass(1);
        answerWith(refusal);
        f.task.pass(5_000);
        assertThat(f.client.requests).hasSize(3);

        assertThatThrownBy(() -> answerWith(refusal))
                .hasStackTraceContaining(
                        "Writing to bucket 'metrics' failed before the first point")
                .hasStackTraceContaining(refusal.serverMessage())
                .hasStackTraceContaining("sink.preflight");
        assertThat(f.client.requests).allSatisfy(r -> assertThat(r.body()).isEmpty());
    }

    @Test
    void testRefusalThatPassesLetsThePointsGo() throws Exception {
        start();
        f.write(1, 3);
        answerWith(NO_BUCKET);
        f.task.pass(5_000);

        f.client.last().confirm();
        f.task.runMails();

        assertThat(f.client.last().lines()).isEqualTo(lines(1, 3));
    }

    @Test
    void testMissingBucketIsNoVerdictWhereRecordsChooseTheirOwn() throws Exception {
        start("metrics", false);
        f.write(1, 3);

        answerWith(NO_BUCKET);

        assertThat(f.client.last().lines()).isEqualTo(lines(1, 3));
    }

    @Test
    void testNothingIsAskedWhereOnlyRecordsKnowTheirBucket() throws Exception {
        start(null, false);
        f.write(1, 3);
        f.task.runMails();

        assertThat(f.client.last().lines()).isEqualTo(lines(1, 3));
    }

    @Test
    void testCertificateThatIsNotTrustedFailsTheJobAtOnce() throws Exception {
        start();
        assertThatThrownBy(
                        () ->
                                answerWith(
                                        new InfluxDBException(
                                                Kind.INVALID, "set 'tls.ca-file'", null)))
                .hasStackTraceContaining("set 'tls.ca-file'");
    }

    static Stream<Arguments> testAnswerThatSaysNothingOfOtherWritesLetsThePointsGo() {
        return Stream.of(
                arguments(noConnection()),
                arguments(answer(Kind.OVERLOADED, 503, "busy")),
                arguments(answer(Kind.OVERLOADED, 429, "busy")),
                arguments(answer(Kind.SERVER, 500, "timeout")),
                arguments(answer(Kind.INVALID, 400, "incoming write was empty")),
                arguments(answer(Kind.REJECTED, 400, "unable to parse '': no points")),
                arguments(answer(Kind.REJECTED, 422, "unable to parse '': no points")),
                arguments(answer(Kind.TOO_LARGE, 413, "")));
    }

    @ParameterizedTest
    @MethodSource
    void testAnswerThatSaysNothingOfOtherWritesLetsThePointsGo(InfluxDBException failure)
            throws Exception {
        start();
        f.write(1, 3);
        long before = f.task.counter(SinkMetric.PREFLIGHT_UNKNOWN);

        answerWith(failure);

        assertThat(f.client.last().lines()).isEqualTo(lines(1, 3));
        assertThat(f.task.counter(SinkMetric.PREFLIGHT_UNKNOWN)).isEqualTo(before + 1);
    }

    @Test
    void testCheckpointsAreTakenMeanwhile() throws Exception {
        start();
        f.write(1, 3);

        assertThat(f.checkpoint()).isEqualTo(lines(1, 3));
    }

    @Test
    void testClockDifferenceIsShownWhereTheServerSaidIt() {
        start();
        f.writer.serverIs(new ServerFacts(InfluxDBVersion.V2, OptionalLong.of(-1_234)));

        assertThat(f.task.number(SinkMetric.CLOCK_DIFFERENCE).longValue()).isEqualTo(-1_234);
    }
}
