/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.base.sink.writer.BufferedRequestState;
import org.apache.flink.connector.influxdb.client.Precision;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.sink.DeadLetter.Category;
import org.apache.flink.testutils.logging.LoggerAuditingExtension;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.event.Level;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

import static org.apache.flink.connector.influxdb.sink.FakeClient.noConnection;
import static org.apache.flink.connector.influxdb.sink.RequestWriterFixture.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

/** Batches that a server refuses: of which only the refused points are rejected. */
class RefusedBatchesTest {

    private static final String CONFLICT =
            "partial write: field type conflict: input field \"f\" on measurement \"m\" is type"
                    + " float, already exists as type integer dropped=1";

    @RegisterExtension
    final LoggerAuditingExtension log =
            new LoggerAuditingExtension(Rejections.class.getPackageName(), Level.WARN);

    private final List<DeadLetter> letters = new ArrayList<>();
    private final Set<String> written = new HashSet<>();

    private RequestWriterFixture fixture(int maxPoints, long maxBytes) {
        return RequestWriterFixture.withDeadLetters(
                new SinkSettings.Batching(maxPoints, maxBytes, 1000, 1, 10_000), letters::add);
    }

    private static String point(int number, boolean good) {
        return "m f=" + (good ? "1i " : "0.5 ") + number;
    }

    private static InfluxDBException refusal(int status, String words, List<String> quoted) {
        return new InfluxDBException(
                Kind.REJECTED, "Write failed: " + words, null, status, words, null, quoted);
    }

    /** Answers until nothing is open; says how many requests that took. */
    private int serve(RequestWriterFixture f, Function<List<String>, InfluxDBException> server) {
        int requests = 0;
        while (!f.client.open().isEmpty()) {
            for (FakeClient.Request request : f.client.open()) {
                requests++;
                InfluxDBException refusal = server.apply(request.lines());
                if (refusal == null) {
                    written.addAll(request.lines());
                    request.confirm();
                } else {
                    request.fail(refusal);
                }
            }
            f.task.runMails();
        }
        return requests;
    }

    private static InfluxDBException conflicts(List<String> lines) {
        return lines.stream().anyMatch(line -> line.contains("0.5"))
                ? refusal(422, CONFLICT, List.of())
                : null;
    }

    private void write(RequestWriterFixture f, List<String> points) throws Exception {
        for (String point : points) {
            f.writer.write(line(point), null);
        }
    }

    @Test
    void testPointsOfTheWrongTypeAreFoundByHalvingAndAllOthersWritten() throws Exception {
        RequestWriterFixture f = fixture(1024, 1_000_000);
        Set<Integer> bad = Set.of(0, 17, 18, 700, 1023);
        List<String> points =
                IntStream.range(0, 1024).mapToObj(i -> point(i, !bad.contains(i))).toList();

        write(f, points);
        int requests = serve(f, RefusedBatchesTest::conflicts);

        assertThat(letters)
                .extracting(DeadLetter::lineProtocol)
                .containsExactlyInAnyOrderElementsOf(
                        bad.stream().map(i -> point(i, false)).toList());
        assertThat(letters)
                .allSatisfy(
                        letter -> {
                            assertThat(letter.category()).isEqualTo(Category.TYPE_CONFLICT);
                            assertThat(letter.status()).isEqualTo(422);
                            assertThat(letter.reason()).isEqualTo(CONFLICT);
                            assertThat(letter.bucket()).isEqualTo("metrics");
                        });
        assertThat(written).hasSize(1024 - bad.size());
        assertThat(requests).isLessThanOrEqualTo(1 + 2 * bad.size() * 10);
        assertThat(f.task.counter(SinkMetric.REJECTED)).isEqualTo(5);
        assertThat(f.task.counter(SinkMetric.REJECTED_TYPE_CONFLICT)).isEqualTo(5);
        assertThat(f.task.gauge(SinkMetric.BUFFERED)).isZero();
    }

    @Test
    void testRefusedPointsAreSkippedWithOneLineInTheLogIfThatIsWanted() throws Exception {
        RequestWriterFixture f =
                RequestWriterFixture.rejecting(
                        new SinkSettings.Batching(64, 1_000_000, 1000, 1, 10_000),
                        SinkSettings.Rejecting.SKIP);
        f.task.pass(1_000);
        Set<Integer> bad = Set.of(7, 8, 40);

        write(f, IntStream.range(0, 64).mapToObj(i -> point(i, !bad.contains(i))).toList());
        serve(f, RefusedBatchesTest::conflicts);

        assertThat(written).hasSize(61);
        assertThat(f.task.counter(SinkMetric.REJECTED)).isEqualTo(3);
        assertThat(f.checkpoint()).isEmpty();
        assertThat(log.getMessages())
                .singleElement(STRING)
                .contains("sink.on-error is 'skip'", "bucket 'metrics'", CONFLICT);
    }

