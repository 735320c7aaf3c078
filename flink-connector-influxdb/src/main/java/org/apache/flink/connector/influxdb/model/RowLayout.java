/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.model;

import org.apache.flink.annotation.PublicEvolving;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The columns of a run of rows, shared by all of them, with look-up by name. The time is not among
 * the columns: each row carries it apart.
 */
@PublicEvolving
public final class RowLayout {

    private static final int NONE = -1;

    private final List<Column> columns;
    private final Map<String, Integer> tags = new HashMap<>();
    private final Map<String, Integer> others = new HashMap<>();
    private final Map<String, Integer> all = new HashMap<>();

    /** A layout of the given columns, in the order of a row's values. */
    public RowLayout(List<Column> columns) {
        this.columns = List.copyOf(columns);
        for (int i = 0; i < this.columns.size(); i++) {
            Column column = this.columns.get(i);
            // The same object as a literal in the user's code, which is found several times faster.
            String name = column.name().intern();
            if (column.role() == ColumnRole.TAG) {
                tags.putIfAbsent(name, i);
            } else if (column.role() == ColumnRole.FIELD) {
                // A field goes before any other column of its name, wherever it stands.
                Integer other = others.put(name, i);
                if (other != null && this.columns.get(other).role() == ColumnRole.FIELD) {
                    others.put(name, other);
                }
            } else {
                others.putIfAbsent(name, i);
            }
        }
        all.putAll(tags);
        all.putAll(others);
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
        return tags.getOrDefault(name, NONE);
    }

    /** The position of the first field of this name, else of any column but a tag, else -1. */
    public int fieldPosition(String name) {
        return others.getOrDefault(name, NONE);
    }

    /** The position of the field of this name, else of the tag, or -1. */
    public int position(String name) {
        return all.getOrDefault(name, NONE);
    }

    @Override
    public String toString() {
        return columns.toString();
    }
}
