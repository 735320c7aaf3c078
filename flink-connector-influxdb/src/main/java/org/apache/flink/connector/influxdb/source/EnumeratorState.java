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
    static final EnumeratorState INITIAL = new EnumeratorState(null, List.of());

    @Nullable private final PlanProgress progress;
    private final List<InfluxDBSplit> unassigned;

    EnumeratorState(@Nullable PlanProgress progress, List<InfluxDBSplit> unassigned) {
        this.progress = progress;
        this.unassigned = List.copyOf(unassigned);
    }

    /** How far the plan is, or null as long as the bounds are not resolved. */
    @Nullable
    PlanProgress progress() {
        return progress;
    }

    /** The planned splits that no reader has, in time order. */
    List<InfluxDBSplit> unassigned() {
        return unassigned;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EnumeratorState that
                && Objects.equals(progress, that.progress)
                && unassigned.equals(that.unassigned);
    }

    @Override
    public int hashCode() {
        return Objects.hash(progress, unassigned);
    }

    @Override
    public String toString() {
        return "EnumeratorState{" + progress + ", unassigned=" + unassigned + '}';
    }
}
