/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.TimeRange;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** An enumerator of a source that never ends, with a server and Flink around it. */
abstract class TailEnumeratorHarness {

    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    static final long T0 = EpochNanos.of(NOW);
    static final long MINUTE = Duration.ofMinutes(1).toNanos();

    /** Late arrival is a minute. */
    static final long TAIL_START = T0 - MINUTE;

    static final long START = T0 - 3 * MINUTE;

    RecordingEnumeratorContext context = new RecordingEnumeratorContext(2);

    final FakeInfluxDB server =
            new FakeInfluxDB()
                    .withClockAt(NOW)
                    .withPointsOf("cpu", START, TAIL_START - 1)
                    .withPointsOf("mem", START, TAIL_START - 1);

    InfluxDBSplitEnumerator enumerator(
            MeasurementChoice choice, TimeBounds start, EnumeratorState state) {
        return enumerator(choice, start, state, TailOptions.DEFAULT);
    }

    InfluxDBSplitEnumerator enumerator(
            MeasurementChoice choice, TimeBounds start, EnumeratorState state, TailOptions tail) {
        return enumerator(choice, start, state, tail, 1000);
    }

    InfluxDBSplitEnumerator enumerator(
            MeasurementChoice choice,
            TimeBounds start,
            EnumeratorState state,
            TailOptions tail,
            long splitMaxRows) {
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
                                splitMaxRows),
                        tail,
                        Duration.ofMinutes(1));
        RetryOptions retry = new RetryOptions(0, Duration.ofMillis(1), Duration.ofMillis(1));
        PatientPlanner planner = new PatientPlanner(scope, server, retry, new Random(1));
        return new InfluxDBSplitEnumerator(context, planner, scope, state);
    }

    InfluxDBSplitEnumerator started(MeasurementChoice choice) {
        InfluxDBSplitEnumerator enumerator = enumerator(choice, at(START), EnumeratorState.INITIAL);
        enumerator.start();
        context.triggerAllActions();
        return enumerator;
    }

    InfluxDBSplitEnumerator restored(EnumeratorState state) {
        InfluxDBSplitEnumerator enumerator = enumerator(cpu(), at(START), state);
        enumerator.start();
        return enumerator;
    }

    static TimeBounds at(long time) {
        return TimeBounds.at(EpochNanos.toInstant(time));
    }

    static MeasurementChoice cpu() {
        return MeasurementChoice.named(List.of("cpu"));
    }

    static MeasurementChoice cpuAndMem() {
        return MeasurementChoice.named(List.of("cpu", "mem"));
    }

    static InfluxDBSplit split(String measurement, long start, long stop) {
        return InfluxDBSplit.unread(measurement, new TimeRange(start, stop), 0);
    }

    void register(InfluxDBSplitEnumerator enumerator, int subtask, InfluxDBSplit... has) {
        context.register(subtask, List.of(has));
        enumerator.addReader(subtask);
        enumerator.handleSplitRequest(subtask, "host");
        context.triggerAllActions();
    }

    void fail(InfluxDBSplitEnumerator enumerator, int subtask, InfluxDBSplit... back) {
        context.unregister(subtask);
        enumerator.addSplitsBack(List.of(back), subtask);
        context.triggerAllActions();
    }

    /** Without what the planner expects of them, which is its own affair. */
    List<InfluxDBSplit> handedOut() {
        return context.assignments().stream()
                .flatMap(one -> one.assignment().values().stream())
                .flatMap(List::stream)
                .map(
                        split ->
                                new InfluxDBSplit(
                                        split.measurement(), split.range(), 0, split.position()))
                .toList();
    }

    /** The state once history is read and the tails are with readers. */
    static EnumeratorState following() {
        PlanProgress done = new PlanProgress(START, TAIL_START, TAIL_START);
        return new EnumeratorState(
                START, List.of(new MeasurementPlan("cpu", done, true)), List.of());
    }

    static InfluxDBSplit tail(long settled, long mark) {
        return InfluxDBSplit.tail("cpu", TAIL_START)
                .withPosition(new SplitPosition.InTail(settled, mark, SeenPoints.NONE));
    }
}
