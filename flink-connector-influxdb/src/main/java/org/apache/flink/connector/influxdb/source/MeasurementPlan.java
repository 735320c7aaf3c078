/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import javax.annotation.Nullable;

/**
 * The plan of one measurement, or of a query of one's own.
 *
 * @param measurement its name; null for a query of one's own
 * @param progress how far its history has been cut into splits
 * @param isTailGiven whether its tail has been made; it is then a split like others, which a reader
 *     or the enumerator has
 */
record MeasurementPlan(@Nullable String measurement, PlanProgress progress, boolean isTailGiven) {

    /** One of which nothing has been cut. */
    static MeasurementPlan from(@Nullable String measurement, PlanProgress history) {
        return new MeasurementPlan(measurement, history, false);
    }

    MeasurementPlan withProgress(PlanProgress newProgress) {
        return new MeasurementPlan(measurement, newProgress, isTailGiven);
    }

    MeasurementPlan withTailGiven() {
        return new MeasurementPlan(measurement, progress, true);
    }

    MeasurementPlan named(@Nullable String name) {
        return new MeasurementPlan(name, progress, isTailGiven);
    }

    /** Where the tail starts: exactly where history ends. */
    long tailStart() {
        return Math.max(progress.start(), progress.stop());
    }
}
