/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The tails that no reader has: those that came back from one, and those to be made.
 *
 * <p>A tail is given out once all history has been handed out, of all measurements, since the
 * watermark of a reader that has nothing else runs ahead with it. From then on there is history of
 * measurements that have been found meanwhile only, whose rows may be late anyway: so no tail waits
 * for that of another.
 *
 * <p>A tail that is far behind would catch up alone, with one query after the other. So what lies
 * between is left to splits, which are read in parallel, and a new tail starts behind.
 */
final class TailTable {

    private final SourceScope scope;
    private final MeasurementPlans plans;
    private final SplitPool history;

    private final Map<String, InfluxDBSplit> returned = new TreeMap<>();

    TailTable(SourceScope scope, MeasurementPlans plans, SplitPool history) {
        this.scope = scope;
        this.plans = plans;
        this.history = history;
    }

    void add(InfluxDBSplit tail) {
        returned.put(tail.splitId(), tail);
    }

    /** Those that came back, and wait for a reader. */
    Collection<InfluxDBSplit> returned() {
        return returned.values();
    }

    /** Whether there are tails to be given out now. */
    boolean isAnyReady() {
        return scope.isUnbounded() && (!readyReturned().isEmpty() || !due().isEmpty());
    }

    /** Whether history is still to be handed out that no tail may run ahead of. */
    private boolean isHistoryBefore() {
        return plans.isAnyTailGiven()
                ? history.isAnyOf(name -> plans.get(name).isTailGiven())
                : !plans.isDone() || !history.isEmpty();
    }

    private List<InfluxDBSplit> readyReturned() {
        return isHistoryBefore() ? List.of() : List.copyOf(returned.values());
    }

    /** The measurements whose tails are to be made now. */
    private List<MeasurementPlan> due() {
        if (isHistoryBefore()) {
            return List.of();
        }
        return plans.withoutTail().stream()
                .filter(plan -> plan.progress().isDone())
                .filter(plan -> !history.isAnyOf(plan.measurement()::equals))
                .toList();
    }

    /** Whether some tail is out, or there is none to wait for. */
    boolean isAllOut() {
        return returned.isEmpty() && plans.isAnyTailGiven() == !plans.all().isEmpty();
    }

    /**
     * Takes out the tails to be given out now, and makes history of what is too far behind.
     *
     * @param now the server's clock
     */
    List<InfluxDBSplit> take(Instant now) {
        List<InfluxDBSplit> tails = new ArrayList<>();
        List<MeasurementPlan> due = due();
        List<InfluxDBSplit> back = readyReturned();
        long backTo = limit(back.stream().map(TailTable::mark).toList(), now);
        for (InfluxDBSplit tail : back) {
            returned.remove(tail.splitId());
            if (mark(tail) < backTo) {
                tail.closing().ifPresent(history::add);
                PlanProgress rest = PlanProgress.from(tail.handover(), backTo);
                plans.put(MeasurementPlan.from(tail.measurement(), rest));
            } else {
                tails.add(tail);
            }
        }
        long dueTo = limit(due.stream().map(MeasurementPlan::tailStart).toList(), now);
        for (MeasurementPlan plan : due) {
            if (plan.tailStart() < dueTo) {
                plans.put(plan.withProgress(plan.progress().extendedTo(dueTo)));
            } else {
                plans.put(plan.withTailGiven());
                tails.add(InfluxDBSplit.tail(plan.measurement(), plan.tailStart()));
            }
        }
        return tails;
    }

    /**
     * Up to where history is to be made of tails: nowhere, unless one of them is far behind and
     * none is up to date, since that one would run ahead of the history of others.
     */
    private long limit(List<Long> starts, Instant now) {
        long upToDate = scope.tailStart(now);
        return starts.stream().anyMatch(start -> scope.isFarBehind(start, now))
                        && starts.stream().allMatch(start -> start < upToDate)
                ? upToDate
                : Long.MIN_VALUE;
    }

    private static long mark(InfluxDBSplit tail) {
        return ((SplitPosition.InTail) tail.position()).mark();
    }
}
