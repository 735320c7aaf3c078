/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.table.data.RowData;

import java.util.ArrayList;
import java.util.List;

/** Names a row in an error: its table and the values of its columns. */
final class RowDescriber {

    private static final int MAX_VALUE_LENGTH = 100;

    private final TableMapping mapping;
    private final List<RowData.FieldGetter> getters = new ArrayList<>();

    RowDescriber(TableMapping mapping) {
        this.mapping = mapping;
        List<TableColumn> columns = mapping.columns();
        for (int i = 0; i < columns.size(); i++) {
            getters.add(RowData.createFieldGetter(columns.get(i).type(), i));
        }
    }

    /** Such as {@code Table db.cpu, row {time=2026-01-01T00:00, host=a, usage=NULL}}. */
    String describe(RowData row) {
        StringBuilder text = new StringBuilder("Table ").append(mapping.table()).append(", row {");
        for (int i = 0; i < getters.size(); i++) {
            Object value = getters.get(i).getFieldOrNull(row);
            text.append(i == 0 ? "" : ", ")
                    .append(mapping.columns().get(i).name())
                    .append('=')
                    .append(value == null ? "NULL" : shortened(value.toString()));
        }
        return text.append('}').toString();
    }

    private static String shortened(String value) {
        return value.length() <= MAX_VALUE_LENGTH
                ? value
                : value.substring(0, MAX_VALUE_LENGTH) + "...";
    }
}
