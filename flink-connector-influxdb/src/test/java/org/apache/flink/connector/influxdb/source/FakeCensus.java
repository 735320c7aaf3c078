/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.client.Census;
import org.apache.flink.connector.influxdb.client.DensityCursor;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.TimeRange;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A server's counts of points in memory. It can be told to lose the counts of some fields, as
 * servers do where types change, and how many windows it counts at once.
 */
final class FakeCensus implements Census {

    private final TreeMap<Long, List<Sample>> samples = new TreeMap<>();
    private final SortedSet<String> fields = new TreeSet<>();
    private final List<TimeRange> counted = new ArrayList<>();
    private final List<TimeRange> countedInAllFields = new ArrayList<>();
    private final Set<String> lost = new HashSet<>();

    private long maxWindows = Long.MAX_VALUE;
    private InfluxDBException fault;
    private int extentsAsked;
    private int faults;

    /** A point: the names of its fields. */
    record Sample(long time, List<String> fields) {
        static Sample of(InfluxDBRow row) {
            return new Sample(row.timestamp(), List.of("value"));
        }
    }

    FakeCensus(List<Sample> points) {
        points.forEach(
                point ->
                        samples.computeIfAbsent(point.time(), unseen -> new ArrayList<>())
                                .add(point));
        points.forEach(point -> fields.addAll(point.fields()));
    }

    /** Counts none of this field's values from now on. */
    FakeCensus losing(String field) {
        lost.add(field);
        return this;
    }

    /** Counts of more windows are too heavy, and so found when they have been counted. */
    FakeCensus withRoomFor(long windows) {
        maxWindows = windows;
        return this;
    }

    /** The next counts fail. */
    FakeCensus failing(int times, Kind kind) {
        faults = times;
        fault = new InfluxDBException(kind, "fake fault " + kind, null);
        return this;
    }

    /** The ranges that were counted, in order. */
    List<TimeRange> counted() {
        return counted;
    }

    /** Those of them in which every field was counted. */
    List<TimeRange> countedInAllFields() {
        return countedInAllFields;
    }

    /** How often the extent of a range was asked for. */
    int extentsAsked() {
        return extentsAsked;
    }

    @Override
    public Optional<TimeRange> extent(TimeRange range) {
        extentsAsked++;
        return filled(range);
    }

    private Optional<TimeRange> filled(TimeRange range) {
        var inside = samples.subMap(range.start(), range.stop());
        return inside.isEmpty()
                ? Optional.empty()
                : Optional.of(new TimeRange(inside.firstKey(), inside.lastKey() + 1));
    }

    @Override
    public Optional<Long> earliest(TimeRange range) {
        return filled(range).map(TimeRange::start);
    }

    @Override
    public DensityCursor density(TimeRange range, long width) throws InfluxDBException {
        countedInAllFields.add(range);
        return count(range, width, fields);
    }

    @Override
    public DensityCursor densityOfEvenPoints(TimeRange range, long width) throws InfluxDBException {
        return count(range, width, Set.of(fields.first()));
    }

    private Cursor count(TimeRange range, long width, Set<String> asked) throws InfluxDBException {
        counted.add(range);
        if (faults > 0) {
            faults--;
            throw fault;
        }
        return new Cursor(range, width, asked);
    }

    private final class Cursor implements DensityCursor {
        private final TimeRange range;
        private final long width;
        private final Set<String> asked;
        private final Map<String, Long> counts = new HashMap<>();
        private Long at;
        private TimeRange window;
        private long windows;

        Cursor(TimeRange range, long width, Set<String> asked) {
            this.range = range;
            this.width = width;
            this.asked = asked;
            this.at = samples.ceilingKey(range.start());
        }

        @Override
        public boolean next() throws InfluxDBException {
            counts.clear();
            while (counts.isEmpty()) {
                if (at == null || at >= range.stop()) {
                    return false;
                }
                window = windowOf(at);
                samples.subMap(window.start(), window.stop()).values().stream()
                        .flatMap(List::stream)
                        .flatMap(sample -> sample.fields().stream())
                        .filter(field -> asked.contains(field) && !lost.contains(field))
                        .forEach(field -> counts.merge(field, 1L, Long::sum));
                at = samples.ceilingKey(window.stop());
            }
            if (++windows > maxWindows) {
                throw new InfluxDBException(Kind.TOO_HEAVY, "fake: too many windows", null);
            }
            return true;
        }

        private TimeRange windowOf(long time) {
            long start = time - Math.floorMod(time, width);
            return new TimeRange(start, start + width).intersect(range).orElseThrow();
        }

        @Override
        public TimeRange window() {
            return window;
        }

        @Override
        public long rows() {
            return counts.values().stream().mapToLong(Long::longValue).max().orElse(0);
        }

        @Override
        public long values() {
            long uncounted = fields.size() - asked.size();
            return counts.values().stream().mapToLong(Long::longValue).sum() + uncounted * rows();
        }

        @Override
        public boolean isEven() {
            return asked.size() == fields.size() && values() == rows() * fields.size();
        }

        @Override
        public void close() {}
    }
}
