/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.Column;
import org.apache.flink.connector.influxdb.model.ColumnRole;
import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery.FieldColumn;
import org.apache.flink.connector.influxdb.model.MeasurementSchema;
import org.apache.flink.connector.influxdb.model.RowLayout;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A read of a measurement, made out with what the server knows of it: the columns of its rows are
 * the measurement's name, then all tags, then the fields asked for.
 */
final class MeasurementRead {

    /** The name of the column with the measurement's name, as Flux calls it. */
    static final String MEASUREMENT = "_measurement";

    /** Where it stands in every row. */
    static final int MEASUREMENT_POSITION = 0;

    private final InfluxDBQuery.OfMeasurement query;
    private final List<String> tags;
    private final List<Field> fields = new ArrayList<>();
    private final RowLayout layout;

    /**
     * A field that the server has.
     *
     * @param position its column in the layout
     * @param declared the type to prefer
     * @param types all types in which the server has it
     */
    record Field(String name, int position, ColumnType declared, Set<ColumnType> types) {
        boolean isMixed() {
            return types.size() > 1;
        }
    }

    MeasurementRead(InfluxDBQuery.OfMeasurement query, MeasurementSchema schema) {
        this.query = query;
        this.tags = schema.tags();
        List<Column> columns = new ArrayList<>();
        columns.add(new Column(MEASUREMENT, ColumnType.STRING, ColumnRole.MEASUREMENT));
        tags.forEach(tag -> columns.add(Column.tag(tag)));
        for (FieldColumn column : asked(query, schema)) {
            Set<ColumnType> types = schema.fields().getOrDefault(column.name(), Set.of());
            ColumnType type = types.size() == 1 ? types.iterator().next() : column.type();
            if (!types.isEmpty()) {
                fields.add(new Field(column.name(), columns.size(), type, types));
            }
            columns.add(Column.field(column.name(), type));
        }
        this.layout = new RowLayout(columns);
    }

    private static List<FieldColumn> asked(
            InfluxDBQuery.OfMeasurement query, MeasurementSchema schema) {
        if (!query.fields().isEmpty()) {
            return query.fields();
        }
        List<FieldColumn> all = new ArrayList<>();
        schema.fields().forEach((name, types) -> all.add(new FieldColumn(name, strongest(types))));
        return all;
    }

    /** The type that InfluxQL prefers where a field has several ({@code tsdb/shard.go}). */
    private static ColumnType strongest(Set<ColumnType> types) {
        for (ColumnType type :
                List.of(
                        ColumnType.FLOAT,
                        ColumnType.INTEGER,
                        ColumnType.UNSIGNED,
                        ColumnType.STRING)) {
            if (types.contains(type)) {
                return type;
            }
        }
        return ColumnType.BOOLEAN;
    }

    InfluxDBQuery.OfMeasurement query() {
        return query;
    }

    /** All tag keys; their columns begin at position 1. */
    List<String> tags() {
        return tags;
    }

    /** The position of a tag's column. */
    static int tagPosition(int index) {
        return 1 + index;
    }

    /** Those of the fields asked for that the server has. Without any there is nothing to read. */
    List<Field> fields() {
        return fields;
    }

    /** Whether some field changes its type from shard to shard. */
    boolean isMixed() {
        return fields.stream().anyMatch(Field::isMixed);
    }

    /** The columns of every row. */
    RowLayout layout() {
        return layout;
    }
}
