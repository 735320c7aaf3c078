/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;

import javax.annotation.Nullable;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;

/**
 * What a source reads.
 *
 * @param query one's own, or that of any measurement: the measurements differ in nothing else
 * @param measurements which ones; null for a query of one's own
 * @param time what part of time, and how to cut it
 * @param tail how to go on behind it for ever; null to end there
 * @param discoveryInterval how often to look for new measurements, where a pattern chooses them and
 *     reading never ends
 */
record SourceScope(
        InfluxDBQuery query,
        @Nullable MeasurementChoice measurements,
        PlanOptions time,
        @Nullable TailOptions tail,
        Duration discoveryInterval)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Behind by more than this many times late arrival, a tail leaves the rest to splits. */
    private static final int FAR_BEHIND = 10;

    private static final long SHORTEST_FAR_BEHIND = Duration.ofMinutes(1).toNanos();

    boolean isUnbounded() {
        return tail != null;
    }

    /** Whether measurements may come while the source runs. */
    boolean isDiscovering() {
        return isUnbounded() && measurements != null && measurements.isPattern();
    }

    /** The query of one measurement. */
    InfluxDBQuery queryOf(@Nullable String measurement) {
        return query instanceof InfluxDBQuery.OfMeasurement of && measurement != null
                ? of.withMeasurement(measurement)
                : query;
    }

    /**
     * The measurement that a state means.
     *
     * @param restored the name in the state; null for a query of one's own, and from version 1 for
     *     the only measurement
     */
    @Nullable
    String restoredName(@Nullable String restored) {
        if (measurements == null) {
            if (restored != null) {
                throw ReadProgress.mismatch(query);
            }
            return null;
        }
        if (restored != null) {
            return restored;
        }
        if (measurements.names().size() != 1) {
            throw new IllegalStateException(
                    "The state is of a job that read a single measurement, which it does not name,"
                            + " but the source now reads "
                            + describe()
                            + ". Start the job without this state, or with setMeasurement(..)"
                            + " ('measurement') once, and with more from its next state on.");
        }
        return measurements.names().get(0);
    }

    /** A plan of a state, as this source goes on with it. */
    MeasurementPlan restored(MeasurementPlan plan) {
        if (!isUnbounded() && plan.isTailGiven()) {
            throw new IllegalStateException(
                    "The state is of a source that never ends, and has followed new points already: "
                            + plan
                            + ". Now it is to end. Start the job without this state, or with"
                            + " setUnbounded() ('scan.bounded.mode' = 'unbounded').");
        }
        return plan.named(restoredName(plan.measurement()));
    }

    /** Whether a measurement of a state is still to be read. */
    boolean isChosen(@Nullable String measurement) {
        return measurements == null || measurements.contains(measurement);
    }

    /** Names what is read in errors and logs. */
    String describe() {
        return measurements == null
                ? QueryText.describe(query)
                : measurements + " of bucket '" + query.bucket() + "' (" + query.language() + ")";
    }

    /**
     * The part of time to be cut into splits.
     *
     * @param now the server's clock
     * @param knownStart where the source started when it began, if it has begun
     */
    PlanProgress history(Instant now, @Nullable Long knownStart) throws InfluxDBException {
        PlanProgress bounds = time.resolve(() -> now);
        return PlanProgress.from(
                knownStart == null ? bounds.start() : knownStart,
                isUnbounded() ? tailStart(now) : bounds.stop());
    }

    /** Where a tail would start now: what is older has become visible, or is not waited for. */
    long tailStart(Instant now) {
        long behind = Math.max(EpochNanos.of(tail.lateArrival()), EpochNanos.of(tail.pollDelay()));
        long time = EpochNanos.of(now);
        return time < EpochNanos.MIN + behind ? EpochNanos.MIN : time - behind;
    }

    /** Whether from this time on there is so much to catch up that it is better read as splits. */
    boolean isFarBehind(long mark, Instant now) {
        long patience = Math.max(EpochNanos.of(tail.lateArrival()), SHORTEST_FAR_BEHIND);
        // As numbers of any size, since all time is longer than a long.
        return (double) tailStart(now) - mark > (double) FAR_BEHIND * patience;
    }
}
