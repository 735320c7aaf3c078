/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.TimeRange;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** An enumerator of a source that never ends: history first, then the tails. */
class TailEnumeratorTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final long T0 = EpochNanos.of(NOW);
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    /** Late arrival is a minute. */
    private static final long TAIL_START = T0 - MINUTE;

    private static final long START = T0 - 3 * MINUTE;

    private RecordingEnumeratorContext context = new RecordingEnumeratorContext(2);

    private final FakeInfluxDB server =
            new FakeInfluxDB()
                    .withClockAt(NOW)
                    .withPointsOf("cpu", START, TAIL_START - 1)
                    .withPointsOf("mem", START, TAIL_START - 1);

    private InfluxDBSplitEnumerator enumerator(
            MeasurementChoice choice, TimeBounds start, EnumeratorState state) {
        return enumerator(choice, start, state, TailOptions.DEFAULT);
    }

    private InfluxDBSplitEnumerator enumerator(
            MeasurementChoice choice, TimeBounds start, EnumeratorState state, TailOptions tail) {
        SourceScope scope =
                new SourceScope(
                        TestQueries.MEASUREMENT,
                        choice,
                        new PlanOptions(
                                start,
                                TimeBounds.latest(),
                                TimeRange.ALL.start(),
                                TimeRange.ALL.stop(),
                                null,
                                1000),
                        tail,
                        Duration.ofMinutes(1));
        RetryOptions retry = new RetryOptions(0, Duration.ofMillis(1), Duration.ofMillis(1));
        PatientPlanner planner = new PatientPlanner(scope, server, retry, new Random(1));
        return new InfluxDBSplitEnumerator(context, planner, scope, state);
    }

    private InfluxDBSplitEnumerator started(MeasurementChoice choice) {
        InfluxDBSplitEnumerator enumerator = enumerator(choice, at(START), EnumeratorState.INITIAL);
        enumerator.start();
        context.triggerAllActions();
        return enumerator;
    }

    private InfluxDBSplitEnumerator restored(EnumeratorState state) {
        InfluxDBSplitEnumerator enumerator = enumerator(cpu(), at(START), state);
        enumerator.start();
        return enumerator;
    }

    private static TimeBounds at(long time) {
        return TimeBounds.at(EpochNanos.toInstant(time));
    }

    private static MeasurementChoice cpu() {
        return MeasurementChoice.named(List.of("cpu"));
    }

    private static MeasurementChoice cpuAndMem() {
        return MeasurementChoice.named(List.of("cpu", "mem"));
    }

    private static InfluxDBSplit split(String measurement, long start, long stop) {
        return InfluxDBSplit.unread(measurement, new TimeRange(start, stop), 0);
    }

    private void register(InfluxDBSplitEnumerator enumerator, int subtask, InfluxDBSplit... has) {
        context.register(subtask, List.of(has));
        enumerator.addReader(subtask);
        enumerator.handleSplitRequest(subtask, "host");
        context.triggerAllActions();
    }

    private void fail(InfluxDBSplitEnumerator enumerator, int subtask, InfluxDBSplit... back) {
        context.unregister(subtask);
        enumerator.addSplitsBack(List.of(back), subtask);
        context.triggerAllActions();
    }

    private List<InfluxDBSplit> handedOut() {
        return context.assignments().stream()
                .flatMap(one -> one.assignment().values().stream())
                .flatMap(List::stream)
                .toList();
    }

    /** The state once history is read and the tails are with readers. */
    private static EnumeratorState following() {
        PlanProgress done = new PlanProgress(START, TAIL_START, TAIL_START);
        return new EnumeratorState(
                START, List.of(new MeasurementPlan("cpu", done, true)), List.of());
    }

    private static InfluxDBSplit tail(long settled, long mark) {
        return InfluxDBSplit.tail("cpu", TAIL_START)
                .withPosition(new SplitPosition.InTail(settled, mark, SeenPoints.NONE));
    }

    @Test
    void testTailStartsExactlyWhereHistoryEnds() {
        InfluxDBSplitEnumerator enumerator = started(cpu());

        register(enumerator, 0);
        register(enumerator, 1);

        assertThat(handedOut())
                .containsExactly(
                        split("cpu", START, TAIL_START), InfluxDBSplit.tail("cpu", TAIL_START));
    }

    @Test
    void testStartBehindHistoryBeginsWithTheTail() {
        InfluxDBSplitEnumerator enumerator =
                enumerator(cpu(), TimeBounds.latest(), EnumeratorState.INITIAL);
        enumerator.start();
        context.triggerAllActions();

        register(enumerator, 0);
        register(enumerator, 1);

        assertThat(handedOut()).containsExactly(InfluxDBSplit.tail("cpu", T0));
    }

    @Test
    void testPollDelayLongerThanLateArrivalPutsTheTailBack() {
        TailOptions delayed =
                new TailOptions(
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(2),
                        Duration.ZERO,
                        Duration.ofSeconds(1),
                        1000);
        InfluxDBSplitEnumerator enumerator =
                enumerator(cpu(), TimeBounds.earliest(), EnumeratorState.INITIAL, delayed);
        enumerator.start();
        context.triggerAllActions();

        assertThat(enumerator.snapshotState(1).plans().get(0).tailStart())
                .isEqualTo(T0 - 2 * MINUTE);
    }

    @Test
    void testNothingIsHandedOutBeforeAllReadersAreThere() {
        InfluxDBSplitEnumerator enumerator = started(cpu());

        register(enumerator, 1);

        assertThat(handedOut()).isEmpty();
    }

    @Test
    void testTailWaitsUntilTheHistoryOfAllMeasurementsIsHandedOut() {
        context = new RecordingEnumeratorContext(1);
        // The second week makes two splits of each.
        server.withShardsOf(MINUTE);
        InfluxDBSplitEnumerator enumerator = started(cpuAndMem());

        register(enumerator, 0);
        assertThat(handedOut()).isNotEmpty().noneMatch(InfluxDBSplit::isTail);

        while (!enumerator.snapshotState(1).unassigned().isEmpty()) {
            enumerator.handleSplitRequest(0, "host");
            context.triggerAllActions();
        }
        assertThat(handedOut())
                .endsWith(
                        InfluxDBSplit.tail("cpu", TAIL_START),
                        InfluxDBSplit.tail("mem", TAIL_START));
    }

    @Test
    void testTailsAreSpreadOverTheReaders() {
        InfluxDBSplitEnumerator enumerator = started(cpuAndMem());

        register(enumerator, 0);
        register(enumerator, 1);

        assertThat(context.splitsOf(0)).contains(InfluxDBSplit.tail("cpu", TAIL_START));
        assertThat(context.splitsOf(1)).contains(InfluxDBSplit.tail("mem", TAIL_START));
    }

    @Test
    void testReaderWithoutATailMayBeIdleOnceAllHistoryIsHandedOut() {
        InfluxDBSplitEnumerator enumerator = started(cpu());

        register(enumerator, 0);
        assertThat(context.getSentEvents()).isEmpty();
        register(enumerator, 1);

        assertThat(context.getSentEvents()).containsOnlyKeys(1);
        assertThat(context.getSentEvents().get(1)).containsExactly(new NoTailEvent());
    }

    @Test
    void testHistoryIsABacklogUntilTheTailsAreOut() {
        InfluxDBSplitEnumerator enumerator = started(cpu());
        assertThat(context.backlog()).containsExactly(true);

        register(enumerator, 0);
        register(enumerator, 1);

        assertThat(context.backlog()).containsExactly(true, false);
    }

    @Test
    void testTailOfAFailedReaderIsGivenAgain() {
        InfluxDBSplitEnumerator enumerator = started(cpu());
        register(enumerator, 0);
        register(enumerator, 1);
        InfluxDBSplit tail = InfluxDBSplit.tail("cpu", TAIL_START);

        fail(enumerator, 0, tail);
        assertThat(enumerator.snapshotState(1).unassigned()).containsExactly(tail);
        register(enumerator, 0);

        assertThat(enumerator.snapshotState(2).unassigned()).isEmpty();
        assertThat(handedOut().stream().filter(tail::equals)).hasSize(2);
    }

    @Test
    void testReportedSplitsAreInTheStateUntilTheyAreHandedOut() {
        InfluxDBSplitEnumerator enumerator = restored(following());
        InfluxDBSplit history = split("cpu", START, START + MINUTE);
        InfluxDBSplit tail = tail(TAIL_START, TAIL_START + 5);

        register(enumerator, 0, tail, history);
        assertThat(enumerator.snapshotState(1).unassigned()).containsExactly(history, tail);
        register(enumerator, 1);

        assertThat(enumerator.snapshotState(2).unassigned()).isEmpty();
        assertThat(handedOut()).containsExactlyInAnyOrder(history, tail);
    }

    @Test
    void testSplitsThatAreReportedFromTheSameCheckpointAgainAreIgnored() {
        context = new RecordingEnumeratorContext(2);
        InfluxDBSplitEnumerator enumerator = restored(following());
        InfluxDBSplit first = split("cpu", START, START + MINUTE);
        InfluxDBSplit second = split("cpu", START + MINUTE, START + 2 * MINUTE);
        register(enumerator, 0, first, second);
        register(enumerator, 1);
        assertThat(context.splitsOf(0)).containsExactly(first);
        assertThat(context.splitsOf(1)).containsExactly(second);

        fail(enumerator, 0, first);
        register(enumerator, 0, first, second);

        assertThat(handedOut().stream().filter(first::equals)).hasSize(2);
        assertThat(handedOut().stream().filter(second::equals)).hasSize(1);
    }

    @Test
    void testSplitsThatAreReportedFromALaterCheckpointAreHandedOut() {
        InfluxDBSplitEnumerator enumerator = restored(following());
        InfluxDBSplit split = split("cpu", START, START + MINUTE);
        register(enumerator, 0, split);
        register(enumerator, 1);
        enumerator.snapshotState(1);
        enumerator.notifyCheckpointComplete(1);

        fail(enumerator, 0);
        register(enumerator, 0, split);

        assertThat(handedOut()).containsExactly(split, split);
    }

    @Test
    void testTailThatIsFarBehindIsClosedAndWhatLiesBetweenIsReadAsHistory() {
        InfluxDBSplitEnumerator enumerator = restored(following());
        long mark = TAIL_START + MINUTE;
        InfluxDBSplit tail = tail(TAIL_START, mark);
        server.withClockAt(NOW.plus(Duration.ofDays(2))).withPointsOf("cpu", T0 + 60 * MINUTE);
        long newTail = TAIL_START + Duration.ofDays(2).toNanos();

        register(enumerator, 0, tail);
        register(enumerator, 1);

        assertThat(handedOut())
                .containsExactly(
                        new InfluxDBSplit(
                                "cpu", new TimeRange(TAIL_START, mark), 0, tail.position()),
                        split("cpu", mark, newTail),
                        InfluxDBSplit.tail("cpu", newTail));
        assertThat(enumerator.snapshotState(1))
                .isEqualTo(
                        new EnumeratorState(
                                START,
                                List.of(
                                        new MeasurementPlan(
                                                "cpu",
                                                new PlanProgress(mark, newTail, newTail),
                                                true)),
                                List.of()));
    }

    @Test
    void testPointsThatATailHandedOnBehindItsMarkAreLeftToItsClosing() {
        long mark = TAIL_START + MINUTE;
        InfluxDBSplit tail =
                InfluxDBSplit.tail("cpu", TAIL_START)
                        .withPosition(
                                new SplitPosition.InTail(
                                        TAIL_START,
                                        mark,
                                        SeenPoints.ofPacked(new long[] {mark + 7, 1, 2, 3})));
        server.withClockAt(NOW.plus(Duration.ofDays(2))).withPointsOf("cpu", T0 + 60 * MINUTE);
        InfluxDBSplitEnumerator enumerator = restored(following());

        register(enumerator, 0, tail);
        register(enumerator, 1);

        assertThat(handedOut().get(0).range()).isEqualTo(new TimeRange(TAIL_START, mark + 8));
        assertThat(handedOut().get(1).range().start()).isEqualTo(mark + 8);
    }

    @Test
    void testTailThatIsALittleBehindGoesOnAsItIs() {
        InfluxDBSplitEnumerator enumerator = restored(following());
        InfluxDBSplit tail = tail(TAIL_START, TAIL_START + MINUTE);
        server.withClockAt(NOW.plus(Duration.ofMinutes(10)));

        register(enumerator, 0, tail);
        register(enumerator, 1);

        assertThat(handedOut()).containsExactly(tail);
    }

    @Test
    void testHistoryThatTookHoursIsProlongedBeforeTheTailBegins() {
        InfluxDBSplitEnumerator enumerator = started(cpu());
        server.withClockAt(NOW.plus(Duration.ofHours(5))).withPointsOf("cpu", T0 + MINUTE);
        long newTail = TAIL_START + Duration.ofHours(5).toNanos();

        register(enumerator, 0);
        register(enumerator, 1);

        assertThat(handedOut())
                .containsExactly(
                        split("cpu", START, TAIL_START),
                        split("cpu", TAIL_START, newTail),
                        InfluxDBSplit.tail("cpu", newTail));
    }

    @Test
    void testNewMeasurementIsReadFromTheStartOfTheSource() {
        InfluxDBSplitEnumerator enumerator = started(MeasurementChoice.matching("c.*|new"));
        register(enumerator, 0);
        register(enumerator, 1);
        enumerator.handleSplitRequest(0, "host");
        server.withPointsOf("new", START + 1);
        int before = handedOut().size();

        context.triggerAllActions();

        assertThat(handedOut().subList(before, handedOut().size()))
                .containsExactly(
                        split("new", START, TAIL_START), InfluxDBSplit.tail("new", TAIL_START));
    }

    @Test
    void testPatternThatMatchesNothingYetWaitsIdle() {
        InfluxDBSplitEnumerator enumerator = started(MeasurementChoice.matching("later"));

        register(enumerator, 0);
        register(enumerator, 1);

        assertThat(handedOut()).isEmpty();
        assertThat(context.getSentEvents()).containsOnlyKeys(0, 1);
        assertThat(context.backlog()).isEmpty();
    }

    @Test
    void testMeasurementAddedToTheListIsReadAfterARestore() {
        InfluxDBSplitEnumerator enumerator = enumerator(cpuAndMem(), at(START), following());
        enumerator.start();

        register(enumerator, 0, tail(TAIL_START, T0));
        register(enumerator, 1);

        assertThat(handedOut())
                .containsExactlyInAnyOrder(
                        tail(TAIL_START, T0),
                        split("mem", START, TAIL_START),
                        InfluxDBSplit.tail("mem", TAIL_START));
    }

    @Test
    void testMeasurementTakenOffTheListIsNotReadAfterARestore() {
        MeasurementChoice other = MeasurementChoice.named(List.of("mem"));
        InfluxDBSplitEnumerator enumerator = enumerator(other, at(START), following());
        enumerator.start();

        register(enumerator, 0, tail(TAIL_START, T0));
        register(enumerator, 1);

        assertThat(handedOut()).allMatch(split -> split.measurement().equals("mem"));
    }

    @Test
    void testStateOfASourceThatEndedGoesOnAtItsEnd() {
        PlanProgress done = new PlanProgress(START, TAIL_START - 7, TAIL_START - 7);
        EnumeratorState bounded =
                new EnumeratorState(START, List.of(MeasurementPlan.from(null, done)), List.of());
        InfluxDBSplitEnumerator enumerator = restored(bounded);

        register(enumerator, 0);
        register(enumerator, 1);

        assertThat(handedOut()).containsExactly(InfluxDBSplit.tail("cpu", TAIL_START - 7));
    }

    @Test
    void testStateWithATailIsRefusedByASourceThatEnds() {
        SourceScope bounded =
                TestQueries.scope(
                        TestQueries.MEASUREMENT,
                        new PlanOptions(
                                TimeBounds.earliest(), TimeBounds.latest(), 0, 300, null, 1000));

        assertThatThrownBy(() -> new InfluxDBSplitEnumerator(context, null, bounded, following()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("setUnbounded()");
    }
}
