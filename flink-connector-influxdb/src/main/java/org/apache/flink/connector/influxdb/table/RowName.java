/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.connector.influxdb.model.NamePattern;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.function.SerializableFunction;

import java.util.List;

/** Fills a {@link ColumnPattern} with the columns of a row. */
final class RowName implements SerializableFunction<RowData, String> {

    private static final long serialVersionUID = 1L;

    private final String option;
    private final String text;
    private final TableMapping mapping;
    private final int[] positions;

    private transient NamePattern pattern;

    RowName(ColumnPattern pattern, TableMapping mapping) {
        this.option = pattern.option();
        this.text = pattern.text();
        this.mapping = mapping;
        List<String> names = mapping.columns().stream().map(TableColumn::name).toList();
        this.positions = pattern.columns().stream().mapToInt(names::indexOf).toArray();
    }

    /**
     * The name for a row.
     *
     * @throws IllegalArgumentException if a column that the pattern needs is NULL
     */
    @Override
    public String apply(RowData row) {
        if (positions.length == 0) {
            return text;
        }
        if (pattern == null) {
            pattern = new NamePattern(text);
        }
        String[] values = new String[positions.length];
        for (int i = 0; i < values.length; i++) {
            if (row.isNullAt(positions[i])) {
                throw new IllegalArgumentException(
                        new RowDescriber(mapping).describe(row)
                                + ": column '"
                                + mapping.columns().get(positions[i]).name()
                                + "' is NULL, but "
                                + new ColumnPattern(option, text)
                                + " needs it");
            }
            values[i] = row.getString(positions[i]).toString();
        }
        return pattern.fill(values);
    }
}
