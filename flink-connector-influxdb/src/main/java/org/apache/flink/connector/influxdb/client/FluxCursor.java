/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.Column;
import org.apache.flink.connector.influxdb.model.ColumnRole;
import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.RowLayout;
import org.apache.flink.connector.influxdb.model.TimeRange;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * The points of a measurement, read through Flux: rows of one layout, in time order; at one time in
 * the order in which the server sent the series.
 *
 * <p>The server sends one table for each field of each series. All of them are read into primitive
 * columns before the first row is handed on; joined by series, merged by time. What they may take
 * is limited.
 */
final class FluxCursor implements RowCursor {

    /** What the values of one answer may take, unless the constructor is told otherwise. */
    static final long DEFAULT_MAX_BYTES = 256L << 20;

    /** What a table takes beside its values, roughly. */
    private static final long OVERHEAD = 256;

    private final AnnotatedCsvCursor answer;
    private final FluxLayout columns;
    private final TimeRange range;
    private final long maxBytes;
    private final String context;

    private final Map<Map<String, String>, SeriesValues> series = new HashMap<>();
    private final PriorityQueue<SeriesValues> queue = new PriorityQueue<>();
    private volatile boolean closed;
    private boolean isRead;
    private long bytes;
    private RowLayout layout;
    private InfluxDBRow row;

    /**
     * A cursor.
     *
     * @param range what was asked for; 1.8 includes its stop in the answer
     * @param maxBytes what the values may take; beyond it the answer is refused as too heavy,
     *     before a row of it was handed on
     */
    FluxCursor(
            StreamedAnswer answer,
            FluxLayout columns,
            TimeRange range,
            long maxBytes,
            String context) {
        this.answer = new AnnotatedCsvCursor(answer, context);
        this.columns = columns;
        this.range = range;
        this.maxBytes = maxBytes;
        this.context = context;
    }

    @Override
    public boolean next() throws InfluxDBException {
        row = null;
        if (closed) {
            throw ServerErrors.closed(context, null);
        }
        if (!isRead) {
            read();
            isRead = true;
        }
        SeriesValues earliest = queue.poll();
        if (earliest == null) {
            return false;
        }
        Object[] values = new Object[layout.size()];
        columns.start(values, earliest.tags());
        long time = earliest.nextTime();
        earliest.take(values);
        if (earliest.advance()) {
            queue.add(earliest);
        }
        row = new InfluxDBRow(layout, time, values);
        return true;
    }

    private void read() throws InfluxDBException {
        FieldValues values = null;
        FieldValues previous = null;
        SeriesValues owner = null;
        CsvTable table = null;
        int timeColumn = 0;
        int valueColumn = 0;
        while (answer.next()) {
            if (answer.isNewTable()) {
                finish(values, previous);
                table = answer.table();
                timeColumn = required(table, CsvTable.TIME, ColumnType.TIME);
                valueColumn = required(table, CsvTable.VALUE, null);
                Map<String, String> tags = tags(table);
                SeriesValues of =
                        series.computeIfAbsent(tags, key -> new SeriesValues(series.size(), key));
                previous = of == owner ? values : null;
                owner = of;
                ColumnType type = table.type(valueColumn);
                String field = answer.getString(required(table, CsvTable.FIELD, ColumnType.STRING));
                values = new FieldValues(columns.field(field, type), type);
                owner.add(values);
                bytes += values.bytes() + OVERHEAD;
            }
            long time = answer.getTime(timeColumn);
            if (values.size() > 0 && time <= values.lastTime()) {
                throw unexpected("the times of a table do not ascend");
            }
            if (!range.contains(time)) {
                continue;
            }
            long before = values.bytes();
            values.add(time, answer, valueColumn);
            bytes += values.bytes() - before;
            if (bytes > maxBytes) {
                throw tooHeavy();
            }
        }
        finish(values, previous);
        layout = columns.layout();
        for (SeriesValues each : series.values()) {
            if (each.advance()) {
                queue.add(each);
            }
        }
    }

    private void finish(FieldValues values, FieldValues previous) {
        if (values != null && previous != null) {
            bytes -= values.shareTimes(previous);
        }
    }

    private Map<String, String> tags(CsvTable table) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (int i = 0; i < table.size(); i++) {
            Column column = table.columns().get(i);
            if (column.role() == ColumnRole.TAG && !answer.isNull(i)) {
                String tag = answer.getString(i);
                tags.put(column.name(), tag);
                columns.tag(column.name());
            }
        }
        return tags;
    }

    private int required(CsvTable table, String name, ColumnType type) throws InfluxDBException {
        int position = table.position(name);
        if (position < 0 || (type != null && table.type(position) != type)) {
            throw unexpected("no column '" + name + "' of its kind");
        }
        return position;
    }

    private InfluxDBException unexpected(String what) {
        return new InfluxDBException(
                Kind.MALFORMED,
                "The answer is not that of a range and a filter: "
                        + what
                        + ", at line "
                        + answer.line()
                        + ". "
                        + context,
                null);
    }

    private InfluxDBException tooHeavy() {
        return new InfluxDBException(
                Kind.TOO_HEAVY,
                "The answer takes more than the limit of "
                        + maxBytes
                        + " bytes, after "
                        + answer.rows()
                        + " values of "
                        + series.size()
                        + " series. No row of it was handed on. Read a shorter range of time, or with"
                        + " InfluxQL, which needs no memory for this. "
                        + context,
                null);
    }

    @Override
    public InfluxDBRow row() {
        if (row == null) {
            throw new IllegalStateException("The cursor stands on no row: next() goes to one");
        }
        return row;
    }

    @Override
    public void close() {
        closed = true;
        answer.close();
    }
}
