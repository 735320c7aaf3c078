/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.influxdb.model.Column;
import org.apache.flink.connector.influxdb.model.ColumnRole;
import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.MeasurementSchema;
import org.apache.flink.types.Row;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The fields of Flink's rows: of which columns they are, how they are called, and their types. */
final class RowColumns implements Serializable {

    private static final long serialVersionUID = 1L;

    static final Column TIME = new Column("time", ColumnType.TIME, ColumnRole.TIME);

    @SuppressWarnings("serial") // List.copyOf makes serializable ones.
    private final List<Column> columns;

    /**
     * Fields of these columns, in this order.
     *
     * @throws IllegalArgumentException if there are none, or two are the same
     */
    RowColumns(List<Column> columns) {
        this.columns = List.copyOf(columns);
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("Rows need at least one column");
        }
        Set<Column> known = new HashSet<>();
        for (Column column : columns) {
            if (!known.add(new Column(column.name(), ColumnType.STRING, column.role()))) {
                throw new IllegalArgumentException(
                        "Column '" + column.name() + "' is there twice: " + columns);
            }
            if (column.role() == ColumnRole.TIME && column.type() != ColumnType.TIME) {
                throw new IllegalArgumentException(
                        "The time of a row is of type TIME, not as here: " + column);
            }
        }
    }

    /** The time, then all tags, then all fields of a measurement. */
    static RowColumns of(MeasurementSchema schema) {
        List<Column> columns = new ArrayList<>();
        columns.add(TIME);
        schema.tags().forEach(tag -> columns.add(Column.tag(tag)));
        schema.fields().forEach((name, types) -> columns.add(Column.field(name, holding(types))));
        return new RowColumns(columns);
    }

    /** The narrowest type that holds values of all these types. */
    private static ColumnType holding(Set<ColumnType> types) {
        if (types.size() == 1) {
            return types.iterator().next();
        }
        if (types.contains(ColumnType.STRING) || types.contains(ColumnType.BOOLEAN)) {
            return ColumnType.STRING;
        }
        return types.contains(ColumnType.FLOAT) ? ColumnType.FLOAT : ColumnType.UNSIGNED;
    }

    List<Column> columns() {
        return columns;
    }

    /** The type of the rows. */
    TypeInformation<Row> type() {
        return Types.ROW_NAMED(
                names().toArray(new String[0]),
                columns.stream()
                        .map(column -> type(column.type()))
                        .toArray(TypeInformation<?>[]::new));
    }

    /** Where columns share a name, all but the first get a number behind it, from 1. */
    private List<String> names() {
        Set<String> taken = new HashSet<>();
        columns.forEach(column -> taken.add(column.name()));
        Set<String> first = new HashSet<>();
        List<String> names = new ArrayList<>();
        for (Column column : columns) {
            String name = column.name();
            for (int i = 1; !first.add(column.name()) && taken.contains(name); i++) {
                name = column.name() + "_" + i;
            }
            taken.add(name);
            names.add(name);
        }
        return names;
    }

    private static TypeInformation<?> type(ColumnType type) {
        return switch (type) {
            case BOOLEAN -> Types.BOOLEAN;
            case INTEGER -> Types.LONG;
            case UNSIGNED -> Types.BIG_INT;
            case FLOAT -> Types.DOUBLE;
            case STRING -> Types.STRING;
            case TIME -> Types.INSTANT;
        };
    }

    /**
     * What turns values of the server into those of a column.
     *
     * @param isTime whether they are times: nanoseconds in a Long
     */
    static ValueConversion conversion(ColumnType type, boolean isTime) {
        if (isTime) {
            return switch (type) {
                case TIME -> nanos -> EpochNanos.toInstant((Long) nanos);
                case STRING -> nanos -> EpochNanos.toText((Long) nanos);
                case INTEGER -> nanos -> nanos;
                case BOOLEAN, FLOAT, UNSIGNED -> misfit("it is a time");
            };
        }
        return switch (type) {
            case BOOLEAN -> to(Boolean.class);
            case INTEGER -> to(Long.class);
            case UNSIGNED -> to(BigInteger.class);
            case FLOAT -> to(Double.class);
            case STRING -> ValueConversion::toText;
            case TIME -> misfit("it is no time to InfluxDB");
        };
    }

    private static ValueConversion to(Class<?> type) {
        return ValueConversion.to(type).orElseThrow();
    }

    private static ValueConversion misfit(String why) {
        return value -> {
            throw new IllegalArgumentException(why);
        };
    }
}
