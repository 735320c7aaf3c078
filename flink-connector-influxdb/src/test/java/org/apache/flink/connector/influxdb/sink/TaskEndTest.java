/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.client.Precision;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.apache.flink.connector.influxdb.sink.FakeClient.noConnection;
import static org.apache.flink.connector.influxdb.sink.RequestWriterFixture.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/** A task ends well although mail lies there that hands more over to a task that takes no more. */
class TaskEndTest {

    private final FakeClient client = new FakeClient();

    private RequestWriterFixture withPreflight() {
        return new RequestWriterFixture(
                new SinkSettings(
                        "metrics",
                        Precision.NS,
                        RequestWriterFixture.BATCHING,
                        new SinkSettings.Retrying(200, 1_000, SinkSettings.Retrying.NO_LIMIT),
                        SinkSettings.Rejecting.FAIL,
                        new GuardingChoices().settings(),
                        new SinkSettings.Watching(5, true, true, 10_000)),
                List.of(),
                client);
    }

    private RequestWriterFixture withoutPreflight() {
        return new RequestWriterFixture(RequestWriterFixture.BATCHING, 0, List.of(), client);
    }

    @Test
    void testSubtaskWithoutPointsEndsAsThePreflightIsAnswered() throws Exception {
        RequestWriterFixture f = withPreflight();
        f.writer.flush(true);

        client.last().confirm();

        assertThatCode(f.task::end).doesNotThrowAnyException();
    }

    @Test
    void testTaskThatStopsWithASavepointEndsAsItsWriteIsAnswered() throws Exception {
        RequestWriterFixture f = withoutPreflight();
        f.write(1, 3);

        client.last().confirm();

        assertThatCode(f.task::end).doesNotThrowAnyException();
    }

    @Test
    void testTaskThatStopsWithASavepointEndsAsItsWriteFails() throws Exception {
        RequestWriterFixture f = withoutPreflight();
        f.write(1, 3);

        client.last().fail(noConnection());

        assertThatCode(f.task::end).doesNotThrowAnyException();
    }

    @Test
    void testCheckpointInTheLastMomentIsTaken() throws Exception {
        RequestWriterFixture f = withoutPreflight();
        f.write(1, 2);
        List<String> checkpoint = new ArrayList<>();
        f.task.whenItWaits(() -> checkpoint.addAll(f.checkpoint()));

        f.task.end();

        assertThat(checkpoint).isEqualTo(lines(1, 2));
    }
}
