/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SupportsBatchSnapshot;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.FlinkRuntimeException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.annotation.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Hands out splits in time order, to whoever asks. It plans further when few are left, in another
 * thread, and accepts a slice of the plan as a whole.
 */
final class InfluxDBSplitEnumerator
        implements SplitEnumerator<InfluxDBSplit, EnumeratorState>, SupportsBatchSnapshot {

    private static final Logger LOG = LoggerFactory.getLogger(InfluxDBSplitEnumerator.class);

    /** With so many splits in hand, planning waits: what is planned is kept in state. */
    static final int ENOUGH_SPLITS = 100;

    private final SplitEnumeratorContext<InfluxDBSplit> context;
    private final PatientPlanner planner;
    private final InfluxDBQuery query;

    private final TreeSet<InfluxDBSplit> unassigned =
            new TreeSet<>(Comparator.comparingLong(split -> split.range().start()));

    /** How many splits each reader waits for, in the order in which they are served. */
    private final Map<Integer, Integer> waiting = new LinkedHashMap<>();

    private final Counter plannedSplits = new SharedCounter();

    @Nullable private PlanProgress progress;
    private boolean isPlanning;

    InfluxDBSplitEnumerator(
            SplitEnumeratorContext<InfluxDBSplit> context,
            PatientPlanner planner,
            InfluxDBQuery query,
            EnumeratorState state) {
        this.context = context;
        this.planner = planner;
        this.query = query;
        this.progress = state.progress();
        this.unassigned.addAll(state.unassigned());
    }

    @Override
    public void start() {
        context.metricGroup().setUnassignedSplitsGauge(() -> (long) unassigned.size());
        SourceMetric.group(context.metricGroup())
                .counter(SourceMetric.PLANNED_SPLITS.metricName(), plannedSplits);
        planFurther();
    }

    private boolean isPlanned() {
        return progress != null && progress.isDone();
    }

    private void planFurther() {
        if (isPlanning || isPlanned() || unassigned.size() >= ENOUGH_SPLITS) {
            return;
        }
        isPlanning = true;
        PlanProgress from = progress;
        context.callAsync(() -> planner.next(from), this::accept);
    }

    private void accept(@Nullable PlanSlice slice, @Nullable Throwable fault) {
        isPlanning = false;
        if (fault != null) {
            throw new FlinkRuntimeException(
                    "Planning the splits of "
                            + QueryText.describe(query)
                            + " failed ("
                            + (progress == null ? "at its beginning" : progress)
                            + "): "
                            + fault.getMessage(),
                    fault);
        }
        if (progress == null) {
            LOG.info("Reading {}: {}", QueryText.describe(query), slice.progress());
        }
        progress = slice.progress();
        unassigned.addAll(slice.splits());
        plannedSplits.inc(slice.splits().size());
        serve();
    }

    @Override
    public void handleSplitRequest(int subtask, @Nullable String host) {
        waiting.merge(subtask, 1, Integer::sum);
        serve();
    }

    /** Gives one split to each reader that waits, and again, until there are none. */
    private void serve() {
        // One that has failed meanwhile asks anew when it is back.
        waiting.keySet().retainAll(context.registeredReaders().keySet());
        while (!unassigned.isEmpty() && !waiting.isEmpty()) {
            int subtask = waiting.keySet().iterator().next();
            int requests = waiting.remove(subtask);
            if (requests > 1) {
                waiting.put(subtask, requests - 1);
            }
            context.assignSplit(unassigned.pollFirst(), subtask);
        }
        if (unassigned.isEmpty() && isPlanned()) {
            waiting.keySet().forEach(context::signalNoMoreSplits);
            waiting.clear();
        }
        planFurther();
    }

    @Override
    public void addSplitsBack(List<InfluxDBSplit> splits, int subtask) {
        unassigned.addAll(splits);
        serve();
    }

    /** A reader that comes, perhaps again, asks for itself. */
    @Override
    public void addReader(int subtask) {
        waiting.remove(subtask);
    }

    @Override
    public EnumeratorState snapshotState(long checkpointId) {
        return new EnumeratorState(progress, new ArrayList<>(unassigned));
    }

    @Override
    public void close() {
        planner.close();
    }
}
