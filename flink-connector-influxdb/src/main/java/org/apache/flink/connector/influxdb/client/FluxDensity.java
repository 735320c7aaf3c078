/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.TimeRange;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * The answer to {@link FluxDialect#density}. It comes series by series, so it is added up first; in
 * memory are the windows of all fields, not those of all series.
 */
final class FluxDensity implements DensityCursor {

    /** How many counts are read at most: of many series, the counts are more than the points. */
    private static final int MAX_COUNTS = 500_000;

    private final TimeRange range;
    private final long width;
    private final Iterator<Map.Entry<Long, Map<String, Long>>> windows;

    private TimeRange window;
    private long rows;
    private long values;

    private FluxDensity(TimeRange range, long width, TreeMap<Long, Map<String, Long>> counts) {
        this.range = range;
        this.width = width;
        this.windows = counts.entrySet().iterator();
    }

    static FluxDensity read(AnnotatedCsvCursor answer, TimeRange range, long width, String query)
            throws InfluxDBException {
        TreeMap<Long, Map<String, Long>> counts = new TreeMap<>();
        int read = 0;
        while (answer.next()) {
            if (++read > MAX_COUNTS) {
                throw new InfluxDBException(
                        Kind.TOO_HEAVY,
                        "The answer has more than " + MAX_COUNTS + " counts. Flux query: " + query,
                        null);
            }
            long time = answer.getTime(FluxCensus.column(answer, CsvTable.TIME, query));
            String field = answer.getString(FluxCensus.column(answer, CsvTable.FIELD, query));
            long count = answer.getLong(FluxCensus.column(answer, CsvTable.VALUE, query));
            long start = range.contains(time) ? time : range.start();
            counts.computeIfAbsent(start, unseen -> new HashMap<>()).merge(field, count, Long::sum);
        }
        return new FluxDensity(range, width, counts);
    }

    @Override
    public boolean next() {
        if (!windows.hasNext()) {
            return false;
        }
        Map.Entry<Long, Map<String, Long>> entry = windows.next();
        long start = entry.getKey();
        window = range.withStart(start).first(width - Math.floorMod(start, width));
        rows = 0;
        values = 0;
        for (long count : entry.getValue().values()) {
            rows = Math.max(rows, count);
            values += count;
        }
        return true;
    }

    @Override
    public TimeRange window() {
        return window;
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public long values() {
        return values;
    }

    @Override
    public void close() {}
}
