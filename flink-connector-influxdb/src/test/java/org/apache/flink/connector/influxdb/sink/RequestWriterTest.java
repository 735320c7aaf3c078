/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.client.Precision;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.apache.flink.connector.influxdb.sink.RequestWriterFixture.BATCHING;
import static org.apache.flink.connector.influxdb.sink.RequestWriterFixture.line;
import static org.apache.flink.connector.influxdb.sink.RequestWriterFixture.lines;
import static org.apache.flink.connector.influxdb.sink.RequestWriterFixture.point;
import static org.apache.flink.connector.influxdb.sink.RequestWriterFixture.state;
import static org.assertj.core.api.Assertions.assertThat;

/** How points become requests while the server is well. */
class RequestWriterTest {

    private static final SinkSettings.Batching ONE_LANE =
            new SinkSettings.Batching(3, 100, 1000, 1, 6);

    @Test
    void testFullBatchGoesAtOnce() throws Exception {
        RequestWriterFixture f = new RequestWriterFixture();

        f.write(1, 3);

        assertThat(f.client.requests)
                .singleElement()
                .satisfies(
                        request -> {
                            assertThat(request.bucket()).isEqualTo("metrics");
                            assertThat(request.precision()).isEqualTo(Precision.NS);
                            assertThat(request.body())
                                    .isEqualTo(String.join("\n", lines(1, 3)) + "\n");
                        });
    }

    @Test
    void testPartOfABatchGoesWhenItsTimeIsOver() throws Exception {
        RequestWriterFixture f = new RequestWriterFixture();
        f.write(1, 2);

        f.task.pass(999);
        assertThat(f.client.requests).isEmpty();
        f.task.pass(1);

        assertThat(f.client.last().lines()).isEqualTo(lines(1, 2));
    }

    @Test
    void testTimeRunsAnewForPointsThatComeAfterABatch() throws Exception {
        RequestWriterFixture f = new RequestWriterFixture();
        f.write(1, 1);
        f.task.pass(1000);

        f.write(4, 4);
        f.task.pass(999);
        assertThat(f.client.requests).hasSize(1);
        f.task.pass(1);

        assertThat(f.client.last().lines()).isEqualTo(lines(4, 4));
    }

    @Test
    void testBytesFillABatchToo() throws Exception {
        RequestWriterFixture f = new RequestWriterFixture();
        String big = "x".repeat(59);

        f.writer.write(line(big), null);
        f.writer.write(line(big), null);

        assertThat(f.client.requests).singleElement();
        assertThat(f.client.last().lines()).containsExactly(big);
    }

    @Test
    void testNoMoreRequestsAtATimeThanAllowed() throws Exception {
        RequestWriterFixture f = new RequestWriterFixture();
        f.write(1, 9);
        assertThat(f.client.open()).hasSize(2);

        f.client.open().get(0).confirm();
        f.task.runMails();

        assertThat(f.client.open()).hasSize(2);
        assertThat(f.client.last().lines()).isEqualTo(lines(7, 9));
    }

    @Test
    void testOverduePointsGoAsSoonAsARequestEnds() throws Exception {
        RequestWriterFixture f = new RequestWriterFixture();
        f.write(1, 7);
        f.task.pass(1000);
        assertThat(f.client.requests).hasSize(2);

        f.client.open().get(0).confirm();
        f.task.runMails();

        assertThat(f.client.last().lines()).isEqualTo(lines(7, 7));
    }

    @Test
    void testARecordWaitsWhileTheBufferIsFull() throws Exception {
        RequestWriterFixture f = new RequestWriterFixture();
        f.write(1, 12);
        f.task.whenItWaits(
                () -> {
                    assertThat(f.task.gauge(SinkMetric.BLOCKED)).isEqualTo(1);
                    f.client.open().get(0).confirm();
                });

        f.write(13, 13);

        assertThat(f.task.gauge(SinkMetric.BLOCKED)).isZero();
        assertThat(f.client.requests).hasSize(3);
        assertThat(f.task.gauge(SinkMetric.BUFFERED)).isEqualTo(4);
    }

