/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.connector.base.sink.writer.BufferedRequestState;
import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.connector.influxdb.client.Precision;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.testutils.logging.LoggerAuditingExtension;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.event.Level;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

/** What becomes of a record that its serializer rejects. */
class RejectedRecordTest {

    private static final SinkWriter.Context NO_TIME =
            new SinkWriter.Context() {
                @Override
                public long currentWatermark() {
                    return Long.MIN_VALUE;
                }

                @Override
                public Long timestamp() {
                    return null;
                }
            };

    private static final InfluxDBSerializationSchema<String> ONE_THEN_REJECT =
            (record, context, out) -> {
                out.collect(Point.measurement("m").tag("t", record).field("f", 1L).time(1));
                if (record.startsWith("bad")) {
                    throw new RejectedRecordException(record, "It is bad.");
                }
            };

    @RegisterExtension
    final LoggerAuditingExtension log =
            new LoggerAuditingExtension(Rejections.class.getPackageName(), Level.WARN);

    private final FakeClient client = new FakeClient();

    /** Made on the thread of the test, which is the task's. */
    private FakeTask task;

    private StatefulSinkWriter<String, BufferedRequestState<LineEntry>> writer(
            SinkSettings.Rejecting rejecting) throws IOException {
        task = new FakeTask();
        return new InfluxDBSink<>(
                        InfluxDBConnectionOptions.builder().url("http://localhost:8086").build(),
                        ONE_THEN_REJECT,
                        new Routing<>("metrics", null, null),
                        new SinkSettings(
                                "metrics",
                                Precision.NS,
                                new SinkSettings.Batching(1, 100, 1000, 4, 100),
                                new SinkSettings.Retrying(
                                        200, 1000, SinkSettings.Retrying.NO_LIMIT),
                                rejecting,
                                new GuardingChoices().settings(),
                                RequestWriterFixture.WATCHING),
                        connection -> client)
                .createWriter(task);
    }

    @Test
    void testRejectedRecordBecomesADeadLetterOfItsText() throws Exception {
        List<DeadLetter> letters = new ArrayList<>();
        var writer = writer(new SinkSettings.Rejecting(OnError.DEAD_LETTER, letters::add));

        writer.write("bad one", NO_TIME);
        writer.write("good", NO_TIME);

        assertThat(letters)
                .singleElement()
                .satisfies(
                        letter -> {
                            assertThat(letter.lineProtocol()).isEqualTo("bad one");
                            assertThat(letter.category()).isEqualTo(DeadLetter.Category.MALFORMED);
                            assertThat(letter.status()).isZero();
                            assertThat(letter.reason()).isEqualTo("It is bad.");
                        });
        // And of a rejected record nothing is written, also not what came before.
        assertThat(client.requests)
                .extracting(FakeClient.Request::body)
                .containsExactly("m,t=good f=1i 1\n");
    }

    @Test
    void testRejectedRecordsAreSkippedAndLoggedOnceAMinuteIfThatIsWanted() throws Exception {
        var writer = writer(SinkSettings.Rejecting.SKIP);
        task.pass(1_000);

        for (String record : List.of("bad one", "good", "bad two", "bad three")) {
            writer.write(record, NO_TIME);
        }

        assertThat(client.requests)
                .extracting(FakeClient.Request::body)
                .containsExactly("m,t=good f=1i 1\n");
        assertThat(task.counter(SinkMetric.REJECTED)).isEqualTo(3);
        assertThat(task.counter(SinkMetric.REJECTED_MALFORMED)).isEqualTo(3);
        assertThat(log.getMessages()).singleElement(STRING).contains("'skip': 1 since", "bad one");

        client.last().confirm();
        task.pass(60_000);
        writer.write("bad four", NO_TIME);

        assertThat(log.getMessages()).hasSize(2);
        assertThat(log.getMessages().get(1)).contains("'skip': 3 since", "bad four");
    }

    @Test
    void testRejectedRecordFailsTheJobUnlessTold() throws Exception {
        var writer = writer(SinkSettings.Rejecting.FAIL);

        assertThatThrownBy(() -> writer.write("bad one", NO_TIME))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("bucket 'metrics' (malformed): It is bad.")
                .hasMessageContaining("The point: bad one");
        assertThat(client.requests).isEmpty();
    }

    @Test
    void testDeadLettersThatCannotBeMadeSafeFailTheCheckpoint() throws Exception {
        DeadLetterHandler full =
                new DeadLetterHandler() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public void handle(DeadLetter letter) {}

                    @Override
                    public void flush() throws IOException {
                        throw new IOException("No space left on device");
                    }
                };
        var writer = writer(new SinkSettings.Rejecting(OnError.DEAD_LETTER, full));
        writer.write("bad one", NO_TIME);

        assertThatThrownBy(() -> writer.flush(false)).hasMessage("No space left on device");
    }
}
