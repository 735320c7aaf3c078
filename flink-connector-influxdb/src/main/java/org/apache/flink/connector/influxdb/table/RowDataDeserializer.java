/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.influxdb.client.FieldNotation;
import org.apache.flink.connector.influxdb.model.Column;
import org.apache.flink.connector.influxdb.model.ColumnRole;
import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.RowLayout;
import org.apache.flink.connector.influxdb.source.InfluxDBDeserializationSchema;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;

import javax.annotation.Nullable;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes a table's rows of InfluxDB's: the projected columns, then the metadata. */
final class RowDataDeserializer implements InfluxDBDeserializationSchema<RowData> {

    private static final long serialVersionUID = 1L;

    private static final StringData EMPTY = StringData.fromString("");

    private final ScanColumns columns;
    private final TypeInformation<RowData> producedType;

    private transient ColumnReader[] readers;
    private transient long timeUnit;
    // What follows belongs to the layout of the last row.
    @Nullable private transient RowLayout layout;
    private transient int[] positions;
    private transient int[] declaredFields;

    RowDataDeserializer(ScanColumns columns, TypeInformation<RowData> producedType) {
        this.columns = columns;
        this.producedType = producedType;
    }

    @Override
    @Nullable
    public RowData deserialize(InfluxDBRow row) throws IOException {
        if (row.layout() != layout) {
            prepare(row.layout());
        }
        if (columns.dropsPointsWithoutDeclaredField() && !hasDeclaredField(row)) {
            return null;
        }
        List<TableColumn> physical = columns.projected();
        List<MetadataColumn> metadata = columns.metadata();
        GenericRowData result = new GenericRowData(physical.size() + metadata.size());
        for (int i = 0; i < physical.size(); i++) {
            result.setField(i, read(row, i));
        }
        for (int i = 0; i < metadata.size(); i++) {
            result.setField(physical.size() + i, read(row, metadata.get(i)));
        }
        return result;
    }

    private void prepare(RowLayout next) {
        List<TableColumn> physical = columns.projected();
        if (readers == null) {
            readers = new ColumnReader[physical.size()];
            for (int i = 0; i < readers.length; i++) {
                TableColumn column = physical.get(i);
                readers[i] = ColumnReader.of(column.type());
                timeUnit = column.isTime() ? ColumnTypes.timestampUnit(column.type()) : timeUnit;
            }
        }
        positions = new int[physical.size()];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = position(next, physical.get(i));
        }
        declaredFields =
                columns.mapping().columns().stream()
                        .filter(TableColumn::isField)
                        .mapToInt(column -> position(next, column))
                        .filter(position -> position >= 0)
                        .toArray();
        layout = next;
    }

    private int position(RowLayout of, TableColumn column) {
        if (columns.isByName()) {
            return of.position(column.name());
        }
        return column.isTag() ? of.tagPosition(column.name()) : of.fieldPosition(column.name());
    }

    private boolean hasDeclaredField(InfluxDBRow row) {
        for (int position : declaredFields) {
            if (row.get(position) != null) {
                return true;
            }
        }
        return false;
    }

    @Nullable
    private Object read(InfluxDBRow row, int index) throws IOException {
        TableColumn column = columns.projected().get(index);
        if (column.isTime() && row.hasTimestamp()) {
            return ColumnReader.toTimestamp(row.timestamp(), timeUnit);
        }
        int position = positions[index];
        Object value = position < 0 ? null : row.get(position);
        if (value == null) {
            return missing(row, column);
        }
        try {
            return readers[index].read(value);
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    at(row, column)
                            + ": "
                            + quoted(value)
                            + " does not fit "
                            + column.type().asSummaryString()
                            + ": "
                            + e.getMessage(),
                    e);
        }
    }

    /** NULL where the column may be. A tag without value and an empty one are the same. */
    @Nullable
    private Object missing(InfluxDBRow row, TableColumn column) throws IOException {
        if (column.type().isNullable()) {
            return null;
        }
        if (column.isTag()) {
            return EMPTY;
        }
        throw new IOException(
                at(row, column)
                        + ": there is no value, but the column is NOT NULL. Declare it without NOT"
                        + " NULL"
                        + (column.isTime() ? ", or let the query answer with a time" : ""));
    }

    private Object read(InfluxDBRow row, MetadataColumn column) {
        return switch (column) {
            case MEASUREMENT -> StringData.fromString(measurement(row));
            case TAGS -> tags(row);
            case FIELDS -> fields(row);
        };
    }

    private String measurement(InfluxDBRow row) {
        String measurement = row.measurement();
        return measurement == null ? columns.mapping().measurement() : measurement;
    }

    private static GenericMapData tags(InfluxDBRow row) {
        Map<StringData, StringData> tags = new HashMap<>();
        row.tags()
                .forEach(
                        (key, value) ->
                                tags.put(StringData.fromString(key), StringData.fromString(value)));
        return new GenericMapData(tags);
    }

    private static GenericMapData fields(InfluxDBRow row) {
        Map<StringData, StringData> fields = new HashMap<>();
        for (int i = 0; i < row.layout().size(); i++) {
            Column column = row.layout().column(i);
            Object value = row.get(i);
            if (column.role() == ColumnRole.FIELD && value != null) {
                fields.putIfAbsent(
                        StringData.fromString(column.name()),
                        StringData.fromString(FieldNotation.format(value)));
            }
        }
        return new GenericMapData(fields);
    }

    private String at(InfluxDBRow row, TableColumn column) {
        return "Table "
                + columns.mapping().table()
                + ", column '"
                + column.name()
                + "', point of "
                + measurement(row)
                + " at "
                + (row.hasTimestamp() ? EpochNanos.toText(row.timestamp()) : "no time")
                + " with tags "
                + row.tags();
    }

    private static String quoted(Object value) {
        return value instanceof String ? "'" + value + "'" : value.toString();
    }

    @Override
    public TypeInformation<RowData> getProducedType() {
        return producedType;
    }
}