    @Test
    void testCheckpointWaitsForTheRequestsOnTheirWay() throws Exception {
        RequestWriterFixture f = new RequestWriterFixture();
        f.write(1, 7);
        f.task.whenItWaits(() -> f.client.open().forEach(FakeClient.Request::confirm));

        assertThat(f.checkpoint()).isEqualTo(lines(7, 7));
        assertThat(f.client.open()).isEmpty();
    }

    @Test
    void testNothingIsSentBetweenTheFlushAndTheSnapshotOfACheckpoint() throws Exception {
        // Given full batches that wait for a request to end, and a point whose time runs out
        RequestWriterFixture f = new RequestWriterFixture();
        f.write(1, 10);
        f.task.whenItWaits(() -> f.client.open().forEach(FakeClient.Request::confirm));

        f.writer.flush(false);
        f.task.pass(1000);

        assertThat(f.client.open()).isEmpty();
        assertThat(f.writer.snapshotState(1).get(0).getBufferedRequestEntries()).hasSize(4);
        f.task.runMails();
        assertThat(f.client.open()).hasSize(2);
    }

    @Test
    void testARecordAfterACheckpointSendsWhatWaited() throws Exception {
        RequestWriterFixture f = new RequestWriterFixture();
        f.write(1, 11);
        f.task.whenItWaits(() -> f.client.open().forEach(FakeClient.Request::confirm));
        f.writer.flush(false);

        f.write(12, 12);

        assertThat(f.client.open())
                .extracting(FakeClient.Request::lines)
                .containsExactly(lines(7, 9), lines(10, 12));
    }

    @Test
    void testEndOfInputWritesEverything() throws Exception {
        RequestWriterFixture f = RequestWriterFixture.confirming(BATCHING, List.of());
        f.write(1, 8);

        f.writer.flush(true);

        assertThat(f.client.open()).isEmpty();
        assertThat(f.client.requests.stream().flatMap(request -> request.lines().stream()))
                .containsExactlyElementsOf(lines(1, 8));
    }

    @Test
    void testRestoredPointsGoFirst() throws Exception {
        RequestWriterFixture f =
                new RequestWriterFixture(
                        ONE_LANE, 0, List.of(state("p1", "p2"), state("p3", "p4")));

        f.writer.write(line("p5"), null);
        f.task.pass(1000);
        f.client.last().confirm();
        f.task.runMails();

        assertThat(f.client.requests)
                .extracting(FakeClient.Request::lines)
                .containsExactly(List.of("p1", "p2", "p3"), List.of("p4", "p5"));
    }

    @Test
    void testRestoredPointsGoWithoutFurtherRecords() throws Exception {
        RequestWriterFixture f =
                new RequestWriterFixture(BATCHING, 0, List.of(state(point(1), point(2))));

        f.task.pass(1000);

        assertThat(f.client.last().lines()).isEqualTo(lines(1, 2));
    }

    @Test
    void testStateIsRestoredAfterAllSizesWereLowered() throws Exception {
        // Given more points than may wait now, one of them larger than a request may be
        String big = "x".repeat(50);
        RequestWriterFixture f =
                RequestWriterFixture.confirming(
                        new SinkSettings.Batching(2, 10, 1000, 1, 2),
                        List.of(state("p1", big, "p2", "p3")));
        f.task.whenItWaits(() -> f.task.pass(1000));

        // When the next record comes, for which room has to be made
        f.writer.write(line("p4"), null);
        f.writer.flush(true);

        // Then the large point travels alone and the others as before
        assertThat(f.client.requests)
                .extracting(FakeClient.Request::lines)
                .containsExactly(List.of("p1"), List.of(big), List.of("p2", "p3"), List.of("p4"));
    }

    @Test
    void testClosingClosesTheClient() {
        RequestWriterFixture f = new RequestWriterFixture();

        f.writer.close();

        assertThat(f.client.closed).isTrue();
    }
}
