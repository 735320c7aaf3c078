/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.client.RefusedDelete;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.sink.DeadLetter.Category;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.apache.flink.connector.influxdb.sink.FakeClient.answer;
import static org.apache.flink.connector.influxdb.sink.FakeClient.noConnection;
import static org.apache.flink.connector.influxdb.sink.RequestWriterFixture.inLane;
import static org.apache.flink.connector.influxdb.sink.RequestWriterFixture.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Points that are deleted, among others that are written. */
class RequestDeletesTest {

    private static final String A = inLane(0, "a");
    private static final String B = inLane(1, "b");

    private final List<DeadLetter> letters = new ArrayList<>();

    private RequestWriterFixture fixture() {
        return RequestWriterFixture.withDeadLetters(
                new SinkSettings.Batching(100, 10_000, 1000, 2, 1000), letters::add);
    }

    private static void write(RequestWriterFixture f, String... lines) throws Exception {
        for (String text : lines) {
            f.writer.write(line(text), null);
        }
    }

    private static void delete(RequestWriterFixture f, String... keys) throws Exception {
        for (String key : keys) {
            f.writer.write(RequestWriterFixture.delete("metrics", key), null);
        }
    }

    private static void confirmAll(RequestWriterFixture f) {
        f.client.open().forEach(FakeClient.Request::confirm);
        f.task.runMails();
    }

    @Test
    void testDeleteGoesBetweenWhatIsBeforeAndBehindIt() throws Exception {
        RequestWriterFixture f = fixture();
        write(f, A + " f=1 1", A + " f=2 2");
        delete(f, A + " 1");
        write(f, A + " f=3 1", B + " f=1 1");
        f.task.pass(1_000);
        assertThat(f.client.open())
                .extracting(FakeClient.Request::lines)
                .containsExactlyInAnyOrder(
                        List.of(A + " f=1 1", A + " f=2 2"), List.of(B + " f=1 1"));

        confirmAll(f);
        assertThat(f.client.open()).hasSize(1);
        assertThat(f.client.last().deleted()).containsExactly(A + " 1");

        confirmAll(f);
        assertThat(f.client.last().lines()).containsExactly(A + " f=3 1");
    }

    @Test
    void testDeletesThatFollowOneAnotherAreOneRequest() throws Exception {
        RequestWriterFixture f = fixture();
        delete(f, A + " 1", A + " 2", A + " 3");
        f.task.pass(1_000);

        assertThat(f.client.requests).hasSize(1);
        assertThat(f.client.last().bucket()).isEqualTo("metrics");
        assertThat(f.client.last().deleted()).containsExactly(A + " 1", A + " 2", A + " 3");
    }

    @Test
    void testWritesAndDeletesThatAlternateAreFewRequests() throws Exception {
        // Given updates that delete a point and write it again, of one point after the other
        RequestWriterFixture f = fixture();
        for (int i = 1; i <= 3; i++) {
            delete(f, A + " " + i);
            write(f, A + " f=1 " + i);
        }
        delete(f, A + " 2");
        f.task.pass(1_000);
        confirmAll(f);
        confirmAll(f);
        confirmAll(f);

        assertThat(f.client.requests)
                .extracting(request -> request.isDelete() ? request.deleted() : request.lines())
                .containsExactly(
                        List.of(A + " 1", A + " 2", A + " 3"),
                        List.of(A + " f=1 1", A + " f=1 2", A + " f=1 3"),
                        List.of(A + " 2"));
    }

    @Test
    void testFailedDeleteGoesAgainBeforeWhatIsBehindIt() throws Exception {
        RequestWriterFixture f = fixture();
        delete(f, A + " 1");
        write(f, A + " f=1 5");
        f.task.pass(1_000);
        f.client.last().fail(FakeClient.busy(null));
        f.task.runMails();
        f.task.pass(200);

        assertThat(f.client.requests).hasSize(2);
        assertThat(f.client.last().deleted()).containsExactly(A + " 1");
        confirmAll(f);
        assertThat(f.client.last().lines()).containsExactly(A + " f=1 5");
    }

