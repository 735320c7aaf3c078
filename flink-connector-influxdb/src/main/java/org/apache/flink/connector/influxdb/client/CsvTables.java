/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.InfluxDBException;

import javax.annotation.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes tables of records: the second layer of {@link AnnotatedCsvCursor}. The layout is that of
 * {@code csv/result.go} of influxdata/flux: blocks of annotation rows, a header and rows, parted by
 * blank lines; one more blank line after every result that ended well; an error as a table of its
 * own, after which there is none.
 */
final class CsvTables {

    /** Annotation, result and table come first in every row, whatever the columns are called. */
    static final int META_COLUMNS = 3;

    private static final int RESULT = 1;
    private static final int TABLE = 2;

    private final CsvTokenizer records;
    private final CsvFaults faults;

    private boolean endedWell;
    private boolean inRows;
    private long rows;

    private String[] datatypes = {};
    private String[] groups = {};
    private String[] defaults = {};
    @Nullable private CsvTable table;
    private String resultName = "";
    private byte[] tableId = {};
    private boolean isNewTable;

    CsvTables(CsvTokenizer records, CsvFaults faults) {
        this.records = records;
        this.faults = faults;
    }

    /**
     * Goes to the next row.
     *
     * @return false at the end of an answer that is complete
     */
    boolean nextRow() throws InfluxDBException {
        while (records.next()) {
            endedWell = false;
            if (inRows && records.isEmpty(0) && !records.isBlank()) {
                row();
                return true;
            }
            structure();
        }
        if (!endedWell) {
            throw faults.incomplete(
                    rows + " rows came, but not the blank line that closes an answer",
                    records.line(),
                    null);
        }
        return false;
    }

    private void structure() throws InfluxDBException {
        if (records.isBlank()) {
            endedWell = true;
            inRows = false;
            clearAnnotations();
            return;
        }
        if (records.isEmpty(0)) {
            header();
            return;
        }
        byte mark = records.buffer()[records.start(0)];
        if (mark == '{') {
            throw ServerErrors.inAnswer(records.text(0), rows, faults.context());
        }
        if (mark != '#') {
            throw malformed("its first cell is neither empty nor an annotation");
        }
        if (inRows) {
            inRows = false;
            clearAnnotations();
        }
        annotation();
    }

    private void clearAnnotations() {
        datatypes = groups = defaults = new String[0];
    }

    private void annotation() {
        String name = records.text(0);
        String[] cells = new String[records.size()];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = records.text(i);
        }
        switch (name) {
            case "#datatype" -> datatypes = cells;
            case "#group" -> groups = cells;
            case "#default" -> defaults = cells;
            default -> {} // Later servers may say more.
        }
    }

    private void header() throws InfluxDBException {
        if (records.size() == META_COLUMNS
                && records.is(1, "error")
                && records.is(2, "reference")) {
            throw error();
        }
        int width = records.size() - META_COLUMNS;
        if (width < 0 || !records.is(RESULT, "result") || !records.is(TABLE, "table")) {
            throw malformed("a header row without the columns 'result' and 'table'");
        }
        if (datatypes.length != records.size()) {
            throw malformed(
                    datatypes.length == 0
                            ? "a header row without types above it"
                            : "a header row of another length than its types");
        }
        List<String> labels = new ArrayList<>(width);
        ColumnType[] types = new ColumnType[width];
        boolean[] isGroup = new boolean[width];
        String[] ofEmpty = new String[width];
        for (int i = 0; i < width; i++) {
            int cell = i + META_COLUMNS;
            labels.add(records.text(cell));
            types[i] = type(datatypes[cell]);
            isGroup[i] = cell < groups.length && groups[cell].equals("true");
            ofEmpty[i] = cell < defaults.length ? defaults[cell] : "";
        }
        table = new CsvTable(labels, types, isGroup, ofEmpty);
        resultName = RESULT < defaults.length ? defaults[RESULT] : "";
        inRows = true;
        isNewTable = true;
        tableId = null;
    }

    private ColumnType type(String datatype) throws InfluxDBException {
        return switch (datatype) {
            case "boolean" -> ColumnType.BOOLEAN;
            case "long" -> ColumnType.INTEGER;
            case "unsignedLong" -> ColumnType.UNSIGNED;
            case "double" -> ColumnType.FLOAT;
            case "string" -> ColumnType.STRING;
            case "dateTime:RFC3339", "dateTime:RFC3339Nano" -> ColumnType.TIME;
            default -> throw malformed("the unknown type '" + datatype + "'");
        };
    }

    /** The row behind the header of an error says what went wrong. */
    private InfluxDBException error() throws InfluxDBException {
        String said = records.next() && records.size() > 1 ? records.text(1) : "";
        return ServerErrors.inAnswer(said, rows, faults.context());
    }

    private void row() throws InfluxDBException {
        if (records.size() != table.size() + META_COLUMNS) {
            throw malformed(
                    "a row of "
                            + records.size()
                            + " cells below a header of "
                            + (table.size() + META_COLUMNS));
        }
        if (!records.isEmpty(RESULT) && !records.is(RESULT, resultName)) {
            resultName = records.text(RESULT);
            tableId = null;
        }
        byte[] buffer = records.buffer();
        int from = records.start(TABLE);
        int to = records.end(TABLE);
        isNewTable =
                tableId == null || !Arrays.equals(tableId, 0, tableId.length, buffer, from, to);
        if (isNewTable) {
            tableId = Arrays.copyOfRange(buffer, from, to);
        }
        rows++;
    }

    private InfluxDBException malformed(String what) {
        return faults.malformed(what, records.line(), records.excerpt());
    }

    /** The columns of the row. */
    CsvTable table() {
        return table;
    }

    /** The name of the result that the row is of: the name of its {@code yield}. */
    String resultName() {
        return resultName;
    }

    /** Whether the row is the first of a table. */
    boolean isNewTable() {
        return isNewTable;
    }

    /** How many rows have come. */
    long rows() {
        return rows;
    }
}
