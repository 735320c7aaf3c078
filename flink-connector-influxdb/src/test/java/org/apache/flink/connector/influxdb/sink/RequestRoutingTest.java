/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.base.sink.writer.BufferedRequestState;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import static org.apache.flink.connector.influxdb.sink.FakeClient.answer;
import static org.apache.flink.connector.influxdb.sink.FakeClient.noConnection;
import static org.apache.flink.connector.influxdb.sink.RequestWriterFixture.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Points that go to several buckets, of which some fail. */
class RequestRoutingTest {

    private static final InfluxDBException NOT_FOUND =
            answer(Kind.NOT_FOUND, 404, "bucket \"gone\" not found");

    private final List<DeadLetter> letters = new ArrayList<>();
    // Made in the test, whose thread is the task's.
    private RequestWriterFixture f;

    private void write(String bucket, int time) throws Exception {
        write(bucket, "m f=1 " + time);
    }

    private void write(String bucket, String text) throws Exception {
        if (f == null) {
            f =
                    RequestWriterFixture.withDeadLetters(
                            new SinkSettings.Batching(1, 100, 1000, 4, 100), letters::add);
        }
        f.writer.write(line(bucket, text), null);
    }

    private List<FakeClient.Request> open(String bucket) {
        return f.client.open().stream().filter(request -> request.bucket().equals(bucket)).toList();
    }

    private void fail(String bucket, Throwable failure) {
        open(bucket).forEach(request -> request.fail(failure));
        f.task.runMails();
    }

    private void confirm(String bucket) {
        open(bucket).forEach(FakeClient.Request::confirm);
        f.task.runMails();
    }

    /** Both buckets have a request on its way. */
    private void writeToBoth() throws Exception {
        write("good", 1);
        write("gone", 1);
        write("good", 2);
        write("gone", 2);
    }

    @Test
    void testRequestGoesToTheBucketOfItsPoints() throws Exception {
        writeToBoth();

        assertThat(f.client.open())
                .extracting(FakeClient.Request::bucket)
                .containsExactlyInAnyOrder("good", "gone");
        assertThat(f.task.gauge(SinkMetric.BUCKETS)).isEqualTo(2);
    }

    @Test
    void testMissingBucketDoesNotHoldBackTheOthers() throws Exception {
        writeToBoth();

        fail("gone", NOT_FOUND);

        assertThat(f.task.gauge(SinkMetric.BUCKETS_BACKING_OFF)).isEqualTo(1);
        assertThat(f.task.gauge(SinkMetric.BACKING_OFF)).isZero();
        confirm("good");
        assertThat(open("good")).hasSize(1);
        assertThat(open("gone")).isEmpty();
    }

    @Test
    void testMissingBucketThatComesAboutInTimeIsWrittenTo() throws Exception {
        writeToBoth();
        fail("gone", NOT_FOUND);
        f.task.pass(5_000);
        fail("gone", NOT_FOUND);
        f.task.pass(5_000);

        confirm("gone");

        assertThat(open("gone")).hasSize(1);
        assertThat(f.task.gauge(SinkMetric.BUCKETS_BACKING_OFF)).isZero();
    }

    @Test
    void testMissingBucketFailsTheJobAfterThreeAttempts() throws Exception {
        writeToBoth();
        fail("gone", NOT_FOUND);
        f.task.pass(5_000);
        fail("gone", NOT_FOUND);
        f.task.pass(5_000);

        assertThatThrownBy(
                        () -> {
                            fail("gone", NOT_FOUND);
                            f.task.pass(1);
                        })
                .hasStackTraceContaining("to bucket 'gone' failed");
    }

    @Test
    void testBucketWhoseShardsFailWhileOthersLandIsHeldBackAlone() throws Exception {
        writeToBoth();
        confirm("good");

        fail("gone", answer(Kind.SERVER, 500, "engine: shard is broken"));

        assertThat(f.task.gauge(SinkMetric.BACKING_OFF)).isZero();
        assertThat(f.task.gauge(SinkMetric.BUCKETS_BACKING_OFF)).isEqualTo(1);
        confirm("good");
        f.task.pass(200);
        assertThat(open("gone")).hasSize(1);
    }

