/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.sink.DeadLetter.Category;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.apache.flink.connector.influxdb.sink.FakeClient.answer;
import static org.apache.flink.connector.influxdb.sink.RequestWriterFixture.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** A server that fails with 500: with one point, with one batch for a while, with everything. */
class PoisonBatchesTest {

    private static final String POISON = "poison";
    private static final InfluxDBException FAULT =
            answer(Kind.SERVER, 500, "an internal error has occurred");

    private final List<DeadLetter> letters = new ArrayList<>();
    private final Set<String> written = new HashSet<>();
    private final List<Integer> sizes = new ArrayList<>();

    private RequestWriterFixture fixture(int lanes) {
        return RequestWriterFixture.withDeadLetters(
                new SinkSettings.Batching(64, 1_000_000, 1_000, lanes, 10_000), letters::add);
    }

    /** A server that fails with whatever holds the poison. */
    private static InfluxDBException failsWithPoison(List<String> lines) {
        return lines.stream().anyMatch(line -> line.contains(POISON)) ? FAULT : null;
    }

    /** Answers, and lets time pass, until nothing is left or so many requests were answered. */
    private void serve(
            RequestWriterFixture f, int most, Function<List<String>, InfluxDBException> server)
            throws Exception {
        int answered = 0;
        while (answered < most
                && (!f.client.open().isEmpty() || f.task.gauge(SinkMetric.BUFFERED) > 0)) {
            for (FakeClient.Request request : f.client.open()) {
                answered++;
                InfluxDBException failure = server.apply(request.lines());
                if (failure == null) {
                    written.addAll(request.lines());
                    request.confirm();
                } else {
                    sizes.add(request.lines().size());
                    request.fail(failure);
                }
            }
            f.task.runMails();
            f.task.pass(1_000);
        }
    }

    private static List<String> series(String name, int count, int... poisoned) {
        List<String> points =
                new ArrayList<>(
                        IntStream.range(0, count).mapToObj(i -> name + " f=1 " + i).toList());
        for (int i : poisoned) {
            points.set(i, name + " f=\"" + POISON + "\" " + i);
        }
        return points;
    }

    private void write(RequestWriterFixture f, List<String> points) throws Exception {
        for (String point : points) {
            f.writer.write(line(point), null);
        }
    }

    private void assertOnlyPoisonIsRejected(int poisoned, int others) {
        assertThat(letters)
                .hasSize(poisoned)
                .allSatisfy(
                        letter -> {
                            assertThat(letter.lineProtocol()).contains(POISON);
                            assertThat(letter.category()).isEqualTo(Category.MALFORMED);
                            assertThat(letter.status()).isEqualTo(500);
                            assertThat(letter.reason())
                                    .contains("failed 10 times in a row with this point alone")
                                    .contains("an internal error has occurred");
                        });
        assertThat(written).hasSize(others);
    }

    @Test
    void testPoisonIsFoundWhileOtherLanesLandAndAllOtherPointsAreWritten() throws Exception {
        RequestWriterFixture f = fixture(4);
        for (int i = 0; i < 20; i++) {
            write(f, i == 3 ? series("s" + i, 64, 40) : series("s" + i, 64));
        }

        serve(f, 10_000, PoisonBatchesTest::failsWithPoison);

        assertOnlyPoisonIsRejected(1, 20 * 64 - 1);
        assertThat(f.task.gauge(SinkMetric.BUFFERED)).isZero();
    }

    @Test
    void testBatchIsSentWholeTenTimesFirst() throws Exception {
        RequestWriterFixture f = fixture(1);
        write(f, series("a", 64, 0));

        serve(f, 10_000, PoisonBatchesTest::failsWithPoison);

        assertThat(sizes.subList(0, 11)).startsWith(64, 64, 64, 64, 64, 64, 64, 64, 64, 64);
        assertThat(sizes).filteredOn(size -> size == 64).hasSizeBetween(10, 11);
        assertOnlyPoisonIsRejected(1, 63);
    }

    @ParameterizedTest(name = "at {0}")
    @MethodSource
    void testPoisonIsFoundWhereverItIsInTheOnlyBatchThereIs(List<Integer> poisoned)
            throws Exception {
        RequestWriterFixture f = fixture(1);
        write(f, series("a", 64, poisoned.stream().mapToInt(i -> i).toArray()));

        serve(f, 10_000, PoisonBatchesTest::failsWithPoison);

        assertOnlyPoisonIsRejected(poisoned.size(), 64 - poisoned.size());
        assertThat(f.task.gauge(SinkMetric.BUFFERED)).isZero();
        assertThat(f.task.gauge(SinkMetric.IN_FLIGHT)).isZero();
    }

    static Stream<List<Integer>> testPoisonIsFoundWhereverItIsInTheOnlyBatchThereIs() {
        return Stream.of(List.of(0), List.of(63), List.of(17), List.of(0, 1, 2), List.of(5, 62));
    }

    @Test
    void testPoisonAloneLetsTheNextPointsPassAndIsRejectedOnceTheyLand() throws Exception {
        RequestWriterFixture f = fixture(1);
        write(f, series("a", 1, 0));
        f.task.pass(1_000);
        write(f, series("b", 10));

        serve(f, 10_000, PoisonBatchesTest::failsWithPoison);

        assertOnlyPoisonIsRejected(1, 10);
    }

    @Test
    void testPoisonAloneIsNeverRejectedWhileNothingElseLands() throws Exception {
        RequestWriterFixture f = fixture(1);
        write(f, series("a", 1, 0));

        serve(f, 100, PoisonBatchesTest::failsWithPoison);

        assertThat(letters).isEmpty();
        assertThat(f.task.gauge(SinkMetric.BUFFERED) + f.task.gauge(SinkMetric.IN_FLIGHT))
                .isEqualTo(1);
    }

