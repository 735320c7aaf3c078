/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.TimeRange;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import static org.apache.flink.connector.influxdb.source.FakeInfluxDB.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InfluxDBSplitReaderTest {

    private static final InfluxDBSplit SPLIT = InfluxDBSplit.unread(new TimeRange(0, 10_000));

    private final FakeInfluxDB server = new FakeInfluxDB();
    private final ReadMetrics metrics = new ReadMetrics();
    private final List<String> finished = new ArrayList<>();

    private InfluxDBSplitReader reader(InfluxDBQuery query, Duration backoff) {
        RetryOptions retry = new RetryOptions(2, backoff, backoff);
        Readings readings =
                new Readings(
                        query,
                        server,
                        new ReadOptions(retry, TailOptions.DEFAULT, 2),
                        new Random(1),
                        System::nanoTime,
                        metrics);
        return new InfluxDBSplitReader(readings::open, System::nanoTime, metrics);
    }

    private InfluxDBSplitReader reader(InfluxDBQuery query, InfluxDBSplit... splits) {
        InfluxDBSplitReader reader = reader(query, Duration.ofNanos(1));
        reader.handleSplitsChanges(new SplitsAddition<>(List.of(splits)));
        return reader;
    }

    private InfluxDBSplitReader reader(InfluxDBSplit... splits) {
        return reader(TestQueries.MEASUREMENT, splits);
    }

    private List<InfluxDBRow> fetch(InfluxDBSplitReader reader) throws Exception {
        RecordsWithSplitIds<SplitElement> batch = reader.fetch();
        List<InfluxDBRow> rows = new ArrayList<>();
        while (batch.nextSplit() != null) {
            for (SplitElement element = batch.nextRecordFromSplit();
                    element != null;
                    element = batch.nextRecordFromSplit()) {
                rows.add(((SplitElement.Row) element).row());
            }
        }
        finished.addAll(batch.finishedSplits());
        batch.recycle();
        return rows;
    }

    private List<InfluxDBRow> readAll(InfluxDBSplitReader reader, int splits) throws Exception {
        List<InfluxDBRow> rows = new ArrayList<>();
        while (finished.size() < splits) {
            rows.addAll(fetch(reader));
        }
        return rows;
    }

    private List<InfluxDBRow> put(int count) {
        List<InfluxDBRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(row(i, "a", i));
            server.with(rows.get(i));
        }
        return rows;
    }

    @Test
    void testRowsOfASplitComeInBatchesAndThenItIsFinished() throws Exception {
        List<InfluxDBRow> rows = put(2500);

        List<InfluxDBRow> read = readAll(reader(SPLIT), 1);

        assertThat(read).isEqualTo(rows);
        assertThat(finished).containsExactly(SPLIT.splitId());
    }

    @Test
    void testNothingIsAskedBeforeSomebodyFetches() {
        put(1);

        reader(SPLIT);

        assertThat(server.queries()).isEmpty();
    }

    @Test
    void testSplitsAreReadOneAfterTheOther() throws Exception {
        put(30);
        InfluxDBSplit second = InfluxDBSplit.unread(new TimeRange(10_000, 20_000));
        server.with(row(10_000, "a", 1));

        List<InfluxDBRow> read = readAll(reader(SPLIT, second), 2);

        assertThat(read).hasSize(31);
        assertThat(finished).containsExactly(SPLIT.splitId(), second.splitId());
    }

    @Test
    void testPositionOfACheckpointIsReadOnFrom() throws Exception {
        put(5);
        InfluxDBSplit half =
                SPLIT.withPosition(
                        new SplitPosition.AtInstant(
                                2, List.of(new RowHasher().identity(row(2, "a", 2)))));

        assertThat(readAll(reader(half), 1)).containsExactly(row(3, "a", 3), row(4, "a", 4));
        assertThat(server.queries()).containsExactly(new TimeRange(2, 10_000));
    }

    @Test
    void testPassingFaultIsReadOnBehind() throws Exception {
        List<InfluxDBRow> rows = put(10);
        server.failAfter(4, Kind.INCOMPLETE);

        assertThat(readAll(reader(SPLIT), 1)).isEqualTo(rows);
        assertThat(server.queries())
                .containsExactly(new TimeRange(0, 10_000), new TimeRange(3, 10_000));
        assertThat(metrics.retries()).isEqualTo(1);
    }

    @Test
    void testRowsOfTheSameInstantAreKnownAgainWhateverTheirOrder() throws Exception {
        server.with(row(5, "a", 1)).with(row(5, "b", 2)).with(row(5, "c", 3));
        server.failAfter(2, Kind.CONNECTION);
        InfluxDBSplitReader reader = reader(SPLIT);
        List<InfluxDBRow> read = new ArrayList<>(fetch(reader));

        // A late point lets the server answer in another order.
        server.with(row(5, "0", 4)).reverse();
        read.addAll(readAll(reader, 1));

        assertThat(read)
                .containsExactlyInAnyOrder(
                        row(5, "a", 1), row(5, "b", 2), row(5, "c", 3), row(5, "0", 4));
    }

    @Test
    void testFaultsWithoutProgressEndTheRetries() {
        put(10);
        for (int i = 0; i < 3; i++) {
            server.failAfter(0, Kind.CONNECTION);
        }

        assertThatThrownBy(() -> readAll(reader(SPLIT), 1))
                .isInstanceOf(InfluxDBException.class)
                .hasMessageContaining(SPLIT.splitId())
                .hasMessageContaining("after 2 retries without a new row")
                .hasMessageContaining("measurement 'cpu'")
                .hasMessageContaining("fake fault CONNECTION");
    }

    @Test
    void testProgressMakesRetriesCountAnew() throws Exception {
        List<InfluxDBRow> rows = put(10);
        for (int i = 0; i < 8; i++) {
            // Each answer begins with the one row that is known already.
            server.failAfter(2, Kind.CONNECTION);
        }

        assertThat(readAll(reader(SPLIT), 1)).isEqualTo(rows);
    }

    @Test
    void testFaultThatCannotPassFailsAtOnce() {
        put(1);
        server.failAfter(0, Kind.INVALID);

        assertThatThrownBy(() -> readAll(reader(SPLIT), 1))
                .isInstanceOf(InfluxDBException.class)
                .hasMessageContaining("not a row of it was read")
                .hasMessageContaining("fake fault INVALID");
    }

    @Test
    void testRowsOutOfOrderFail() {
        put(3);
        server.reverse();

        assertThatThrownBy(() -> readAll(reader(SPLIT), 1))
                .isInstanceOf(InfluxDBException.class)
                .hasMessageContaining("came out of order");
    }

    @Test
    void testSplitTooHeavyIsHalvedUntilItFits() throws Exception {
        List<InfluxDBRow> rows = put(100);
        server.withRoomFor(30);

        assertThat(readAll(reader(InfluxDBSplit.unread(new TimeRange(0, 100))), 1)).isEqualTo(rows);
        assertThat(metrics.halvings()).isEqualTo(2);
        assertThat(server.queries())
                .containsExactly(
                        new TimeRange(0, 100),
                        new TimeRange(0, 50),
                        new TimeRange(0, 25),
                        new TimeRange(25, 50),
                        new TimeRange(50, 75),
                        new TimeRange(75, 100));
    }

    @Test
    void testRestOfASplitIsHalvedWhereItGetsTooHeavyOnTheWay() throws Exception {
        List<InfluxDBRow> rows = put(100);
        server.failAfter(41, Kind.TOO_HEAVY);

        assertThat(readAll(reader(InfluxDBSplit.unread(new TimeRange(0, 100))), 1)).isEqualTo(rows);
        assertThat(server.queries())
                .containsExactly(
                        new TimeRange(0, 100), new TimeRange(40, 70), new TimeRange(70, 100));
    }

    @Test
    void testInstantThatIsTooHeavyFails() {
        server.with(row(1, "a", 1)).with(row(1, "b", 2)).withRoomFor(1);

        assertThatThrownBy(() -> readAll(reader(SPLIT), 1))
                .isInstanceOf(InfluxDBException.class)
                .hasMessageContaining("Even a single instant is too much");
    }

    @Test
    void testQueryOfOnesOwnThatIsTooHeavyFailsWithAdvice() {
        put(10);
        server.withRoomFor(1);

        assertThatThrownBy(() -> readAll(reader(TestQueries.TEXT, SPLIT), 1))
                .isInstanceOf(InfluxDBException.class)
                .hasMessageContaining("setSplitDuration");
    }

    @Test
    void testQueryOfOnesOwnGoesOnBehindTheSameRows() throws Exception {
        List<InfluxDBRow> rows = put(10);
        server.reverse().failAfter(4, Kind.CONNECTION);

        assertThat(readAll(reader(TestQueries.TEXT, SPLIT), 1))
                .containsExactlyInAnyOrderElementsOf(rows);
        assertThat(server.queries())
                .containsExactly(new TimeRange(0, 10_000), new TimeRange(0, 10_000));
    }

    @Test
    void testQueryOfOnesOwnWithAnotherAnswerFails() throws Exception {
        put(10);
        server.failAfter(4, Kind.CONNECTION);
        InfluxDBSplitReader reader = reader(TestQueries.TEXT, SPLIT);
        fetch(reader);

        server.reverse();

        assertThatThrownBy(() -> readAll(reader, 1))
                .isInstanceOf(InfluxDBException.class)
                .hasMessageContaining("its first 4 rows are not the same");
    }

    @Test
    void testQueryOfOnesOwnWithAShorterAnswerFails() {
        put(3);
        InfluxDBSplit behind =
                SPLIT.withPosition(new SplitPosition.AfterRows(5, new Hash128(1, 2)));

        assertThatThrownBy(() -> readAll(reader(TestQueries.TEXT, behind), 1))
                .isInstanceOf(InfluxDBException.class)
                .hasMessageContaining("it now has 3 rows only");
    }

    @Test
    void testPausedSplitLetsTheNextOneBeRead() throws Exception {
        put(3);
        InfluxDBSplit second = InfluxDBSplit.unread(new TimeRange(10_000, 20_000));
        server.with(row(10_000, "b", 1));
        InfluxDBSplitReader reader = reader(SPLIT, second);

        reader.pauseOrResumeSplits(List.of(SPLIT), List.of());
        List<InfluxDBRow> whilePaused = readAll(reader, 1);
        reader.pauseOrResumeSplits(List.of(), List.of(SPLIT));
        List<InfluxDBRow> afterwards = readAll(reader, 2);

        assertThat(whilePaused).containsExactly(row(10_000, "b", 1));
        assertThat(afterwards).hasSize(3);
    }

    @Test
    void testWakeUpEndsTheWaitForARetryAndLosesNothing() throws Exception {
        List<InfluxDBRow> rows = put(10);
        server.failAfter(4, Kind.CONNECTION);
        InfluxDBSplitReader reader = reader(TestQueries.MEASUREMENT, Duration.ofSeconds(2));
        reader.handleSplitsChanges(new SplitsAddition<>(List.of(SPLIT)));
        List<InfluxDBRow> read = new ArrayList<>(fetch(reader));

        reader.wakeUp();
        long start = System.nanoTime();
        List<InfluxDBRow> woken = fetch(reader);

        assertThat(woken).isEmpty();
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(1));
        read.addAll(readAll(reader, 1));
        assertThat(read).isEqualTo(rows);
    }

    @Test
    void testWakeUpEndsABatchWithoutASecondQuery() throws Exception {
        List<InfluxDBRow> rows = put(10);
        InfluxDBSplitReader reader = reader(SPLIT);

        reader.wakeUp();
        List<InfluxDBRow> read = new ArrayList<>(fetch(reader));
        read.addAll(readAll(reader, 1));

        assertThat(read).isEqualTo(rows);
        assertThat(server.queries()).hasSize(1);
    }

    @Test
    void testCancelAndTheClosedClientEndASilentRead() throws Exception {
        put(10);
        server.fallSilentAfter(3);
        InfluxDBSplitReader reader = reader(SPLIT);
        CompletableFuture<List<InfluxDBRow>> blocked =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return fetch(reader);
                            } catch (Exception e) {
                                throw new IllegalStateException(e);
                            }
                        });

        reader.cancel();
        server.close();

        assertThat(blocked.get(10, TimeUnit.SECONDS)).isEmpty();
    }
}