    @Test
    void testServerThatFailsForAllBucketsIsHeldBackAsAWhole() throws Exception {
        writeToBoth();

        fail("gone", answer(Kind.SERVER, 500, "timeout"));

        assertThat(f.task.gauge(SinkMetric.BACKING_OFF)).isEqualTo(1);
        assertThat(f.task.gauge(SinkMetric.BUCKETS_BACKING_OFF)).isZero();
    }

    @Test
    void testBrokenConnectionsAreTheServersFault() throws Exception {
        writeToBoth();
        confirm("good");

        fail("gone", answer(Kind.OVERLOADED, 503, "busy"));

        assertThat(f.task.gauge(SinkMetric.BACKING_OFF)).isEqualTo(1);
    }

    @Test
    void testSilentBucketLeavesRequestsToOthers() throws Exception {
        for (int i = 1; i <= 20; i++) {
            write("silent", "m,t=" + i + " f=1 1");
            write("good", "m,t=" + i + " f=1 1");
        }

        for (int i = 0; i < 20; i++) {
            confirm("good");
        }

        assertThat(f.client.requests.stream().filter(r -> r.bucket().equals("good"))).hasSize(20);
        assertThat(open("silent")).isNotEmpty();
    }

    @Test
    void testBucketOfWhichNothingLandsLosesNoPointsToASearch() throws Exception {
        // Given a bucket with which the server fails, although it takes all points of another one
        f =
                RequestWriterFixture.withDeadLetters(
                        new SinkSettings.Batching(4, 1000, 1000, 4, 1000), letters::add);
        Set<String> landed = new HashSet<>();
        for (int i = 1; i <= 8; i++) {
            write("gone", "m,t=" + i + " f=1 1");
        }
        for (int i = 1; i <= 300; i++) {
            write("good", i);
            confirm("good");
            for (FakeClient.Request request : open("gone")) {
                if (request.body().isEmpty()) {
                    request.confirm();
                } else {
                    request.fail(answer(Kind.SERVER, 500, "an internal error has occurred"));
                }
            }
            f.task.pass(1_000);
        }

        // When it is well again
        for (int i = 0; i < 200 && f.task.gauge(SinkMetric.BUCKETS) > 0; i++) {
            open("gone").forEach(request -> landed.addAll(request.lines()));
            confirm("gone");
            confirm("good");
            f.task.pass(1_000);
        }

        assertThat(letters).isEmpty();
        assertThat(landed).hasSize(8);
    }

    @Test
    void testSinkWithoutABucketOfItsOwnAsksAboutNoneAtTheStart() throws Exception {
        SinkSettings plain =
                RequestWriterFixture.settings(
                        new SinkSettings.Batching(1, 100, 1000, 4, 100),
                        SinkSettings.Retrying.NO_LIMIT);
        f =
                new RequestWriterFixture(
                        new SinkSettings(
                                null,
                                plain.precision(),
                                plain.batching(),
                                plain.retrying(),
                                plain.rejecting(),
                                plain.guarding(),
                                new SinkSettings.Watching(5, true, false, 10_000)),
                        List.of(),
                        new FakeClient());

        write("good", 1);

        assertThat(f.client.requests)
                .extracting(FakeClient.Request::body)
                .containsExactly("m f=1 1\n");
    }

    @Test
    void testDeadLetterNamesItsOwnBucket() throws Exception {
        writeToBoth();
        InfluxDBException refusal =
                answer(
                        Kind.REJECTED,
                        422,
                        "failure writing points to database: partial write: field type conflict:"
                                + " input field \"f\" on measurement \"m\" is type float, already"
                                + " exists as type integer dropped=1");

        fail("gone", refusal);

        assertThat(letters).extracting(DeadLetter::bucket).containsExactly("gone");
    }

    @Test
    void testRestoredPointsGoToTheirBuckets() throws Exception {
        writeToBoth();
        fail("good", noConnection());
        fail("gone", noConnection());
        f.writer.flush(false);
        List<BufferedRequestState<LineEntry>> states = f.writer.snapshotState(1);

        RequestWriterFixture restored =
                new RequestWriterFixture(
                        new SinkSettings.Batching(10, 100, 1000, 4, 100), 0, states);
        restored.task.pass(1_000);

        assertThat(restored.client.requests)
                .extracting(request -> request.bucket() + request.lines())
                .containsExactlyInAnyOrder("good[m f=1 1, m f=1 2]", "gone[m f=1 1, m f=1 2]");
    }
}
