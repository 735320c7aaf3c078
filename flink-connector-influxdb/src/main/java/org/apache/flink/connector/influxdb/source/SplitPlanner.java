/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.client.Census;
import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.client.ShardGroups;
import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.TimeRange;

import javax.annotation.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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

    /** The splits of a first slice: few, so that reading begins at once. Then twice as many. */
    private static final int FIRST_SLICE_SPLITS = 2;

    /** A slice asks for the schema once, and twice or more for each shard group. */
    private static final int SLICE_GROUPS = 16;

    private final InfluxDBClient client;
    private final InfluxDBQuery query;
    private final PlanOptions options;

    /** Of the measurement; null for a query of the user's own. */
    @Nullable private final String name;

    private final DensityCutter cutter;

    // What follows is found out again after a restart.
    @Nullable private ShardGroups shardGroups;
    private int limit = FIRST_SLICE_SPLITS;

    /** What held points of the shard group that was asked about last. */
    @Nullable private TimeRange lastFilled;

    SplitPlanner(InfluxDBClient client, InfluxDBQuery query, PlanOptions options) {
        this.client = client;
        this.query = query;
        this.options = options;
        this.name =
                query instanceof InfluxDBQuery.OfMeasurement points ? points.measurement() : null;
        this.cutter = new DensityCutter(name, SplitAim.ofRows(options.splitMaxRows()));
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
                ? nextOfMeasurement(measurement, progress)
                : cutByWidth(progress, remaining.get(), remaining.get(), SLICE_SPLITS);
    }

    private PlanSlice nextOfMeasurement(InfluxDBQuery.OfMeasurement measurement, PlanProgress from)
            throws InfluxDBException {
        if (shardGroups == null) {
            shardGroups = client.shardGroups(measurement.bucket());
        }
        Census census = client.census(measurement);
        List<InfluxDBSplit> splits = new ArrayList<>();
        PlanProgress progress = from;
        for (int i = 0; i < SLICE_GROUPS && splits.size() < limit && !progress.isDone(); i++) {
            PlanSlice slice = nextGroup(census, progress, limit - splits.size());
            splits.addAll(slice.splits());
            progress = slice.progress();
        }
        limit = Math.min(SLICE_SPLITS, 2 * limit);
        return new PlanSlice(progress, splits);
    }

    /** Cuts the next shard group, or a part of it, or passes over those that have no points. */
    private PlanSlice nextGroup(Census census, PlanProgress progress, int wanted)
            throws InfluxDBException {
        TimeRange remaining = progress.remaining().orElseThrow();
        TimeRange group = groupAt(remaining.start(), remaining);
        Optional<TimeRange> filled = filledPart(census, group);
        if (filled.isPresent()) {
            return options.splitDuration() == null
                    ? cutter.cut(census, progress, group, filled.get(), wanted)
                    : cutByWidth(progress, group, filled.get(), wanted);
        }
        if (isBegun(progress)) {
            // Empty by now, but no gap is left within a shard group.
            return new PlanSlice(
                    progress.to(group.stop()), SplitCuts.splits(name, group, List.of()));
        }
        Optional<Long> next =
                group.stop() == remaining.stop()
                        ? Optional.empty()
                        : census.earliest(remaining.withStart(group.stop()));
        return new PlanSlice(
                next.isEmpty()
                        ? progress.done()
                        : progress.to(groupAt(next.get(), remaining).start()),
                List.of());
    }

    /** The part of a shard group, or of what is left of it, that holds points, if any does. */
    private Optional<TimeRange> filledPart(Census census, TimeRange group)
            throws InfluxDBException {
        if (lastFilled != null) {
            // Asked once for each group: what it is for, to know where to count, has time.
            Optional<TimeRange> known = lastFilled.intersect(group);
            if (known.isPresent()) {
                return known;
            }
        }
        Optional<TimeRange> asked = census.extent(group);
        lastFilled = asked.orElse(null);
        return asked;
    }

    private TimeRange groupAt(long time, TimeRange within) {
        return shardGroups.containing(time).intersect(within).orElseThrow();
    }

    /** Whether the shard group that comes next has splits already. */
    private boolean isBegun(PlanProgress progress) {
        long at = progress.plannedTo();
        return at > progress.start() && shardGroups.containing(at).start() < at;
    }

    /** Cuts the filled part of a range at multiples of the width, if there is one. */
    private PlanSlice cutByWidth(
            PlanProgress progress, TimeRange range, TimeRange filled, int wanted) {
        Duration width = options.splitDuration();
        List<Long> cuts =
                width == null
                        ? List.of()
                        : SplitCuts.atMultiples(filled, EpochNanos.of(width), wanted);
        TimeRange slice = range;
        if (cuts.size() == wanted) {
            // There may be more cuts: the slice ends at the last of these.
            slice = range.withStop(cuts.remove(wanted - 1));
        }
        return new PlanSlice(progress.to(slice.stop()), SplitCuts.splits(name, slice, cuts));
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
