/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static org.apache.flink.connector.influxdb.sink.FakeClient.answer;
import static org.apache.flink.connector.influxdb.sink.FakeClient.busy;
import static org.apache.flink.connector.influxdb.sink.FakeClient.noConnection;
import static org.apache.flink.connector.influxdb.sink.RequestWriterFixture.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What becomes of the points while the server is away or busy. */
class RequestWriterOutageTest {

    @Test
    void testFailedPointsAreSentAgainAfterTheBackoffAndBeforeYoungerOnes() throws Exception {
        RequestWriterFixture f = new RequestWriterFixture();
        f.write(1, 3);
        f.write(7, 9);
        f.client.last().fail(noConnection());
        f.task.runMails();

        f.task.pass(199);
        assertThat(f.client.requests).hasSize(1);
        f.task.pass(1);

        assertThat(f.client.open())
                .extracting(FakeClient.Request::lines)
                .containsExactly(lines(1, 3));
        f.client.last().confirm();
        f.task.runMails();
        assertThat(f.client.last().lines()).isEqualTo(lines(7, 9));
        assertThat(f.task.counter(SinkMetric.RETRIES)).isEqualTo(1);
    }

    @Test
    void testBackoffDoublesUpToItsLimit() throws Exception {
        RequestWriterFixture f = new RequestWriterFixture();
        f.write(1, 3);

        for (long backoff : new long[] {200, 400, 800, 1000, 1000}) {
            int sent = f.client.requests.size();
            f.client.last().fail(noConnection());
            f.task.runMails();
            assertThat(f.task.gauge(SinkMetric.BACKING_OFF)).isEqualTo(1);
            f.task.pass(backoff - 1);
            assertThat(f.client.requests).as("before %s ms", backoff).hasSize(sent);
            f.task.pass(1);
            assertThat(f.client.requests).as("after %s ms", backoff).hasSize(sent + 1);
        }
        assertThat(f.task.gauge(SinkMetric.BACKING_OFF)).isZero();
    }

    @Test
    void testBackoffStartsAnewAfterASuccess() throws Exception {
        RequestWriterFixture f = new RequestWriterFixture();
        f.write(1, 3);
        f.client.last().fail(noConnection());
        f.task.runMails();
        f.task.pass(200);
        f.client.last().confirm();
        f.task.runMails();

        f.write(4, 6);
        f.client.last().fail(noConnection());
        f.task.runMails();
        f.task.pass(200);

        assertThat(f.client.last().lines()).isEqualTo(lines(4, 6));
        assertThat(f.client.open()).hasSize(1);
    }

    @Test
    void testRequestsThatFailTogetherCountAsOneAttempt() throws Exception {
        RequestWriterFixture f = RequestWriterFixture.withMaxRetries(1);
        f.write(1, 6);

        f.client.open().forEach(request -> request.fail(noConnection()));
        f.task.runMails();
        f.task.pass(200);

        assertThat(f.client.open()).hasSize(1);
    }

    @Test
    void testServerThatIsOverloadedIsLeftAloneForLonger() throws Exception {
        RequestWriterFixture f =
                new RequestWriterFixture(RequestWriterFixture.BATCHING, 10, 60_000);
        f.write(1, 3);

        for (long backoff : new long[] {1_600, 3_200, 6_400}) {
            int sent = f.client.requests.size();
            f.client.last().fail(answer(Kind.SERVER, 500, "timeout"));
            f.task.runMails();
            f.task.pass(backoff - 1);
            assertThat(f.client.requests).as("before %s ms", backoff).hasSize(sent);
            f.task.pass(1);
            assertThat(f.client.requests).as("after %s ms", backoff).hasSize(sent + 1);
        }
    }

    @Test
    void testWaitThatTheServerAsksForWins() throws Exception {
        RequestWriterFixture f = new RequestWriterFixture();
        f.write(1, 3);
        f.client.last().fail(busy(Duration.ofSeconds(7)));
        f.task.runMails();

        f.task.pass(6_999);
        assertThat(f.client.requests).hasSize(1);
        f.task.pass(1);

        assertThat(f.client.requests).hasSize(2);
    }

    @Test
    void testLongerWaitOfASecondFailureWins() throws Exception {
        RequestWriterFixture f = new RequestWriterFixture();
        f.write(1, 6);
        f.client.open().get(0).fail(noConnection());
        f.client.open().get(0).fail(busy(Duration.ofSeconds(7)));
        f.task.runMails();

        f.task.pass(6_999);
        assertThat(f.client.open()).isEmpty();
        f.task.pass(1);

        assertThat(f.client.open()).hasSize(1);
    }

    @Test
    void testBatchesKeepTheirSizeHoweverManyRequestsFail() throws Exception {
        RequestWriterFixture f = new RequestWriterFixture();
        f.write(1, 6);
        for (int i = 0; i < 20; i++) {
            f.client.open().forEach(request -> request.fail(noConnection()));
            f.task.runMails();
            f.task.pass(1000);
        }

        assertThat(f.client.requests).hasSize(2 + 20);
        assertThat(f.client.requests).allSatisfy(request -> assertThat(request.lines()).hasSize(3));
    }

