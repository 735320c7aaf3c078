/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SupportsBatchSnapshot;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.FlinkRuntimeException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.annotation.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Hands out the splits of history in time order, to whoever asks, then the tails. It plans further
 * when few splits are left, in another thread, and accepts a slice of the plan as a whole.
 */
final class InfluxDBSplitEnumerator
        implements SplitEnumerator<InfluxDBSplit, EnumeratorState>, SupportsBatchSnapshot {

    private static final Logger LOG = LoggerFactory.getLogger(InfluxDBSplitEnumerator.class);

    /** With so many splits in hand, planning waits: what is planned is kept in state. */
    static final int ENOUGH_SPLITS = 100;

    private final SplitEnumeratorContext<InfluxDBSplit> context;
    private final PatientPlanner planner;
    private final SourceScope scope;

    private final MeasurementPlans plans = new MeasurementPlans();
    private final SplitPool history = new SplitPool();
    private final TailTable tails;
    private final ReaderTable readers;
    private final MeasurementDiscovery discovery;
    private final ReportedSplits reported = new ReportedSplits();

    private final Counter plannedSplits = new SharedCounter();

    @Nullable private Long start;
    private boolean isPlanning;
    private boolean isAskingTime;
    private boolean isBacklog;

    InfluxDBSplitEnumerator(
            SplitEnumeratorContext<InfluxDBSplit> context,
            PatientPlanner planner,
            SourceScope scope,
            EnumeratorState state) {
        this.context = context;
        this.planner = planner;
        this.scope = scope;
        this.tails = new TailTable(scope, plans, history);
        this.readers = new ReaderTable(context);
        this.discovery = new MeasurementDiscovery(context, planner, scope, this::addMeasurements);
        begin(state);
    }

    private void begin(EnumeratorState state) {
        start = state.start();
        if (start != null) {
            tails.begin(start);
        }
        state.plans().forEach(this::addPlan);
        state.unassigned().forEach(this::addSplit);
    }

    private void addPlan(MeasurementPlan plan) {
        MeasurementPlan ours = scope.restored(plan);
        if (scope.isChosen(ours.measurement())) {
            plans.put(ours);
        } else {
            LOG.warn("The measurement of a former plan is no longer read: {}", plan);
        }
    }

    /** Of splits from a state, or from a reader. */
    private void addSplit(InfluxDBSplit split) {
        String name = scope.restoredName(split.measurement());
        if (plans.get(name) == null) {
            LOG.warn("Split {} is of a measurement that is no longer read", split);
        } else if (split.isEndless()) {
            tails.add(split);
        } else {
            history.add(split.withMeasurement(name));
        }
    }

    @Override
    public void start() {
        context.metricGroup()
                .setUnassignedSplitsGauge(() -> (long) history.size() + tails.returned().size());
        SourceMetric.group(context.metricGroup())
                .counter(SourceMetric.PLANNED_SPLITS.metricName(), plannedSplits);
        if (start == null) {
            context.callAsync(planner::begin, this::begun);
        } else {
            discovery.begin(start, plans.measurements(), false);
            serve();
        }
    }

    private void begun(@Nullable EnumeratorState state, @Nullable Throwable fault) {
        failIf(fault, "Beginning to read " + scope.describe());
        begin(state);
        LOG.info("Reading {}: {}", scope.describe(), state.plans());
        discovery.begin(start, plans.measurements(), true);
        serve();
    }

    private void addMeasurements(List<MeasurementPlan> found) {
        found.forEach(plan -> addPlan(plans.aligned(plan)));
        serve();
    }

    private void planFurther() {
        Optional<MeasurementPlan> next = plans.furthestBehind();
        boolean isEnough =
                history.size() >= ENOUGH_SPLITS
                        && history.isAnyReady(plans.frontier())
                        && !(isServing() && readers.isAnyWaiting());
        if (isPlanning || next.isEmpty() || isEnough) {
            return;
        }
        isPlanning = true;
        MeasurementPlan plan = next.get();
        context.callAsync(
                () -> planner.next(plan.measurement(), plan.progress()),
                (slice, fault) -> planned(plan, slice, fault));
    }

    private void planned(
            MeasurementPlan plan, @Nullable PlanSlice slice, @Nullable Throwable fault) {
        isPlanning = false;
        failIf(
                fault,
                "Planning the splits of "
                        + QueryText.describe(scope.queryOf(plan.measurement()))
                        + " ("
                        + plan.progress()
                        + ")");
        plans.put(plan.withProgress(slice.progress()));
        for (InfluxDBSplit split : slice.splits()) {
            history.add(split.withMeasurement(plan.measurement()));
        }
        plannedSplits.inc(slice.splits().size());
        serve();
    }

    private static void failIf(@Nullable Throwable fault, String what) {
        if (fault != null) {
            throw new FlinkRuntimeException(what + " failed: " + fault.getMessage(), fault);
        }
    }

    @Override
    public void handleSplitRequest(int subtask, @Nullable String host) {
        readers.request(subtask);
        serve();
    }

    /**
     * Whether readers are given splits now. What never ends has a place for each reader: one that
     * is away comes back in a moment, and till then the others are not given its part.
     */
    private boolean isServing() {
        return !scope.isUnbounded() || readers.isComplete();
    }

    private void serve() {
        if (start == null) {
            return;
        }
        if (isServing()) {
            // Tails first: one that is far behind becomes history, before which no other may go
            // out.
            while (!tails.isAnyReady() && serveOne()) {}
            if (scope.isUnbounded()) {
                followTails();
            } else if (plans.isDone() && !discovery.isPending()) {
                // What is left, if anything, is for others.
                readers.waiting().forEach(readers::dismiss);
            }
        }
        reportBacklog();
        planFurther();
    }

    /** Gives the next splits to the first reader that waits and can be given some. */
    private boolean serveOne() {
        for (int reader : readers.waiting()) {
            List<InfluxDBSplit> splits = history.take(reader, readers, plans.frontier());
            if (!splits.isEmpty()) {
                give(reader, splits);
                return true;
            }
        }
        return false;
    }

    private void give(int reader, List<InfluxDBSplit> splits) {
        splits.forEach(split -> reported.given(split.splitId(), reader));
        readers.give(reader, splits);
    }

    private void followTails() {
        if (tails.isAnyReady()) {
            if (!isAskingTime) {
                isAskingTime = true;
                context.callAsync(planner::now, this::giveTails);
            }
        } else if (tails.isAllOut()) {
            readers.letIdle();
        }
    }

    private void giveTails(@Nullable Instant now, @Nullable Throwable fault) {
        isAskingTime = false;
        failIf(fault, "Beginning to follow " + scope.describe());
        if (readers.isComplete()) {
            readers.spread(tails.take(now)).forEach(this::give);
        }
        serve();
    }

    /** History is no backlog any more once a tail is followed beside it. */
    private void reportBacklog() {
        boolean isNow = scope.isUnbounded() && !plans.all().isEmpty() && !plans.isAnyTailGiven();
        if (isNow != isBacklog) {
            isBacklog = isNow;
            context.setIsProcessingBacklog(isNow);
        }
    }

    @Override
    public void addSplitsBack(List<InfluxDBSplit> splits, int subtask) {
        for (InfluxDBSplit split : splits) {
            reported.takenBack(split.splitId());
            addSplit(split);
        }
        serve();
    }

    /** A reader that comes, perhaps again, asks for itself, and brings the splits of its state. */
    @Override
    public void addReader(int subtask) {
        readers.begin(subtask);
        ReaderInfo info = context.registeredReaders().get(subtask);
        List<InfluxDBSplit> restored =
                info == null ? List.of() : info.getReportedSplitsOnRegistration();
        for (InfluxDBSplit split : restored) {
            if (reported.accept(split.splitId(), subtask)) {
                addSplit(split);
            }
        }
        serve();
    }

    @Override
    public EnumeratorState snapshotState(long checkpointId) {
        reported.snapshot(checkpointId);
        List<InfluxDBSplit> unassigned = new ArrayList<>(history.inOrder());
        unassigned.addAll(tails.returned());
        return new EnumeratorState(start, List.copyOf(plans.all()), unassigned);
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
        reported.complete(checkpointId);
    }

    @Override
    public void close() {
        planner.close();
    }
}
