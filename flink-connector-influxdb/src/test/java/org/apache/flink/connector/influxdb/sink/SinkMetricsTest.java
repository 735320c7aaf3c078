/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.sink.DeadLetter.Category;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import static org.apache.flink.connector.influxdb.sink.FakeClient.answer;
import static org.apache.flink.connector.influxdb.sink.FakeClient.noConnection;
import static org.apache.flink.connector.influxdb.sink.RequestWriterFixture.BATCHING;
import static org.apache.flink.connector.influxdb.sink.RequestWriterFixture.line;
import static org.apache.flink.connector.influxdb.sink.RequestWriterFixture.point;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** What the metrics say of requests. */
class SinkMetricsTest {

    private RequestWriterFixture f;

    /** In the thread of the test, as the task's mailbox wants. */
    private void start() {
        f = new RequestWriterFixture();
    }

    private List<Long> outcomes() {
        return Arrays.stream(WriteOutcome.values())
                .map(outcome -> SinkMetric.valueOf("OUTCOME_" + outcome.name()))
                .map(f.task::counter)
                .toList();
    }

    private static void assertOnlyFlush(RequestWriterFixture f, FlushTrigger expected) {
        for (FlushTrigger trigger : FlushTrigger.values()) {
            assertThat(f.task.counter(SinkMetric.valueOf("FLUSHES_" + trigger.name())))
                    .as("flushes by %s", trigger)
                    .isEqualTo(trigger == expected ? 1 : 0);
        }
    }

    @Test
    void testEveryEndIsCountedByItsOutcome() throws Exception {
        f = RequestWriterFixture.withDeadLetters(BATCHING, letter -> {});
        f.write(1, 3);
        f.client.last().fail(noConnection());
        f.task.runMails();
        f.task.pass(200);
        f.client.last().fail(answer(Kind.TOO_LARGE, 413, "too large"));
        f.task.runMails();
        f.client.last().confirm();
        f.task.runMails();
        f.client
                .last()
                .fail(
                        answer(
                                Kind.REJECTED,
                                422,
                                "partial write: field type conflict: input field"));
        f.task.runMails();
        f.client.last().fail(answer(Kind.INVALID, 400, "what?"));

        assertThatThrownBy(f.task::runMails).hasStackTraceContaining("what?");
        assertThat(outcomes()).containsExactly(1L, 1L, 1L, 1L, 1L);
        assertThat(f.task.counter(SinkMetric.RETRIES)).isEqualTo(1);
        assertThat(f.task.counter(SinkMetric.HALVINGS)).isEqualTo(1);
    }

    @Test
    void testFullBatchIsAFlushBySize() throws Exception {
        start();
        f.write(1, 3);

        assertOnlyFlush(f, FlushTrigger.SIZE);
    }

    @Test
    void testEnoughBytesAreAFlushByBytes() throws Exception {
        start();
        f.writer.write(line("x".repeat(59)), null);
        f.writer.write(line("x".repeat(59)), null);

        assertOnlyFlush(f, FlushTrigger.BYTES);
    }

    @Test
    void testPointThatHasWaitedLongEnoughIsAFlushByTime() throws Exception {
        start();
        f.write(1, 1);
        f.task.pass(1_000);

        assertOnlyFlush(f, FlushTrigger.TIME);
    }

    @Test
    void testLastPointsAreAFlushByTheEndOfInput() throws Exception {
        start();
        RequestWriterFixture confirming = RequestWriterFixture.confirming(BATCHING, List.of());
        confirming.write(1, 1);
        confirming.writer.flush(true);

        assertOnlyFlush(confirming, FlushTrigger.END_OF_INPUT);
    }

    @Test
    void testPointForWhichThereIsNoRoomIsAFlushByTheFullBuffer() throws Exception {
        start();
        RequestWriterFixture small =
                new RequestWriterFixture(
                        new SinkSettings.Batching(3, 1_000, 1_000, 2, 3), 0, List.of());
        small.write(1, 2);
        small.write(4, 4);

        assertThat(small.task.counter(SinkMetric.FLUSHES_FULL_BUFFER)).isEqualTo(2);
    }

    @Test
    void testWhatIsSentAgainIsNoFlush() throws Exception {
        start();
        f.write(1, 3);
        f.client.last().fail(noConnection());
        f.task.runMails();
        f.task.pass(200);

        assertOnlyFlush(f, FlushTrigger.SIZE);
        assertThat(f.task.histogram(SinkMetric.BATCH_POINTS).getCount()).isEqualTo(2);
    }

    @Test
    void testBatchesAreMeasuredInPointsAndBytes() throws Exception {
        start();
        f.write(1, 3);

        long bytes = f.client.last().body().length();
        assertThat(f.task.histogram(SinkMetric.BATCH_POINTS).getStatistics().getMax()).isEqualTo(3);
        assertThat(f.task.histogram(SinkMetric.BATCH_BYTES).getStatistics().getMax())
                .isEqualTo(bytes);
    }

