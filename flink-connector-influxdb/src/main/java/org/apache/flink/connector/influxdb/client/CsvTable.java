/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.Column;
import org.apache.flink.connector.influxdb.model.ColumnRole;
import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.RowLayout;

import java.util.ArrayList;
import java.util.List;

/**
 * The columns of a block of annotated CSV: what its annotations and its header say. The first three
 * columns (annotation, {@code result}, {@code table}) are not among them.
 *
 * <p>Roles are made out like this:
 *
 * <ul>
 *   <li>{@code _time}, if it is a time: the row's time
 *   <li>{@code _measurement}, if it is a string: the measurement
 *   <li>{@code _start}, {@code _stop}, {@code _field}: other
 *   <li>any other string in the group key: a tag
 *   <li>all else: a field
 * </ul>
 */
final class CsvTable {

    static final String TIME = "_time";
    static final String FIELD = "_field";
    static final String VALUE = "_value";
    private static final int NONE = -1;

    private final List<Column> columns;
    private final ColumnType[] types;
    private final boolean[] group;
    private final String[] defaults;
    private final boolean[] emptyIsText;
    private final boolean[] repeats;
    private final int timeColumn;
    private final RowLayout layout;

    /**
     * The columns of a block.
     *
     * @param group whether the column is in the group key
     * @param defaults what an empty cell stands for, or empty
     */
    CsvTable(List<String> labels, ColumnType[] types, boolean[] group, String[] defaults) {
        this.types = types;
        this.group = group;
        this.defaults = defaults;
        int width = labels.size();
        this.emptyIsText = new boolean[width];
        this.repeats = new boolean[width];
        int time = NONE;
        List<Column> all = new ArrayList<>(width);
        List<Column> ofRow = new ArrayList<>(width);
        for (int i = 0; i < width; i++) {
            ColumnRole role = role(labels.get(i), types[i], group[i]);
            if (role == ColumnRole.TIME && time != NONE) {
                role = ColumnRole.OTHER;
            }
            Column column = new Column(labels.get(i), types[i], role);
            all.add(column);
            if (role == ColumnRole.TIME) {
                time = i;
            } else {
                ofRow.add(column);
            }
            // A read of storage has a value in every row, so an empty one is the empty string.
            emptyIsText[i] = labels.get(i).equals(VALUE) && types[i] == ColumnType.STRING;
            repeats[i] = group[i] || role == ColumnRole.OTHER;
        }
        this.timeColumn = time;
        this.columns = List.copyOf(all);
        this.layout = new RowLayout(ofRow);
    }

    private static ColumnRole role(String label, ColumnType type, boolean isGroup) {
        switch (label) {
            case TIME -> {
                return type == ColumnType.TIME ? ColumnRole.TIME : ColumnRole.FIELD;
            }
            case MeasurementRead.MEASUREMENT -> {
                return type == ColumnType.STRING ? ColumnRole.MEASUREMENT : ColumnRole.FIELD;
            }
            case "_start", "_stop", FIELD -> {
                return ColumnRole.OTHER;
            }
            default -> {
                return isGroup && type == ColumnType.STRING ? ColumnRole.TAG : ColumnRole.FIELD;
            }
        }
    }

    /** All columns of the block, the time's included. */
    List<Column> columns() {
        return columns;
    }

    int size() {
        return types.length;
    }

    ColumnType type(int column) {
        return types[column];
    }

    /** Whether the column is in the group key, so that all rows of a table have one value. */
    boolean isGroup(int column) {
        return group[column];
    }

    /** What an empty cell of the column stands for, or empty. */
    String defaultValue(int column) {
        return defaults[column];
    }

    /** Whether an empty cell of the column is the empty string, not null. */
    boolean isEmptyText(int column) {
        return emptyIsText[column];
    }

    /** Whether neighbouring rows are likely to have one value. */
    boolean repeats(int column) {
        return repeats[column];
    }

    /** The position of the first column of this name, or -1. */
    int position(String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(name)) {
                return i;
            }
        }
        return NONE;
    }

    /** The position of the rows' time, or -1. */
    int timeColumn() {
        return timeColumn;
    }

    /** The columns without the time. */
    RowLayout layout() {
        return layout;
    }
}