    @Test
    void testLinesThatTheServerQuotesAreRejectedAtOnce() throws Exception {
        RequestWriterFixture f = fixture(4, 1_000_000);
        String words =
                "unable to parse 'm f=x 2': invalid boolean\n"
                        + "unable to parse 'm f=y 3': bad timestamp";

        write(f, List.of("m f=1 1", "m f=x 2", "m f=y 3", "m f=1 4"));
        int requests =
                serve(
                        f,
                        lines ->
                                lines.contains("m f=x 2")
                                        ? refusal(400, words, List.of("m f=x 2", "m f=y 3"))
                                        : null);

        assertThat(letters)
                .extracting(DeadLetter::lineProtocol, DeadLetter::reason)
                .containsExactly(
                        tuple("m f=x 2", "invalid boolean"), tuple("m f=y 3", "bad timestamp"));
        assertThat(written).containsExactlyInAnyOrder("m f=1 1", "m f=1 4");
        assertThat(requests).isEqualTo(2);
    }

    @Test
    void testBatchWhoseEveryPartIsRefusedInOtherWordsFailsTheJob() throws Exception {
        // Given a proxy that takes the header of the compression away
        RequestWriterFixture f = fixture(200, 1_000_000);
        write(f, IntStream.range(0, 200).mapToObj(i -> point(i, true)).toList());

        assertThatThrownBy(
                        () ->
                                serve(
                                        f,
                                        lines ->
                                                refusal(
                                                        400,
                                                        "unable to parse '\u001f\u008b': missing"
                                                                + " fields",
                                                        List.of("\u001f\u008b"))))
                .hasStackTraceContaining("words that name none of its points");
        assertThat(letters).isEmpty();
        assertThat(f.client.requests).hasSizeLessThanOrEqualTo(65);
    }

    @Test
    void testPointRefusedInOtherWordsIsRejectedOnceOthersAreTaken() throws Exception {
        RequestWriterFixture f = fixture(8, 1_000_000);
        List<String> points = IntStream.range(0, 8).mapToObj(i -> point(i, i != 0)).toList();

        write(f, points);
        serve(
                f,
                lines ->
                        lines.contains(points.get(0))
                                ? refusal(400, "unable to parse 'm': what?", List.of("m"))
                                : null);

        assertThat(letters)
                .extracting(DeadLetter::lineProtocol, DeadLetter::category)
                .containsExactly(tuple(points.get(0), Category.MALFORMED));
        assertThat(written).hasSize(7);
        assertThat(f.task.gauge(SinkMetric.BUFFERED)).isZero();
    }

    @Test
    void testCheckpointHoldsASearchAndItGoesOnAfterwards() throws Exception {
        // Given a search in its middle: one half was taken, the other is left in parts
        RequestWriterFixture f = fixture(64, 1_000_000);
        List<String> points = IntStream.range(0, 64).mapToObj(i -> point(i, i != 40)).toList();
        write(f, points);
        f.client.last().fail(conflicts(points));
        f.task.runMails();
        written.addAll(f.client.last().lines());
        f.client.last().confirm();
        f.task.runMails();
        f.task.whenItWaits(() -> f.client.last().fail(conflicts(points)));
        f.writer.flush(false);
        var state = f.writer.snapshotState(1);
        assertThat(state.get(0).getBufferedRequestEntries()).hasSize(32);

        // When it is restored elsewhere
        RequestWriterFixture g = new RequestWriterFixture(f.settings, state, new FakeClient());
        g.task.pass(1000);

        // Then it goes on with the parts
        assertThat(g.client.last().lines()).hasSize(16);
        serve(g, RefusedBatchesTest::conflicts);
        assertThat(letters).extracting(DeadLetter::lineProtocol).containsExactly(points.get(40));
        assertThat(written).hasSize(63);
    }

    @Test
    void testTooLargeRequestIsHalvedByBytesAndTheLimitIsKept() throws Exception {
        RequestWriterFixture f = fixture(100, 1_000_000);
        List<String> points = IntStream.range(100, 200).mapToObj(i -> point(i, true)).toList();
        Function<List<String>, InfluxDBException> server =
                lines ->
                        lines.stream().mapToInt(line -> line.length() + 1).sum() > 300
                                ? FakeClient.answer(Kind.TOO_LARGE, 413, "too large")
                                : null;

        write(f, points);
        serve(f, server);
        assertThat(written).hasSize(100);
        assertThat(letters).isEmpty();
        long halvings = f.task.counter(SinkMetric.HALVINGS);
        assertThat(halvings).isEqualTo(2);

        write(f, points);
        serve(f, server);

        assertThat(f.task.counter(SinkMetric.HALVINGS)).isEqualTo(halvings);
    }

