/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

import static org.apache.flink.connector.influxdb.sink.FakeClient.answer;
import static org.apache.flink.connector.influxdb.sink.FakeClient.noConnection;
import static org.apache.flink.connector.influxdb.sink.RequestWriterFixture.BATCHING;
import static org.apache.flink.connector.influxdb.sink.RequestWriterFixture.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
}
