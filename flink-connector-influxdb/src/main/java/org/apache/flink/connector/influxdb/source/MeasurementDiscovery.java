/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.util.FlinkRuntimeException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.annotation.Nullable;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Looks for measurements that have no plan yet: again and again for new ones that match a pattern,
 * once for those that a list has beyond the state.
 */
final class MeasurementDiscovery {

    private static final Logger LOG = LoggerFactory.getLogger(MeasurementDiscovery.class);

    private final SplitEnumeratorContext<InfluxDBSplit> context;
    private final PatientPlanner planner;
    private final SourceScope scope;
    private final Consumer<List<MeasurementPlan>> plans;

    private boolean isPending;

    // Read by the thread that asks the server.
    private volatile Set<String> known = Set.of();

    /**
     * A discovery that has not begun.
     *
     * @param plans takes the plans of the measurements that are found, each time it has looked
     */
    MeasurementDiscovery(
            SplitEnumeratorContext<InfluxDBSplit> context,
            PatientPlanner planner,
            SourceScope scope,
            Consumer<List<MeasurementPlan>> plans) {
        this.context = context;
        this.planner = planner;
        this.scope = scope;
        this.plans = plans;
    }

    /**
     * Begins to look.
     *
     * @param start where the source started when it began
     * @param planned the measurements that have a plan
     * @param isUpToDate whether these were listed just now
     */
    void begin(long start, Set<String> planned, boolean isUpToDate) {
        known = new HashSet<>(planned);
        if (scope.isDiscovering()) {
            long interval = scope.discoveryInterval().toMillis();
            context.callAsync(
                    () -> planner.look(start, known),
                    this::found,
                    isUpToDate ? interval : 0,
                    interval);
        } else if (scope.measurements() != null
                && !known.containsAll(scope.measurements().names())) {
            isPending = true;
            context.callAsync(() -> planner.lookPatiently(start, known), this::found);
        }
    }

    /** Whether there may be a measurement to read that has no plan yet, and soon has one. */
    boolean isPending() {
        return isPending;
    }

    private void found(@Nullable List<MeasurementPlan> found, @Nullable Throwable fault) {
        if (scope.isDiscovering() && fault instanceof InfluxDBException e && e.isTransient()) {
            LOG.warn("Looking for new measurements is tried again later: {}", e.getMessage());
            return;
        }
        if (fault != null) {
            throw new FlinkRuntimeException(
                    "Looking for new measurements of "
                            + scope.describe()
                            + " failed: "
                            + fault.getMessage(),
                    fault);
        }
        Set<String> more = new HashSet<>(known);
        List<MeasurementPlan> fresh =
                found.stream().filter(plan -> more.add(plan.measurement())).toList();
        fresh.forEach(plan -> LOG.info("Reading one more of {}: {}", scope.describe(), plan));
        known = more;
        isPending = false;
        plans.accept(fresh);
    }
}