    @Test
    void testPointThatIsTooLargeAloneIsRejected() throws Exception {
        RequestWriterFixture f = fixture(3, 1_000_000);
        String big = "m f=\"" + "x".repeat(500) + "\" 1";

        write(f, List.of("m f=1i 1", big, "m f=1i 3"));
        serve(
                f,
                lines ->
                        lines.contains(big)
                                ? FakeClient.answer(Kind.TOO_LARGE, 413, "too large")
                                : null);

        assertThat(letters)
                .extracting(DeadLetter::lineProtocol, DeadLetter::category)
                .containsExactly(tuple(big, Category.TOO_LARGE));
        assertThat(written).containsExactlyInAnyOrder("m f=1i 1", "m f=1i 3");
    }

    @Test
    void testNewerValueOfARejectedPointGoesOnceTheRefusedRequestCannotLandAnyMore()
            throws Exception {
        RequestWriterFixture f = fixture(1, 1_000_000);
        write(f, List.of(point(1, false)));
        f.task.pass(1_000);
        serve(f, RefusedBatchesTest::conflicts);
        assertThat(letters).hasSize(1);

        write(f, List.of(point(1, true)));
        f.task.pass(9_999);
        assertThat(f.client.open()).isEmpty();
        f.task.pass(1);
        serve(f, RefusedBatchesTest::conflicts);

        assertThat(written).containsExactly(point(1, true));
    }

    @Test
    void testDeadLetterHasItsTimeInNanosecondsWhateverTheSinkSends() throws Exception {
        SinkSettings settings =
                new SinkSettings(
                        "metrics",
                        Precision.S,
                        new SinkSettings.Batching(1, 100, 1000, 1, 10),
                        new SinkSettings.Retrying(200, 1000, SinkSettings.Retrying.NO_LIMIT),
                        new SinkSettings.Rejecting(OnError.DEAD_LETTER, letters::add),
                        new GuardingChoices().settings(),
                        RequestWriterFixture.WATCHING);
        RequestWriterFixture f = new RequestWriterFixture(settings, List.of(), new FakeClient());

        write(f, List.of("m f=0.5 1767225600"));
        serve(f, RefusedBatchesTest::conflicts);

        assertThat(letters)
                .extracting(DeadLetter::lineProtocol)
                .containsExactly("m f=0.5 1767225600000000000");
    }

    @Test
    void testSearchWithoutAnythingTakenGoesOnFromACheckpoint() throws Exception {
        // Given a batch of which the first point was refused, in words that may mean every point
        RequestWriterFixture f = fixture(8, 1_000_000);
        List<String> points = IntStream.range(0, 8).mapToObj(i -> point(i, i != 0)).toList();
        write(f, points);
        for (int i = 0; i < 4; i++) {
            f.client.last().fail(refusal(400, "unable to parse 'm': what?", List.of("m")));
            f.task.runMails();
        }
        f.task.whenItWaits(() -> f.client.last().fail(noConnection()));
        f.writer.flush(false);
        List<BufferedRequestState<LineEntry>> state = f.writer.snapshotState(1);
        assertThat(letters).isEmpty();

        // When a job goes on from there, and the server refuses that point only
        RequestWriterFixture restored =
                new RequestWriterFixture(f.settings, state, new FakeClient());
        restored.task.pass(1_000);
        serve(
                restored,
                lines ->
                        lines.contains(points.get(0))
                                ? refusal(400, "unable to parse 'm': what?", List.of("m"))
                                : null);

        assertThat(letters).extracting(DeadLetter::lineProtocol).containsExactly(points.get(0));
        assertThat(written).containsExactlyInAnyOrderElementsOf(points.subList(1, 8));
    }

    @Test
    void testSearchThatEndsWithAPointTooLargeLeavesNoneBehind() throws Exception {
        RequestWriterFixture f = fixture(2, 1_000_000);
        write(f, List.of("m f=1i 1", "m f=1i 2"));
        f.client.last().fail(refusal(400, "unable to parse 'm': what?", List.of("m")));
        f.task.runMails();
        f.client.last().fail(refusal(400, "unable to parse 'm': what?", List.of("m")));
        f.task.runMails();

        f.client.last().fail(FakeClient.answer(Kind.TOO_LARGE, 413, "too large"));

        assertThatThrownBy(f.task::runMails)
                .hasStackTraceContaining("words that name none of its points");
    }
}
