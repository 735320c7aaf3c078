/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;

import javax.annotation.Nullable;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * The rows of an answer in annotated CSV, parsed as it streams in: the answer of Flux.
 *
 * <p>Three layers: {@link CsvTokenizer} cuts bytes into cells, {@link CsvTables} makes out tables,
 * errors and the end, and this class reads typed values. A value is decoded when it is asked for;
 * until then it is a place in a buffer. Columns are told by position, since a tag may be called
 * {@code result} or like another column.
 *
 * <p>An answer is complete if its last line is blank. A cut right behind the blank line between two
 * blocks of tables looks the same, so the body must also tell a cut connection by an exception, as
 * bodies in HTTP chunks and in gzip do.
 */
final class AnnotatedCsvCursor implements RowCursor {

    /** The longest cell that is read, unless the constructor is told otherwise. */
    static final int DEFAULT_MAX_CELL = 16 << 20;

    private final StreamedAnswer answer;
    private final String context;
    private final CsvTokenizer records;
    private final CsvTables tables;
    private volatile boolean closed;

    private CsvTable table;
    private boolean onRow;
    private StringCache[] strings = {};
    private RepeatedTime[] times = {};

    AnnotatedCsvCursor(StreamedAnswer answer, String context) {
        this(answer, DEFAULT_MAX_CELL, context);
    }

    /**
     * A cursor.
     *
     * @param maxCell the longest cell in bytes; a longer one is an error
     * @param context names the query in errors
     */
    AnnotatedCsvCursor(StreamedAnswer answer, int maxCell, String context) {
        this.answer = answer;
        this.context = context;
        CsvFaults faults = new CsvFaults(context);
        this.records = new CsvTokenizer(answer.body(), maxCell, faults);
        this.tables = new CsvTables(records, faults);
    }

    @Override
    public boolean next() throws InfluxDBException {
        onRow = false;
        if (closed) {
            throw ServerErrors.closed(context, null);
        }
        try {
            onRow = tables.nextRow();
        } catch (InfluxDBException e) {
            throw closed ? ServerErrors.closed(context, e) : e;
        }
        if (onRow && tables.table() != table) {
            table = tables.table();
            strings = Arrays.copyOf(strings, Math.max(strings.length, table.size()));
            times = Arrays.copyOf(times, Math.max(times.length, table.size()));
        }
        return onRow;
    }

    /** The columns of the row that the cursor stands on. */
    CsvTable table() {
        checkOnRow();
        return table;
    }

    /** The name of the result that the row belongs to: that of its {@code yield}. */
    String resultName() {
        return tables.resultName();
    }

    /** Whether the row is the first of a table. Columns only change where a table begins. */
    boolean isNewTable() {
        return tables.isNewTable();
    }

    /** In which line of the answer the row begins, from 1. */
    long line() {
        return records.line();
    }

    /**
     * Whether the row has no value in this column. An empty cell is none, but for the column {@code
     * _value} of strings, which a read of storage never leaves without.
     */
    boolean isNull(int column) {
        return records.isEmpty(cell(column))
                && !table.isEmptyText(column)
                && table.defaultValue(column).isEmpty();
    }

    /** An integer. */
    long getLong(int column) throws InfluxDBException {
        int cell = cell(column);
        try {
            return CsvValues.integer(records.buffer(), records.start(cell), records.end(cell));
        } catch (RuntimeException e) {
            throw unreadable(column, e);
        }
    }

    /** An unsigned integer. */
    BigInteger getUnsigned(int column) throws InfluxDBException {
        int cell = cell(column);
        try {
            return CsvValues.unsigned(records.buffer(), records.start(cell), records.end(cell));
        } catch (RuntimeException e) {
            throw unreadable(column, e);
        }
    }

    /** A float. */
    double getDouble(int column) throws InfluxDBException {
        int cell = cell(column);
        try {
            return CsvValues.floating(records.buffer(), records.start(cell), records.end(cell));
        } catch (RuntimeException e) {
            throw unreadable(column, e);
        }
    }

