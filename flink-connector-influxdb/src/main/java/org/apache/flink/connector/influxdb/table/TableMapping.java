/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.connector.influxdb.model.ColumnRole;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery.FieldColumn;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * What a table is in InfluxDB: its measurement, and which physical column is the time, which are
 * tags and which are fields.
 *
 * @param table how the table is called in errors
 * @param measurement the measurement; for a sink perhaps a pattern
 * @param columns the physical columns in their order
 */
record TableMapping(String table, String measurement, List<TableColumn> columns)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    TableMapping {
        columns = List.copyOf(columns);
    }

    /** The column of this name, if it is a physical one. */
    Optional<TableColumn> column(String name) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }

    /** The fields to ask the server for: those whose points are the table's rows. */
    List<FieldColumn> fields() {
        return columns.stream()
                .filter(TableColumn::isField)
                .map(column -> new FieldColumn(column.name(), ColumnTypes.of(column.type())))
                .toList();
    }

    /** The names of the columns of one role. */
    List<String> names(ColumnRole role) {
        return columns.stream()
                .filter(column -> column.role() == role)
                .map(TableColumn::name)
                .toList();
    }
}