    @Test
    void testRecordsAndTimersPassWhileTheServerIsAway() throws Exception {
        RequestWriterFixture f = new RequestWriterFixture();
        f.write(1, 3);
        f.client.last().fail(busy(Duration.ofSeconds(60)));
        f.task.runMails();

        // When more points come, their time runs out and checkpoints are taken, then nothing blocks
        f.write(4, 5);
        f.task.pass(1000);
        assertThat(f.checkpoint()).isEqualTo(lines(1, 5));
        f.task.pass(1000);
        f.write(6, 6);
        assertThat(f.checkpoint()).isEqualTo(lines(1, 6));

        assertThat(f.client.requests).hasSize(1);
    }

    @Test
    void testOneSilentRequestHoldsUpACheckpointButNotThoseThatWouldFollow() throws Exception {
        // Given two requests of which one fails early, and a backoff that ends before the other
        // does
        RequestWriterFixture f = new RequestWriterFixture();
        f.write(1, 6);
        f.task.whenItWaits(() -> f.client.requests.get(0).fail(noConnection()));
        f.task.whenItWaits(() -> f.task.whenItWaits(() -> f.task.pass(200)));
        f.task.whenItWaits(
                () -> f.task.whenItWaits(() -> f.client.requests.get(1).fail(noConnection())));

        assertThat(f.checkpoint()).containsExactlyInAnyOrderElementsOf(lines(1, 6));
        assertThat(f.client.requests).hasSize(2);
        f.task.runMails();
        assertThat(f.client.requests).hasSize(3);
    }

    @Test
    void testFullBufferGetsRoomWhenTheServerIsBack() throws Exception {
        RequestWriterFixture f = new RequestWriterFixture();
        f.write(1, 3);
        f.client.last().fail(noConnection());
        f.task.runMails();
        f.write(4, 6);
        f.task.whenItWaits(() -> f.task.pass(200));

        f.write(7, 7);

        assertThat(f.client.open())
                .extracting(FakeClient.Request::lines)
                .containsExactly(lines(4, 6));
        List<String> held = new ArrayList<>(lines(1, 3));
        held.addAll(lines(7, 7));
        assertThat(f.checkpointAfterConfirming()).isEqualTo(held);
    }

    @Test
    void testEndOfInputWaitsForTheServer() throws Exception {
        RequestWriterFixture f = new RequestWriterFixture();
        f.write(1, 3);
        f.client.last().fail(noConnection());
        f.task.runMails();
        f.task.whenItWaits(() -> f.task.pass(200));
        f.task.whenItWaits(() -> f.client.last().confirm());

        f.writer.flush(true);

        assertThat(f.client.requests).hasSize(2);
        assertThat(f.client.open()).isEmpty();
    }

    @Test
    void testJobFailsAfterAsManyRetriesAsAllowed() throws Exception {
        RequestWriterFixture f = RequestWriterFixture.withMaxRetries(1);
        f.write(1, 3);
        f.client.last().fail(noConnection());
        f.task.runMails();
        f.task.pass(200);
        f.client.last().fail(noConnection());

        assertThatThrownBy(f.task::runMails).rootCause().hasMessageContaining("nobody answers");
        assertThat(f.client.requests).hasSize(2);
    }

    @Test
    void testGivingUpNamesTheOption() throws Exception {
        RequestWriterFixture f = RequestWriterFixture.withMaxRetries(0);
        f.write(1, 3);
        f.client.last().fail(noConnection());

        assertThatThrownBy(f.task::runMails)
                .hasStackTraceContaining(
                        "Writing 3 points to bucket 'metrics' failed: nobody answers")
                .hasStackTraceContaining("attempt 1 in a row")
                .hasStackTraceContaining("sink.max-retries is 0")
                .hasStackTraceContaining("First point of the request: p1");
    }

    @Test
    void testRefusedRequestIsTriedThreeTimesOverTenSeconds() throws Exception {
        // Given no limit of retries, and a server that knows neither token nor bucket
        RequestWriterFixture f = new RequestWriterFixture();
        f.write(1, 3);
        for (int attempt = 1; attempt < 3; attempt++) {
            f.client.last().fail(answer(Kind.NOT_FOUND, 404, "bucket not found"));
            f.task.runMails();
            f.task.pass(4_999);
            assertThat(f.client.requests).hasSize(attempt);
            f.task.pass(1);
            assertThat(f.client.requests).hasSize(attempt + 1);
        }

        // Then the third refusal fails the job
        f.client.last().fail(answer(Kind.NOT_FOUND, 404, "bucket not found"));
        assertThatThrownBy(f.task::runMails).hasStackTraceContaining("bucket not found");
    }

    @Test
    void testRefusalThatPassesIsForgotten() throws Exception {
        RequestWriterFixture f = new RequestWriterFixture();
        f.write(1, 3);
        f.client.last().fail(answer(Kind.UNAUTHENTICATED, 401, "unauthorized"));
        f.task.runMails();
        f.task.pass(5_000);

        f.client.last().confirm();
        f.task.runMails();

        assertThat(f.client.requests).hasSize(2);
        assertThat(f.client.last().lines()).isEqualTo(lines(1, 3));
    }
}