    /** A boolean. */
    boolean getBoolean(int column) throws InfluxDBException {
        int cell = cell(column);
        try {
            return CsvValues.bool(records.buffer(), records.start(cell), records.end(cell));
        } catch (RuntimeException e) {
            throw unreadable(column, e);
        }
    }

    /** A time in nanoseconds since 1970. */
    long getTime(int column) throws InfluxDBException {
        int cell = cell(column);
        try {
            return CsvValues.time(records.buffer(), records.start(cell), records.end(cell));
        } catch (RuntimeException e) {
            throw unreadable(column, e);
        }
    }

    /** A string. Where values repeat, the same object. */
    String getString(int column) {
        int cell = cell(column);
        if (records.isEmpty(cell)) {
            return table.defaultValue(column);
        }
        if (!table.repeats(column)) {
            return records.text(cell);
        }
        if (strings[column] == null) {
            strings[column] = new StringCache();
        }
        return strings[column].decode(records.buffer(), records.start(cell), records.end(cell));
    }

    /** How many bytes the cell has. */
    int byteLength(int column) {
        int cell = cell(column);
        return records.end(cell) - records.start(cell);
    }

    /** Copies the bytes of the cell, as UTF-8. */
    void copyBytes(int column, byte[] target, int at) {
        System.arraycopy(
                records.buffer(), records.start(cell(column)), target, at, byteLength(column));
    }

    /** How many rows have come. */
    long rows() {
        return tables.rows();
    }

    /** The value as an object, or null. */
    @Nullable
    Object get(int column) throws InfluxDBException {
        if (isNull(column)) {
            return null;
        }
        int cell = cell(column);
        if (records.isEmpty(cell) && table.type(column) != ColumnType.STRING) {
            throw unreadable(column, null);
        }
        return switch (table.type(column)) {
            case BOOLEAN -> getBoolean(column);
            case INTEGER -> getLong(column);
            case UNSIGNED -> getUnsigned(column);
            case FLOAT -> getDouble(column);
            case STRING -> getString(column);
            case TIME -> table.repeats(column) ? repeatedTime(column, cell) : getTime(column);
        };
    }

    private Long repeatedTime(int column, int cell) throws InfluxDBException {
        if (times[column] == null) {
            times[column] = new RepeatedTime();
        }
        RepeatedTime latest = times[column];
        byte[] buffer = records.buffer();
        int from = records.start(cell);
        int to = records.end(cell);
        if (!Arrays.equals(latest.bytes, 0, latest.bytes.length, buffer, from, to)) {
            latest.value = getTime(column);
            latest.bytes = Arrays.copyOfRange(buffer, from, to);
        }
        return latest.value;
    }

    @Override
    public InfluxDBRow row() throws InfluxDBException {
        checkOnRow();
        int timeColumn = table.timeColumn();
        Long time = null;
        Object[] values = new Object[table.layout().size()];
        int target = 0;
        for (int i = 0; i < table.size(); i++) {
            if (i == timeColumn) {
                time = isNull(i) ? null : (Long) getTime(i);
            } else {
                values[target++] = get(i);
            }
        }
        return new InfluxDBRow(table.layout(), time, values);
    }

    private int cell(int column) {
        return column + CsvTables.META_COLUMNS;
    }

    private void checkOnRow() {
        if (!onRow) {
            throw new IllegalStateException("The cursor stands on no row: next() goes to one");
        }
    }

    private InfluxDBException unreadable(int column, @Nullable RuntimeException cause) {
        return new InfluxDBException(
                Kind.MALFORMED,
                "Column '"
                        + table.columns().get(column).name()
                        + "' holds no "
                        + table.type(column)
                        + ": '"
                        + records.text(cell(column))
                        + "', at line "
                        + records.line()
                        + ": "
                        + records.excerpt()
                        + ". "
                        + context,
                cause);
    }

    @Override
    public void close() {
        closed = true;
        answer.close();
    }

    private static final class RepeatedTime {
        private byte[] bytes = {};
        private Long value;
    }
}
