/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.TimeRange;
import org.apache.flink.connector.testutils.source.reader.TestingSplitEnumeratorContext;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InfluxDBSplitEnumeratorTest {

    private static final InfluxDBSplit FIRST = split(0, 100);
    private static final InfluxDBSplit SECOND = split(100, 200);
    private static final InfluxDBSplit THIRD = split(200, 300);

    private final TestingSplitEnumeratorContext<InfluxDBSplit> context =
            new TestingSplitEnumeratorContext<>(3);

    /** A server whose points make three splits. */
    private final FakeInfluxDB server =
            new FakeInfluxDB().withShardsOf(100).withPointsAt(50, 150, 250);

    private static InfluxDBSplit split(long start, long stop) {
        return InfluxDBSplit.unread("cpu", new TimeRange(start, stop), 1);
    }

    private InfluxDBSplitEnumerator enumerator(EnumeratorState state) {
        PlanOptions options =
                new PlanOptions(TimeBounds.earliest(), TimeBounds.latest(), 0, 300, null, 1000);
        SourceScope scope = TestQueries.scope(TestQueries.MEASUREMENT, options);
        PatientPlanner planner =
                new PatientPlanner(
                        scope,
                        server,
                        new RetryOptions(0, Duration.ofMillis(1), Duration.ofMillis(1)),
                        new Random(1));
        return new InfluxDBSplitEnumerator(context, planner, scope, state);
    }

    private static EnumeratorState state(PlanProgress progress, InfluxDBSplit... unassigned) {
        return new EnumeratorState(
                0L, List.of(MeasurementPlan.from("cpu", progress)), List.of(unassigned));
    }

    private InfluxDBSplitEnumerator startedAndPlanned() {
        InfluxDBSplitEnumerator enumerator = enumerator(EnumeratorState.INITIAL);
        enumerator.start();
        context.triggerAllActions();
        return enumerator;
    }

    private void register(int... subtasks) {
        for (int subtask : subtasks) {
            context.registerReader(subtask, "host");
        }
    }

    private List<InfluxDBSplit> splitsOf(int subtask) {
        return context.getSplitAssignments().get(subtask).getAssignedSplits();
    }

    private boolean hasNoMore(int subtask) {
        return context.getSplitAssignments().get(subtask).hasReceivedNoMoreSplitsSignal();
    }

    @Test
    void testSplitsAreHandedOutInTimeOrder() {
        register(0, 1);
        InfluxDBSplitEnumerator enumerator = startedAndPlanned();

        enumerator.handleSplitRequest(1, "host");
        enumerator.handleSplitRequest(0, "host");
        enumerator.handleSplitRequest(1, "host");

        assertThat(splitsOf(1)).containsExactly(FIRST, THIRD);
        assertThat(splitsOf(0)).containsExactly(SECOND);
    }

    @Test
    void testReadersThatWaitAreServedInTurn() {
        register(0, 1);
        InfluxDBSplitEnumerator enumerator = enumerator(EnumeratorState.INITIAL);
        enumerator.start();
        enumerator.handleSplitRequest(0, "host");
        enumerator.handleSplitRequest(0, "host");
        enumerator.handleSplitRequest(1, "host");
        enumerator.handleSplitRequest(1, "host");

        context.triggerAllActions();

        assertThat(splitsOf(0)).containsExactly(FIRST, THIRD);
        assertThat(splitsOf(1)).containsExactly(SECOND);
    }

    @Test
    void testNoMoreSplitsIsSaidOnlyWhenAllIsPlannedAndHandedOut() {
        register(0);
        InfluxDBSplitEnumerator enumerator = enumerator(EnumeratorState.INITIAL);
        enumerator.start();
        enumerator.handleSplitRequest(0, "host");

        assertThat(context.getSplitAssignments()).isEmpty();

        context.triggerAllActions();
        for (int i = 0; i < 3; i++) {
            assertThat(hasNoMore(0)).isFalse();
            enumerator.handleSplitRequest(0, "host");
        }
        assertThat(hasNoMore(0)).isTrue();
    }

    @Test
    void testMeasurementWithoutPointsEndsAtOnce() {
        register(0);
        PlanProgress nothingLeft = new PlanProgress(0, 400, 300);
        InfluxDBSplitEnumerator enumerator = enumerator(state(nothingLeft));
        enumerator.start();
        enumerator.handleSplitRequest(0, "host");

        context.triggerAllActions();

        assertThat(splitsOf(0)).isEmpty();
        assertThat(hasNoMore(0)).isTrue();
    }

    @Test
    void testSplitsThatComeBackAreHandedOutInTimeOrderAgain() {
        register(0, 1);
        InfluxDBSplitEnumerator enumerator = startedAndPlanned();
        enumerator.handleSplitRequest(0, "host");
        enumerator.handleSplitRequest(0, "host");

        enumerator.addSplitsBack(List.of(SECOND, FIRST), 0);
        for (int i = 0; i < 3; i++) {
            enumerator.handleSplitRequest(1, "host");
        }

        assertThat(splitsOf(1)).containsExactly(FIRST, SECOND, THIRD);
    }

    @Test
    void testReaderThatWaitedAndFailedGetsNothingBeforeItAsksAgain() {
        register(0, 1);
        InfluxDBSplitEnumerator enumerator = enumerator(EnumeratorState.INITIAL);
        enumerator.start();
        enumerator.handleSplitRequest(0, "host");
        enumerator.handleSplitRequest(1, "host");

        enumerator.addReader(0);
        context.triggerAllActions();

        assertThat(context.getSplitAssignments()).containsOnlyKeys(1);
    }

    @Test
    void testReaderThatIsGoneGetsNothing() {
        register(1);
        InfluxDBSplitEnumerator enumerator = enumerator(EnumeratorState.INITIAL);
        enumerator.start();
        enumerator.handleSplitRequest(0, "host");
        enumerator.handleSplitRequest(1, "host");

        context.triggerAllActions();

        assertThat(context.getSplitAssignments()).containsOnlyKeys(1);
    }

    @Test
    void testStateHoldsWhatIsPlannedAndNotHandedOut() {
        register(0);
        InfluxDBSplitEnumerator enumerator = startedAndPlanned();
        enumerator.handleSplitRequest(0, "host");

        assertThat(enumerator.snapshotState(1))
                .isEqualTo(state(new PlanProgress(0, 300, 300), SECOND, THIRD));
    }

    @Test
    void testStateBeforePlanningIsTheInitialOne() {
        InfluxDBSplitEnumerator enumerator = enumerator(EnumeratorState.INITIAL);
        enumerator.start();

        assertThat(enumerator.snapshotState(1)).isEqualTo(EnumeratorState.INITIAL);
    }

    @Test
    void testRestoredEnumeratorGoesOnLikeTheOneBefore() {
        register(0);
        PlanProgress half = new PlanProgress(0, 300, 200);
        InfluxDBSplitEnumerator restored = enumerator(state(half, SECOND));
        restored.start();
        context.triggerAllActions();

        for (int i = 0; i < 3; i++) {
            restored.handleSplitRequest(0, "host");
        }

        assertThat(splitsOf(0)).containsExactly(SECOND, THIRD);
        assertThat(hasNoMore(0)).isTrue();
    }

    @Test
    void testPlanningPausesWhenEnoughSplitsWait() {
        for (long time = 0; time < 100_000; time += 100) {
            server.withPointsAt(time);
        }
        PlanProgress progress = new PlanProgress(0, 100_000, 0);
        InfluxDBSplitEnumerator enumerator = enumerator(state(progress));
        enumerator.start();

        context.triggerAllActions();

        assertThat(enumerator.snapshotState(1).unassigned())
                .hasSizeBetween(
                        InfluxDBSplitEnumerator.ENOUGH_SPLITS,
                        InfluxDBSplitEnumerator.ENOUGH_SPLITS + SplitPlanner.SLICE_SPLITS);
    }

    @Test
    void testPlanningThatFailsFailsTheJobAndSaysWhat() {
        server.failPlanning(1, Kind.INVALID);
        InfluxDBSplitEnumerator enumerator = enumerator(EnumeratorState.INITIAL);
        enumerator.start();

        assertThatThrownBy(context::triggerAllActions)
                .hasMessageContaining("Planning the splits of measurement 'cpu'")
                .hasMessageContaining("bucket 'metrics'")
                .hasMessageContaining("fake fault INVALID");
    }

    /** A bounded source that was given one more measurement than its state has. */
    private InfluxDBSplitEnumerator restoredWithOneMeasurementMore() {
        server.withPointsOf("mem", 50);
        PlanOptions options =
                new PlanOptions(TimeBounds.earliest(), TimeBounds.latest(), 0, 300, null, 1000);
        SourceScope scope =
                new SourceScope(
                        TestQueries.MEASUREMENT,
                        MeasurementChoice.named(List.of("cpu", "mem")),
                        options,
                        null,
                        Duration.ofMinutes(1));
        PatientPlanner planner =
                new PatientPlanner(
                        scope,
                        server,
                        new RetryOptions(1, Duration.ofMillis(1), Duration.ofMillis(1)),
                        new Random(1));
        return new InfluxDBSplitEnumerator(
                context, planner, scope, state(new PlanProgress(0, 300, 300)));
    }

    @Test
    void testReadersAreKeptUntilMeasurementsThatWereAddedArePlanned() {
        register(0);
        InfluxDBSplitEnumerator restored = restoredWithOneMeasurementMore();
        restored.start();
        restored.handleSplitRequest(0, "host");
        assertThat(context.getSplitAssignments()).isEmpty();

        context.triggerAllActions();
        restored.handleSplitRequest(0, "host");

        assertThat(splitsOf(0))
                .extracting(InfluxDBSplit::measurement)
                .isNotEmpty()
                .containsOnly("mem");
        assertThat(hasNoMore(0)).isTrue();
    }
}
