/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.client.ShardGroups;
import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.TimeRange;

import javax.annotation.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Cuts a range of time into splits, slice by slice. It asks the server, so it may take its time.
 *
 * <p>No split of a measurement crosses the bound of a shard group. A shard group without any point
 * of the query is passed over; all others are covered from end to end, and counts only say where to
 * cut. For use by one thread at a time.
 */
final class SplitPlanner {

    /** The most splits of a slice: few enough to keep, many enough to keep readers busy. */
    static final int SLICE_SPLITS = 64;

    private final InfluxDBClient client;
    private final InfluxDBQuery query;
    private final PlanOptions options;

    @Nullable private ShardGroups shardGroups;

    SplitPlanner(InfluxDBClient client, InfluxDBQuery query, PlanOptions options) {
        this.client = client;
        this.query = query;
        this.options = options;
    }

    /**
     * Makes the next slice.
     *
     * @param from how far the plan is; null to begin with the bounds
     */
    PlanSlice next(@Nullable PlanProgress from) throws InfluxDBException {
        PlanProgress progress = from == null ? options.resolve(new ClockReadOnce(client)) : from;
        Optional<TimeRange> remaining = progress.remaining();
        if (remaining.isEmpty()) {
            return new PlanSlice(progress.done(), List.of());
        }
        return query instanceof InfluxDBQuery.OfMeasurement measurement
                ? nextOfMeasurement(measurement, progress, remaining.get())
                : sliceByWidth(progress, remaining.get(), remaining.get());
    }

    private PlanSlice nextOfMeasurement(
            InfluxDBQuery.OfMeasurement measurement, PlanProgress progress, TimeRange remaining)
            throws InfluxDBException {
        if (shardGroups == null) {
            shardGroups = client.shardGroups(measurement.bucket());
        }
        TimeRange group = groupAt(remaining.start(), remaining);
        Optional<TimeRange> extent = client.extent(measurement, group);
        if (extent.isEmpty()) {
            // Over the gap to the next point, wherever it is.
            Optional<TimeRange> rest = client.extent(measurement, remaining);
            if (rest.isEmpty()) {
                return new PlanSlice(progress.done(), List.of());
            }
            group = groupAt(rest.get().start(), remaining);
            extent = client.extent(measurement, group);
        }
        TimeRange filled = extent.orElse(group);
        if (options.splitDuration() != null) {
            return sliceByWidth(progress, group, filled);
        }
        return sliceByRows(measurement, progress, group, filled);
    }

    private TimeRange groupAt(long time, TimeRange within) {
        return shardGroups.containing(time).intersect(within).orElseThrow();
    }

    private PlanSlice sliceByRows(
            InfluxDBQuery.OfMeasurement measurement,
            PlanProgress progress,
            TimeRange group,
            TimeRange filled)
            throws InfluxDBException {
        TimeRange slice = group;
        TimeRange counted = filled;
        long parts = parts(client.count(measurement, counted));
        while (parts > SLICE_SPLITS && counted.isDivisible()) {
            counted = counted.withStop(counted.middle());
            slice = slice.withStop(counted.stop());
            parts = parts(client.count(measurement, counted));
        }
        int cuts = (int) Math.min(parts, SLICE_SPLITS);
        return new PlanSlice(
                progress.to(slice.stop()),
                SplitCuts.splits(slice, SplitCuts.intoParts(counted, cuts)));
    }

    private long parts(long rows) {
        return rows <= 0 ? 1 : 1 + (rows - 1) / options.splitMaxRows();
    }

    /** Cuts the filled part of a range at multiples of the width, if there is one. */
    private PlanSlice sliceByWidth(PlanProgress progress, TimeRange range, TimeRange filled) {
        Duration width = options.splitDuration();
        List<Long> cuts =
                width == null
                        ? List.of()
                        : SplitCuts.atMultiples(filled, EpochNanos.of(width), SLICE_SPLITS);
        TimeRange slice = range;
        if (cuts.size() == SLICE_SPLITS) {
            // There may be more cuts: the slice ends at the last of these.
            slice = range.withStop(cuts.remove(SLICE_SPLITS - 1));
        }
        return new PlanSlice(progress.to(slice.stop()), SplitCuts.splits(slice, cuts));
    }

    /** Asks the server once, if at all, so that both bounds mean the same now. */
    private static final class ClockReadOnce implements TimeBounds.ServerClock {
        private final InfluxDBClient client;
        @Nullable private Instant now;

        ClockReadOnce(InfluxDBClient client) {
            this.client = client;
        }

        @Override
        public Instant now() throws InfluxDBException {
            if (now == null) {
                now = client.serverTime();
            }
            return now;
        }
    }
}
