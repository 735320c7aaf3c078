/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.annotation.Internal;

import javax.annotation.Nullable;

import java.util.List;
import java.util.Objects;

/**
 * What the enumerator keeps over a restart: how far it has planned, and what waits for a reader.
 */
@Internal
public final class EnumeratorState {

    /** Of a job that has not even asked the server for its time. */
    static final EnumeratorState INITIAL = new EnumeratorState(null, List.of(), List.of());

    @Nullable private final Long start;
    private final List<MeasurementPlan> plans;
    private final List<InfluxDBSplit> unassigned;

    EnumeratorState(
            @Nullable Long start, List<MeasurementPlan> plans, List<InfluxDBSplit> unassigned) {
        this.start = start;
        this.plans = List.copyOf(plans);
        this.unassigned = List.copyOf(unassigned);
    }

    /** Where the source starts, or null as long as its bounds are not resolved. */
    @Nullable
    Long start() {
        return start;
    }

    /** The plans of all measurements so far. */
    List<MeasurementPlan> plans() {
        return plans;
    }

    /** The splits that no reader has. */
    List<InfluxDBSplit> unassigned() {
        return unassigned;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EnumeratorState that
                && Objects.equals(start, that.start)
                && plans.equals(that.plans)
                && unassigned.equals(that.unassigned);
    }

    @Override
    public int hashCode() {
        return Objects.hash(start, plans, unassigned);
    }

    @Override
    public String toString() {
        return "EnumeratorState{" + plans + ", unassigned=" + unassigned + '}';
    }
}
