/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.Column;
import org.apache.flink.connector.influxdb.model.ColumnRole;
import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.RowLayout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The columns of points read through Flux: those of the {@link MeasurementRead}, then what turns up
 * beyond them in the answer, where the server's schema cannot be read or has grown since.
 */
final class FluxLayout {

    private final String measurement;
    private final List<Column> columns;
    private final Map<String, Integer> tags = new HashMap<>();
    private final Map<String, Integer> fields = new HashMap<>();

    FluxLayout(MeasurementRead read) {
        this.measurement = read.query().measurement();
        this.columns = new ArrayList<>(read.layout().columns());
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            if (column.role() == ColumnRole.TAG) {
                tags.put(column.name(), i);
            } else if (column.role() == ColumnRole.FIELD) {
                fields.putIfAbsent(column.name(), i);
            }
        }
    }

    /** The position of a tag. */
    int tag(String name) {
        return tags.computeIfAbsent(name, tag -> add(Column.tag(tag)));
    }

    /** The position of a field. */
    int field(String name, ColumnType type) {
        return fields.computeIfAbsent(name, field -> add(Column.field(field, type)));
    }

    private int add(Column column) {
        columns.add(column);
        return columns.size() - 1;
    }

    /** Begins a row: the measurement and the tags. */
    void start(Object[] row, Map<String, String> tagValues) {
        row[MeasurementRead.MEASUREMENT_POSITION] = measurement;
        tagValues.forEach((name, value) -> row[tags.get(name)] = value);
    }

    /** All columns, once the answer is read. */
    RowLayout layout() {
        return new RowLayout(columns);
    }
}