    @Test
    void testSentBytesAreThoseOnTheWireAlsoOfFailedRequests() throws Exception {
        start();
        f.write(1, 3);
        long onTheWire = f.client.last().body().length() / 2;
        f.client.last().fail(noConnection());
        f.task.runMails();
        f.task.pass(200);
        f.client.last().confirm();
        f.task.runMails();

        assertThat(f.task.metricGroup().getNumBytesSendCounter().getCount())
                .isEqualTo(2 * onTheWire);
        assertThat(f.task.number(SinkMetric.COMPRESSION_RATIO).doubleValue()).isBetween(2.0, 2.1);
        assertThat(f.task.histogram(SinkMetric.REQUEST_LATENCY).getCount()).isEqualTo(2);
    }

    @Test
    void testNothingSentHasNoRatio() {
        start();
        assertThat(f.task.number(SinkMetric.COMPRESSION_RATIO).doubleValue()).isZero();
    }

    @Test
    void testPointsCountAsOftenAsTheyAreSent() throws Exception {
        start();
        f.write(1, 3);
        f.client.last().fail(noConnection());
        f.task.runMails();
        f.task.pass(200);
        f.client.last().confirm();
        f.task.runMails();

        assertThat(f.task.metricGroup().getNumRecordsSendCounter().getCount()).isEqualTo(6);
        assertThat(sendErrors()).isZero();
    }

    @Test
    void testSendTimeIsKnownOnceTheServerHasAnswered() throws Exception {
        start();
        long begin = System.currentTimeMillis();
        f.write(1, 3);
        f.client.last().confirm();
        f.task.runMails();

        assertThat(f.task.currentSendTime()).isBetween(0L, System.currentTimeMillis() - begin);
    }

    @Test
    void testPointsThatFailTheJobAreSendErrors() throws Exception {
        start();
        f.write(1, 3);
        f.client.last().fail(answer(Kind.INVALID, 400, "what?"));

        assertThatThrownBy(f.task::runMails).hasStackTraceContaining("what?");
        assertThat(sendErrors()).isEqualTo(3);
    }

    private long sendErrors() {
        return f.task.metricGroup().getNumRecordsSendErrorsCounter().getCount();
    }

    static Stream<Arguments> testRefusedPointIsCountedByWhatTheServerSaysOfIt() {
        String storage = "failure writing points to database: partial write: ";
        return Stream.of(
                refusal(Category.TYPE_CONFLICT, storage + "field type conflict: input field"),
                refusal(
                        Category.BEYOND_RETENTION,
                        storage + "dropped 1 points outside retention policy of duration 1h0m0s"),
                refusal(Category.MALFORMED, "unable to parse 'p2': missing fields"),
                refusal(Category.TOO_LARGE, "unable to parse 'p2': max key length exceeded: 70003"),
                refusal(Category.TOO_LARGE, storage + "input field \"f\" is too long, 1048577"),
                arguments(Category.TOO_LARGE, answer(Kind.TOO_LARGE, 413, "too large")));
    }

    private static Arguments refusal(Category category, String words) {
        return arguments(category, answer(Kind.REJECTED, 422, words));
    }

    @ParameterizedTest
    @MethodSource
    void testRefusedPointIsCountedByWhatTheServerSaysOfIt(
            Category category, InfluxDBException refusal) throws Exception {
        f = RequestWriterFixture.withDeadLetters(BATCHING, letter -> {});
        f.write(1, 3);
        while (!f.client.open().isEmpty()) {
            for (FakeClient.Request request : f.client.open()) {
                if (request.lines().contains(point(2))) {
                    request.fail(refusal);
                } else {
                    request.confirm();
                }
            }
            f.task.runMails();
        }

        assertOneRejected(category);
    }

    @ParameterizedTest
    @EnumSource(Category.class)
    void testPointThatIsNotSentIsCountedByItsCategory(Category category) throws Exception {
        f = RequestWriterFixture.withDeadLetters(BATCHING, letter -> {});
        f.writer.rejections().unsent(new RejectedPoint("metrics", "m", category, "no"));

        assertOneRejected(category);
    }

    private void assertOneRejected(Category expected) {
        assertThat(f.task.counter(SinkMetric.REJECTED)).isEqualTo(1);
        assertThat(sendErrors()).isEqualTo(1);
        for (Category category : Category.values()) {
            assertThat(f.task.counter(SinkMetric.valueOf("REJECTED_" + category.name())))
                    .as("rejected as %s", category)
                    .isEqualTo(category == expected ? 1 : 0);
        }
    }
}
