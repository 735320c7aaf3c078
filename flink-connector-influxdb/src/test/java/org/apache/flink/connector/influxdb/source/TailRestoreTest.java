/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.TimeRange;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What becomes of tails, and of the splits of history, when readers fail and jobs are restored. */
class TailRestoreTest extends TailEnumeratorHarness {

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
