/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.table.data.RowData;
import org.apache.flink.util.function.SerializableFunction;

import java.util.List;

/** Fills a {@link NamePattern} with the columns of a row. */
final class RowName implements SerializableFunction<RowData, String> {

    private static final long serialVersionUID = 1L;

    private final String option;
    private final NamePattern pattern;
    private final TableMapping mapping;
    private final int[] positions;

    /**
     * Names for rows.
     *
     * @param option where the pattern stands, for errors
     */
    RowName(String option, NamePattern pattern, TableMapping mapping) {
        this.option = option;
        this.pattern = pattern;
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
            return pattern.toString();
        }
        String[] values = new String[positions.length];
        for (int i = 0; i < values.length; i++) {
            if (row.isNullAt(positions[i])) {
                throw new IllegalArgumentException(
                        new RowDescriber(mapping).describe(row)
                                + ": column '"
                                + mapping.columns().get(positions[i]).name()
                                + "' is NULL, but '"
                                + option
                                + "' = '"
                                + pattern
                                + "' needs it");
            }
            values[i] = row.getString(positions[i]).toString();
        }
        return pattern.fill(values);
    }
}
