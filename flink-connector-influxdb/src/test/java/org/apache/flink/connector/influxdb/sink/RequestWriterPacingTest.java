/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.sink.RequestPacer.Circuit;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import static org.apache.flink.connector.influxdb.sink.FakeClient.noConnection;
import static org.apache.flink.connector.influxdb.sink.RequestWriterFixture.line;
import static org.assertj.core.api.Assertions.assertThat;

/** How many of eight requests may be under way while the server struggles, and afterwards. */
class RequestWriterPacingTest {

    private static final int LANES = 8;
    private static final int POINTS = 400;

    private RequestWriterFixture f;

    /** In the thread of the test, as the task's mailbox wants. */
    private void writeToAllLanes() throws Exception {
        f =
                new RequestWriterFixture(
                        new SinkSettings.Batching(2, 1_000, 1_000, LANES, 1_000),
                        SinkSettings.Retrying.NO_LIMIT,
                        List.of());
        for (int i = 0; i < POINTS; i++) {
            f.writer.write(line("m,t=" + i % 100 + " f=1 " + i), null);
        }
    }

    private void failAll() {
        f.client.open().forEach(request -> request.fail(noConnection()));
        f.task.runMails();
    }

    private Circuit circuit() {
        return Circuit.values()[f.task.gauge(SinkMetric.CIRCUIT)];
    }

    @Test
    void testEachFailureHalvesTheRequestsUnderWay() throws Exception {
        writeToAllLanes();
        List<Integer> underWay = new ArrayList<>();

        for (int i = 0; i < 5; i++) {
            underWay.add(f.client.open().size());
            failAll();
            f.task.pass(1_000);
        }

        assertThat(underWay).containsExactly(8, 4, 2, 1, 1);
        assertThat(f.client.requests).allSatisfy(r -> assertThat(r.lines()).hasSize(2));
    }

    @Test
    void testRequestsUnderWayGrowAgainOneByOne() throws Exception {
        writeToAllLanes();
        for (int i = 0; i < 3; i++) {
            failAll();
            f.task.pass(1_000);
        }

        List<Integer> underWay = new ArrayList<>();
        for (int i = 0; i < 40 && underWay.size() < 9; i++) {
            int open = f.client.open().size();
            if (!underWay.contains(open)) {
                underWay.add(open);
            }
            f.client.open().get(0).confirm();
            f.task.runMails();
        }

        assertThat(underWay).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(f.task.gauge(SinkMetric.ALLOWED)).isEqualTo(LANES);
    }

    @Test
    void testCircuitOpensAfterFiveFailuresAndOneRequestProbes() throws Exception {
        writeToAllLanes();
        for (int i = 0; i < 4; i++) {
            failAll();
            assertThat(circuit()).isEqualTo(Circuit.CLOSED);
            f.task.pass(1_000);
        }
        failAll();
        assertThat(circuit()).isEqualTo(Circuit.OPEN);
        assertThat(f.client.open()).isEmpty();

        f.task.pass(1_000);
        assertThat(circuit()).isEqualTo(Circuit.HALF_OPEN);
        assertThat(f.client.open()).hasSize(1);

        failAll();
        assertThat(circuit()).isEqualTo(Circuit.OPEN);
    }

    @Test
    void testProbeThatSucceedsClosesTheCircuitAndNothingIsLost() throws Exception {
        writeToAllLanes();
        for (int i = 0; i < 20; i++) {
            failAll();
            f.task.pass(1_000);
        }
        assertThat(f.task.gauge(SinkMetric.BUFFERED)).isEqualTo(POINTS - 2);

        f.client.last().confirm();
        f.task.runMails();
        assertThat(circuit()).isEqualTo(Circuit.CLOSED);

        Set<String> written = new HashSet<>();
        for (int i = 0; i < POINTS && f.task.gauge(SinkMetric.BUFFERED) > 0; i++) {
            f.task.pass(1_000);
            f.client.open().forEach(FakeClient.Request::confirm);
            f.task.runMails();
        }
        f.client.open().forEach(FakeClient.Request::confirm);
        f.client.requests.stream()
                .filter(r -> !r.answer().isCompletedExceptionally())
                .forEach(r -> written.addAll(r.lines()));
        assertThat(written).hasSize(POINTS);
    }
}
