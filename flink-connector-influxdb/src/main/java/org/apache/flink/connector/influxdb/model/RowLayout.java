/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.model;

import org.apache.flink.annotation.PublicEvolving;

import java.util.List;

/**
 * The columns of a run of rows, shared by all of them, with look-up by name. The time is not among
 * the columns: each row carries it apart.
 */
@PublicEvolving
public final class RowLayout {

    private final List<Column> columns;
    private final NameIndex tags = new NameIndex();
    private final NameIndex others = new NameIndex();
    private final NameIndex all = new NameIndex();

    /** A layout of the given columns, in the order of a row's values. */
    public RowLayout(List<Column> columns) {
        this.columns = List.copyOf(columns);
        for (int i = 0; i < this.columns.size(); i++) {
            Column column = this.columns.get(i);
            if (column.role() == ColumnRole.TAG) {
                tags.putIfAbsent(column.name(), i);
            } else if (column.role() == ColumnRole.FIELD && !isField(column.name())) {
                // A field goes before any other column of its name, wherever it stands.
                others.put(column.name(), i);
            } else {
                others.putIfAbsent(column.name(), i);
            }
        }
        all.putAll(tags);
        all.putAll(others);
    }

    private boolean isField(String name) {
        int position = others.get(name);
        return position >= 0 && columns.get(position).role() == ColumnRole.FIELD;
    }

    /** The columns in the order of a row's values. */
    public List<Column> columns() {
        return columns;
    }

    /** How many columns there are. */
    public int size() {
        return columns.size();
    }

    /** The column at this position. */
    public Column column(int position) {
        return columns.get(position);
    }

    /** The position of the tag of this name, or -1. */
    public int tagPosition(String name) {
        return tags.get(name);
    }

    /** The position of the first field of this name, else of any column but a tag, else -1. */
    public int fieldPosition(String name) {
        return others.get(name);
    }

    /** The position of the field of this name, else of the tag, or -1. */
    public int position(String name) {
        return all.get(name);
    }

    @Override
    public String toString() {
        return columns.toString();
    }
}
