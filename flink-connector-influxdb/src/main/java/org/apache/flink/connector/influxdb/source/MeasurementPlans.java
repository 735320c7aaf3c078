/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import javax.annotation.Nullable;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The plans of all measurements of a source. */
final class MeasurementPlans {

    private final Map<String, MeasurementPlan> plans = new LinkedHashMap<>();

    void put(MeasurementPlan plan) {
        plans.put(plan.measurement(), plan);
    }

    MeasurementPlan get(@Nullable String measurement) {
        return plans.get(measurement);
    }

    Set<String> measurements() {
        return plans.keySet();
    }

    Collection<MeasurementPlan> all() {
        return plans.values();
    }

    private Stream<MeasurementPlan> unfinished() {
        return plans.values().stream().filter(plan -> !plan.progress().isDone());
    }

    /** Whether all history has been planned. */
    boolean isDone() {
        return unfinished().findAny().isEmpty();
    }

    /** Which is to be planned next, if any: the others can be read no further than to there. */
    Optional<MeasurementPlan> furthestBehind() {
        return unfinished().min(Comparator.comparingLong(plan -> plan.progress().plannedTo()));
    }

    /** Up to here all that there is has been planned. */
    long frontier() {
        return furthestBehind().map(plan -> plan.progress().plannedTo()).orElse(Long.MAX_VALUE);
    }

    /** Those whose tails have not been made. */
    List<MeasurementPlan> withoutTail() {
        return plans.values().stream().filter(plan -> !plan.isTailGiven()).toList();
    }

    /**
     * A new plan, whose history ends where that of the others does as long as none of them has a
     * tail: what is added to the history of all, should it take long, is late for none then.
     */
    MeasurementPlan aligned(MeasurementPlan plan) {
        long stop = plans.values().stream().mapToLong(MeasurementPlan::tailStart).max().orElse(0);
        PlanProgress progress = plan.progress();
        return plans.isEmpty() || isAnyTailGiven() || stop >= progress.stop()
                ? plan
                : plan.withProgress(PlanProgress.from(progress.start(), stop));
    }

    boolean isAnyTailGiven() {
        return plans.values().stream().anyMatch(MeasurementPlan::isTailGiven);
    }
}