    @Test
    void testNoPointOfTheSeriesIsWrittenWhileADeleteMayStillTakeEffect() throws Exception {
        // Given a delete of two points that nobody hears of, and that is confirmed when sent again
        RequestWriterFixture f = fixture();
        delete(f, A + " 1", A + " 9");
        f.task.pass(1_000);
        f.client.last().fail(noConnection());
        f.task.runMails();
        f.task.pass(200);
        confirmAll(f);

        // Then a point between them could be taken for an old one, until the first delete is over
        write(f, A + " f=1 5");
        f.task.pass(9_999);
        assertThat(f.client.open()).isEmpty();
        f.task.pass(1);
        assertThat(f.client.last().lines()).containsExactly(A + " f=1 5");
    }

    @Test
    void testPointThatCannotBeDeletedAloneIsRejectedAndTheOthersAreDone() throws Exception {
        RequestWriterFixture f = fixture();
        f.client.refusedDeletes.add(new RefusedDelete(1, "others would go with it"));
        delete(f, A + " 1", A + " 2", A + " 3");
        f.task.pass(1_000);

        confirmAll(f);

        assertThat(letters)
                .singleElement()
                .satisfies(
                        letter -> {
                            assertThat(letter.lineProtocol()).isEqualTo("DELETE " + A + " 2");
                            assertThat(letter.category()).isEqualTo(Category.NOT_REPRESENTABLE);
                            assertThat(letter.reason()).isEqualTo("others would go with it");
                            assertThat(letter.bucket()).isEqualTo("metrics");
                        });
        assertThat(f.task.gauge(SinkMetric.BUFFERED)).isZero();
        assertThat(f.client.open()).isEmpty();
    }

    @Test
    void testPointThatCannotBeDeletedAloneFailsTheJobUnlessToldOtherwise() throws Exception {
        RequestWriterFixture f = new RequestWriterFixture();
        f.client.refusedDeletes.add(new RefusedDelete(0, "others would go with it"));
        delete(f, A + " 1");
        f.task.pass(1_000);
        f.client.last().confirm();

        assertThatThrownBy(() -> f.task.pass(1))
                .hasStackTraceContaining("others would go with it")
                .hasStackTraceContaining("DELETE " + A + " 1");
    }

    @Test
    void testDeleteThatIsRefusedAsAWholeFailsTheJobWithTheServersWords() throws Exception {
        RequestWriterFixture f = new RequestWriterFixture();
        delete(f, A + " 1");
        f.task.pass(1_000);
        f.client.last().fail(answer(Kind.INVALID, 400, "invalid predicate"));

        assertThatThrownBy(() -> f.task.pass(1))
                .hasStackTraceContaining("Deleting 1 point from bucket 'metrics' failed")
                .hasStackTraceContaining("invalid predicate");
    }

    @Test
    void testDeletesAreInTheCheckpointInTheirOrder() throws Exception {
        RequestWriterFixture f = fixture();
        write(f, A + " f=1 1");
        delete(f, A + " 1");
        write(f, A + " f=2 1");

        assertThat(f.checkpoint())
                .containsExactly(A + " f=1 1", "DELETE " + A + " 1", A + " f=2 1");
    }

    @Test
    void testWhatWasDeletedIsNotWrittenOnceMoreToSeeWhetherAnythingLands() {
        Lane lane = new Lane(0);
        Isolation search = new Isolation();
        search.landed();
        LaneBatch suspect = LaneBatch.of(0, List.of(line("a f=1 9")), search);
        lane.landed(LaneBatch.of(0, List.of(line("a f=1 1")), null));
        lane.landed(LaneBatch.of(0, List.of(RequestWriterFixture.delete("metrics", "a 1")), null));

        assertThat(lane.addWitness(suspect)).isFalse();
        lane.landed(LaneBatch.of(0, List.of(line("a f=1 2")), null));

        assertThat(lane.addWitness(suspect)).isTrue();
    }

    @Test
    void testVeryManyDeletesAreSeveralRequests() throws Exception {
        RequestWriterFixture f =
                RequestWriterFixture.withDeadLetters(
                        new SinkSettings.Batching(5_000, 1_000_000, 1000, 2, 5_000), letters::add);
        for (int i = 0; i < 1_200; i++) {
            delete(f, A + " " + i);
        }
        f.task.pass(1_000);
        confirmAll(f);
        confirmAll(f);
        confirmAll(f);

        assertThat(f.client.requests)
                .extracting(request -> request.deletes().size())
                .containsExactly(500, 500, 200);
    }
}