    @Test
    void testNewerValueOfThePoisonDoesNotPassIt() throws Exception {
        RequestWriterFixture f = fixture(1);
        write(f, List.of("a f=\"" + POISON + "\" 1"));
        f.task.pass(1_000);
        write(f, List.of("a f=2 1", "b f=1 1"));

        serve(f, 100, PoisonBatchesTest::failsWithPoison);

        assertThat(written).isEmpty();
        assertThat(letters).isEmpty();
    }

    static Stream<Arguments> testAbsentOrBusyServerIsNeverTakenForPoison() {
        return Stream.of(
                arguments(1, answer(Kind.OVERLOADED, 503, "")),
                arguments(1, answer(Kind.OVERLOADED, 429, "too many requests")),
                arguments(1, answer(Kind.SERVER, 500, "timeout")),
                arguments(
                        1,
                        answer(Kind.SERVER, 500, "engine: cache-max-memory-size exceeded: (2/1)")),
                arguments(1, answer(Kind.MALFORMED, 502, "Bad Gateway")),
                arguments(4, FakeClient.noConnection()));
    }

    @ParameterizedTest(name = "{0} lanes, {1}")
    @MethodSource
    void testAbsentOrBusyServerIsNeverTakenForPoison(int lanes, InfluxDBException failure)
            throws Exception {
        RequestWriterFixture f = fixture(lanes);
        for (int i = 0; i < 10; i++) {
            write(f, series("s" + i, 64));
        }

        serve(f, 300, lines -> lines.isEmpty() ? null : failure);
        assertThat(sizes).hasSizeGreaterThan(250).allMatch(size -> size == 64);
        serve(f, 10_000, lines -> null);

        assertThat(letters).isEmpty();
        assertThat(written).hasSize(640);
    }

    @Test
    void testServerWhoseProbeFailsIsNeverSearched() throws Exception {
        // Given a proxy that answers everything with 500
        RequestWriterFixture f = fixture(1);
        write(f, series("a", 64));

        serve(f, 100, lines -> FAULT);

        assertThat(sizes).filteredOn(size -> size > 0).allMatch(size -> size == 64);
        assertThat(letters).isEmpty();
    }

    @Test
    void testPoisonInAllLanesIsFoundToo() throws Exception {
        RequestWriterFixture f = fixture(4);
        for (int i = 0; i < 12; i++) {
            write(f, series("s" + i, 64, 10, 20));
        }

        serve(f, 100_000, PoisonBatchesTest::failsWithPoison);

        assertOnlyPoisonIsRejected(24, 12 * 62);
    }

    @ParameterizedTest(name = "{0} lanes")
    @ValueSource(ints = {1, 4})
    void testServerThatFailsWithEveryPointForLongGetsThemAllInTheEnd(int lanes) throws Exception {
        // Given a server that only takes requests without points
        RequestWriterFixture f = fixture(lanes);
        for (int i = 0; i < 10; i++) {
            write(f, series("s" + i, 64));
        }

        serve(f, 3_000, lines -> lines.isEmpty() ? null : FAULT);
        assertThat(letters).isEmpty();
        serve(f, 10_000, lines -> null);

        assertThat(letters).isEmpty();
        assertThat(written).hasSize(640);
    }

    @Test
    void testWhatOtherBucketsTakeSaysNothingOfABucketThatFails() throws Exception {
        RequestWriterFixture f = fixture(4);
        for (int i = 0; i < 2_000; i++) {
            f.writer.write(line(i % 2 == 0 ? "full" : "well", "m,t=" + i % 20 + " f=1 " + i), null);
            if (i % 100 == 0) {
                serve(f, 20, lines -> lines.isEmpty() ? null : failsWithEven(lines));
            }
        }
        serve(f, 500, lines -> lines.isEmpty() ? null : failsWithEven(lines));
        assertThat(written).hasSize(1_000);

        serve(f, 10_000, lines -> null);

        assertThat(letters).isEmpty();
        assertThat(written).hasSize(2_000);
    }

    /** A server one of whose buckets, that of the even times, cannot be written. */
    private static InfluxDBException failsWithEven(List<String> lines) {
        String line = lines.get(0);
        return Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)) % 2 == 0 ? FAULT : null;
    }

    @Test
    void testPoisonFailsTheJobIfNoPointMayBeLeftOut() throws Exception {
        RequestWriterFixture f =
                new RequestWriterFixture(
                        new SinkSettings.Batching(4, 1_000, 1_000, 1, 100),
                        SinkSettings.Retrying.NO_LIMIT,
                        List.of());
        write(f, series("a", 4, 2));

        assertThatThrownBy(() -> serve(f, 10_000, PoisonBatchesTest::failsWithPoison))
                .hasStackTraceContaining("sink.on-error is 'fail'")
                .hasStackTraceContaining("failed 10 times in a row with this point alone");
    }

    @Test
    void testCheckpointInASearchHoldsEveryPoint() throws Exception {
        RequestWriterFixture f = fixture(1);
        List<String> points = series("a", 64, 0);
        write(f, points);

        for (int answered = 0; answered < 40; answered++) {
            serve(f, 1, PoisonBatchesTest::failsWithPoison);
            f.task.whenItWaits(() -> f.client.open().forEach(request -> request.fail(FAULT)));
            Set<String> held = new HashSet<>(f.checkpoint());
            held.addAll(written);
            letters.forEach(letter -> held.add(letter.lineProtocol()));
            assertThat(held).containsExactlyInAnyOrderElementsOf(points);
        }
    }
}
