/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;

/** An enumerator of a source that never ends: history first, then the tails. */
class TailEnumeratorTest extends TailEnumeratorHarness {

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
    void testStateOfManyMeasurementsStaysSmall() throws Exception {
        List<String> names = IntStream.range(0, 20).mapToObj(i -> "measurement_" + i).toList();
        long[] times =
                LongStream.range(0, 2_000).map(i -> T0 - 100 * MINUTE + i * 1_000_000).toArray();
        names.forEach(name -> server.withPointsOf(name, times));
        InfluxDBSplitEnumerator enumerator =
                enumerator(
                        MeasurementChoice.named(names),
                        at(T0 - 100 * MINUTE),
                        EnumeratorState.INITIAL,
                        TailOptions.DEFAULT,
                        1);
        enumerator.start();

        context.triggerAllActions();

        assertThat(enumerator.snapshotState(1).unassigned()).hasSizeGreaterThanOrEqualTo(100);
        assertThat(EnumeratorStateSerializer.INSTANCE.serialize(enumerator.snapshotState(1)))
                .hasSizeLessThan(100_000);
    }
}
