/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.model.TimeRange;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** What planning a source took, without a cluster and without reading. */
public final class PlanRun {

    private static final double NANOS_PER_SECOND = 1e9;

    private final LongSupplier nanos;
    private final boolean isReaderHungry;
    private final long start;
    private final List<TimeRange> ranges = new ArrayList<>();
    private double firstSplitSeconds = Double.NaN;
    private double seconds;
    private int mostStateBytes;

    private PlanRun(LongSupplier nanos, boolean isReaderHungry) {
        this.nanos = nanos;
        this.isReaderHungry = isReaderHungry;
        this.start = nanos.getAsLong();
    }

    /** Plans a source to its end, asking its server. */
    public static PlanRun of(InfluxDBSource<?> source) throws Exception {
        PlanRun run = new PlanRun(System::nanoTime, true);
        run.run(source::createEnumerator);
        return run;
    }

    /**
     * Plans a measurement of a simulated server. Its time is real where the planner computes, and
     * simulated where the server does.
     *
     * @param isReaderHungry whether the reader takes all splits as fast as they come, or one only
     */
    public static PlanRun of(SimulatedCounts server, boolean isReaderHungry) throws Exception {
        SourceScope scope =
                new SourceScope(
                        new InfluxDBQuery.OfMeasurement(
                                "bucket", "cpu", List.of(), List.of(), QueryLanguage.INFLUXQL),
                        MeasurementChoice.named(List.of("cpu")),
                        new PlanOptions(
                                TimeBounds.earliest(),
                                TimeBounds.latest(),
                                TimeRange.ALL.start(),
                                TimeRange.ALL.stop(),
                                null,
                                InfluxDBSourceBuilder.DEFAULT_SPLIT_MAX_ROWS),
                        null,
                        Duration.ZERO);
        RetryOptions retry = new RetryOptions(0, Duration.ofMillis(1), Duration.ofMillis(1));
        PlanRun run =
                new PlanRun(() -> System.nanoTime() + server.simulatedNanos(), isReaderHungry);
        run.run(
                context ->
                        new InfluxDBSplitEnumerator(
                                context,
                                new PatientPlanner(scope, server, retry, new Random(0)),
                                scope,
                                EnumeratorState.INITIAL));
        return run;
    }

    private void run(
            Function<
                            SplitEnumeratorContext<InfluxDBSplit>,
                            SplitEnumerator<InfluxDBSplit, EnumeratorState>>
                    enumerators)
            throws Exception {
        LonelyCoordinator coordinator = new LonelyCoordinator(new Watch());
        SplitEnumerator<InfluxDBSplit, EnumeratorState> enumerator = enumerators.apply(coordinator);
        try {
            coordinator.run(enumerator);
            seconds = secondsSoFar();
        } finally {
            enumerator.close();
        }
    }

    private double secondsSoFar() {
        return (nanos.getAsLong() - start) / NANOS_PER_SECOND;
    }

    private final class Watch implements LonelyCoordinator.Listener {

        @Override
        public boolean given(InfluxDBSplit split) {
            if (ranges.isEmpty()) {
                firstSplitSeconds = secondsSoFar();
            }
            ranges.add(split.range());
            return isReaderHungry;
        }

        @Override
        public void done(SplitEnumerator<InfluxDBSplit, EnumeratorState> enumerator)
                throws Exception {
            mostStateBytes = Math.max(mostStateBytes, bytes(enumerator.snapshotState(0)));
        }

        private static int bytes(EnumeratorState state) throws IOException {
            return EnumeratorStateSerializer.INSTANCE.serialize(state).length;
        }
    }

    /** The ranges of the splits that the reader was given. */
    public List<TimeRange> ranges() {
        return ranges;
    }

    /** How long the reader waited for its first split. */
    public double firstSplitSeconds() {
        return firstSplitSeconds;
    }

    /** How long it took until there was nothing to do any more. */
    public double seconds() {
        return seconds;
    }

    /** The size of the largest checkpoint that could have been. */
    public int mostStateBytes() {
        return mostStateBytes;
    }
}
