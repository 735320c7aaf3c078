/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.Predicate;
import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.model.TimeRange;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Deletes points, and no others. What a server would delete as well is found out by a read before:
 * where there is something, the point is not deleted. Each call waits for the server.
 */
final class Deletes {

    /** So many rows between the points of a series are looked at, to delete them together. */
    private static final int MAX_ROWS = 20_000;

    private static final String UNNAMEABLE =
            "The point is not deleted, because the server's language for deletes has no words for it:"
                    + " CR and NUL cannot be in names, and on InfluxDB 1.8 no tag of the measurement"
                    + " may be called _name.";

    /** A read that fails so is not ours to do, or cannot be done. */
    private static final Set<Kind> UNREADABLE =
            EnumSet.of(Kind.FORBIDDEN, Kind.NOT_FOUND, Kind.INVALID, Kind.UNSUPPORTED);

    /**
     * A series.
     *
     * @param tags all of them
     */
    record Series(String measurement, SortedMap<String, String> tags) {}

    /** What differs between the servers. */
    interface Dialect {

        /** The buckets out of which a delete from this one deletes. */
        List<String> affected(String bucket) throws InfluxDBException;

        /** Whether the server's language for deletes can name a series, and no other. */
        boolean canName(String bucket, Series series) throws InfluxDBException;

        /** Whether a delete of a series takes no series with further tags as well. */
        boolean isExact();

        /** Deletes what is in these ranges of time. */
        void delete(String bucket, Map<Series, List<DeletePlan.Span>> spans)
                throws InfluxDBException;
    }

    private final Queries queries;
    private final Dialect dialect;

    Deletes(Queries queries, Dialect dialect) {
        this.queries = queries;
        this.dialect = dialect;
    }

    /**
     * Deletes points that may not exist.
     *
     * @return those that cannot be deleted alone, and were not
     */
    List<RefusedDelete> delete(String bucket, List<PointKey> points) throws InfluxDBException {
        Map<Series, NavigableSet<Long>> wanted = new LinkedHashMap<>();
        for (PointKey point : points) {
            wanted.computeIfAbsent(series(point), series -> new TreeSet<>()).add(point.timestamp());
        }
        Map<Series, DeletePlan> plans = new LinkedHashMap<>();
        Map<Series, List<DeletePlan.Span>> spans = new LinkedHashMap<>();
        List<String> affected = affected(bucket, wanted, plans);
        for (Map.Entry<Series, NavigableSet<Long>> each : wanted.entrySet()) {
            DeletePlan plan =
                    plans.computeIfAbsent(each.getKey(), series -> new DeletePlan(each.getValue()));
            if (!affected.isEmpty()) {
                survey(bucket, affected, each.getKey(), each.getValue(), plan);
            }
            spans.put(each.getKey(), plan.spans());
        }
        spans.values().removeIf(List::isEmpty);
        if (!spans.isEmpty()) {
            dialect.delete(bucket, spans);
        }
        return refused(points, plans);
    }

    private static Series series(PointKey point) {
        return new Series(point.measurement(), point.tags());
    }

    /** The buckets that are affected; none if that may not be known, and all is refused. */
    private List<String> affected(
            String bucket, Map<Series, NavigableSet<Long>> wanted, Map<Series, DeletePlan> plans)
            throws InfluxDBException {
        try {
            return dialect.affected(bucket);
        } catch (InfluxDBException e) {
            if (!UNREADABLE.contains(e.kind())) {
                throw e;
            }
            wanted.forEach(
                    (series, times) -> {
                        DeletePlan plan = new DeletePlan(times);
                        times.forEach(time -> plan.refuse(time, unreadable(e)));
                        plans.put(series, plan);
                    });
            return List.of();
        }
    }

    /** Looks at what is there, unless it makes no difference. */
    private void survey(
            String bucket,
            List<String> affected,
            Series series,
            NavigableSet<Long> times,
            DeletePlan plan)
            throws InfluxDBException {
        try {
            if (!dialect.canName(bucket, series)) {
                times.forEach(time -> plan.refuse(time, UNNAMEABLE));
                return;
            }
            if (dialect.isExact() && affected.size() == 1 && times.size() == 1) {
                return;
            }
            for (String each : affected) {
                boolean isOwn = each.equals(bucket);
                if (!read(each, isOwn, series, times, times.first(), times.last(), plan)) {
                    plan.setBlind();
                    for (long time : times) {
                        read(each, isOwn, series, times, time, time, plan);
                    }
                }
            }
        } catch (InfluxDBException e) {
            if (!UNREADABLE.contains(e.kind())) {
                throw e;
            }
            times.forEach(time -> plan.refuse(time, unreadable(e)));
        }
    }

    /** Whether all rows of the range were looked at. */
    private boolean read(
            String bucket,
            boolean isOwn,
            Series series,
            Set<Long> times,
            long first,
            long last,
            DeletePlan plan)
            throws InfluxDBException {
        List<Predicate> tags = new ArrayList<>();
        series.tags().forEach((key, value) -> tags.add(new Predicate.TagIn(key, List.of(value))));
        InfluxDBQuery.OfMeasurement query =
                new InfluxDBQuery.OfMeasurement(
                        bucket, series.measurement(), List.of(), tags, QueryLanguage.AUTO);
        int rows = 0;
        try (RowCursor cursor = queries.query(query, new TimeRange(first, last + 1))) {
            while (cursor.next()) {
                if (++rows > MAX_ROWS && first < last) {
                    return false;
                }
                note(cursor.row(), bucket, isOwn, series, times, plan);
            }
        }
        return true;
    }

    private void note(
            InfluxDBRow row,
            String bucket,
            boolean isOwn,
            Series series,
            Set<Long> times,
            DeletePlan plan) {
        boolean isSeries = new TreeMap<>(row.tags()).equals(series.tags());
        if (!isSeries && dialect.isExact()) {
            return;
        }
        long time = row.timestamp();
        if (!times.contains(time)) {
            plan.stays(time);
        } else if (!isSeries) {
            plan.refuse(
                    time,
                    "The point is not deleted, because this server would delete the point with the"
                            + " further tags "
                            + row.tags()
                            + " as well: what it deletes is named by the tags that points have, and"
                            + " not by those that they do not have. Give every point of the"
                            + " measurement the same tag keys.");
        } else if (!isOwn) {
            plan.refuse(
                    time,
                    "The point is not deleted, because '"
                            + bucket
                            + "' has a point of the same series and time, and InfluxDB 1.8 deletes"
                            + " from all retention policies of a database. Keep retention policies"
                            + " from which points are deleted in databases of their own.");
        }
    }

    private static String unreadable(InfluxDBException cause) {
        return "The point is not deleted, because it cannot be read what else the server would"
                + " delete with it: "
                + cause.getMessage()
                + " Deletes need the right to read.";
    }

    private static List<RefusedDelete> refused(
            List<PointKey> points, Map<Series, DeletePlan> plans) {
        List<RefusedDelete> refused = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            PointKey point = points.get(i);
            String reason = plans.get(series(point)).refused().get(point.timestamp());
            if (reason != null) {
                refused.add(
                        new RefusedDelete(
                                i, reason + " Its time: " + EpochNanos.toText(point.timestamp())));
            }
        }
        return refused;
    }
}
