/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.connector.influxdb.client.FieldNotation;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.connector.influxdb.sink.InfluxDBSerializationSchema;
import org.apache.flink.connector.influxdb.sink.RejectedRecordException;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.Collector;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Makes a point of a table's row: the physical columns, then the metadata. */
final class RowDataSerializer implements InfluxDBSerializationSchema<RowData> {

    private static final long serialVersionUID = 1L;

    private final TableMapping mapping;

    @SuppressWarnings("serial") // List.copyOf makes serializable ones.
    private final List<MetadataColumn> metadata;

    private final boolean ignoresNullValues;
    private final DeleteMode deleteMode;
    private final boolean mayLackTime;

    private transient RowDescriber describer;
    private transient RowName measurements;
    private transient ColumnWriter[] writers;
    private transient int timePosition;
    private transient int timePrecision;
    private transient Set<String> columnNames;

    RowDataSerializer(
            TableMapping mapping,
            List<MetadataColumn> metadata,
            boolean ignoresNullValues,
            DeleteMode deleteMode,
            boolean mayLackTime) {
        this.mapping = mapping;
        this.metadata = List.copyOf(metadata);
        this.ignoresNullValues = ignoresNullValues;
        this.deleteMode = deleteMode;
        this.mayLackTime = mayLackTime;
    }

    @Override
    public void open(SerializationSchema.InitializationContext context) {
        List<TableColumn> columns = mapping.columns();
        describer = new RowDescriber(mapping);
        writers = new ColumnWriter[columns.size()];
        for (int i = 0; i < writers.length; i++) {
            TableColumn column = columns.get(i);
            if (column.isTime()) {
                timePosition = i;
                timePrecision = ColumnTypes.timestampPrecision(column.type());
            } else if (column.isTag()) {
                writers[i] = (row, at, point) -> tag(point, column.name(), row.getString(at));
            } else {
                writers[i] = ColumnWriter.of(column.name(), column.type());
            }
        }
        measurements =
                new RowName(new ColumnPattern("measurement", mapping.measurement()), mapping);
        columnNames = new HashSet<>();
        columns.forEach(column -> columnNames.add(column.name()));
    }

    private static void tag(Point point, String key, Object value) {
        point.tag(key, value.toString());
    }

    @Override
    public void serialize(RowData row, SinkWriter.Context context, Collector<Point> out)
            throws RejectedRecordException {
        if (isRemoved(row) && deleteMode != DeleteMode.DELETE) {
            if (row.getRowKind() == RowKind.UPDATE_BEFORE || deleteMode == DeleteMode.IGNORE) {
                return;
            }
            throw new UnsupportedOperationException(
                    describer.describe(row)
                            + " is to be deleted, which 'sink.delete.mode' = 'fail' forbids. With"
                            + " 'sink.delete.mode' = 'ignore' the point stays, with 'delete' it is"
                            + " deleted");
        }
        Point point;
        try {
            point = point(row);
        } catch (IllegalArgumentException e) {
            throw new RejectedRecordException(describer.describe(row), e.getMessage(), e);
        }
        out.collect(point);
    }

    /**
     * Whether the row is no longer what it was. The old row of an update comes where a query
     * filters what it updates; then a new row may not follow.
     */
    static boolean isRemoved(RowData row) {
        return row.getRowKind() == RowKind.DELETE || row.getRowKind() == RowKind.UPDATE_BEFORE;
    }

    private Point point(RowData row) {
        Point point = Point.measurement(measurement(row));
        time(row, point);
        for (int i = 0; i < writers.length; i++) {
            if (writers[i] == null) {
                continue;
            }
            if (!row.isNullAt(i)) {
                write(row, i, point);
            } else if (!ignoresNullValues
                    && !isRemoved(row)
                    && mapping.columns().get(i).isField()) {
                throw fault(
                        row,
                        i,
                        "is NULL, which 'sink.ignore-null-values' = 'false' makes an error. With"
                                + " 'true' the field is left out of the point");
            }
        }
        for (int i = 0; i < metadata.size(); i++) {
            if (!row.isNullAt(writers.length + i)) {
                write(row, metadata.get(i), writers.length + i, point);
            }
        }
        return point;
    }

    private void time(RowData row, Point point) {
        if (row.isNullAt(timePosition)) {
            if (mayLackTime) {
                return;
            }
            throw fault(
                    row,
                    timePosition,
                    "is NULL, but a point needs a time. With 'sink.time.assign' = 'true' it is given"
                            + " the time at which it is written, twice after a failure");
        }
        try {
            point.time(ColumnWriter.toNanos(row.getTimestamp(timePosition, timePrecision)));
        } catch (IllegalArgumentException e) {
            throw fault(row, timePosition, "cannot be written: " + e.getMessage());
        }
    }

    private void write(RowData row, int position, Point point) {
        try {
            writers[position].write(row, position, point);
        } catch (IllegalArgumentException e) {
            throw fault(row, position, "cannot be written: " + e.getMessage());
        }
    }

    private String measurement(RowData row) {
        int own = metadata.indexOf(MetadataColumn.MEASUREMENT);
        if (own >= 0 && !row.isNullAt(writers.length + own)) {
            return row.getString(writers.length + own).toString();
        }
        return measurements.apply(row);
    }

    private void write(RowData row, MetadataColumn column, int position, Point point) {
        if (column == MetadataColumn.MEASUREMENT) {
            return;
        }
        MapData map = row.getMap(position);
        ArrayData keys = map.keyArray();
        ArrayData values = map.valueArray();
        for (int i = 0; i < map.size(); i++) {
            // What is a column is said there.
            if (keys.isNullAt(i) || values.isNullAt(i)) {
                continue;
            }
            String key = keys.getString(i).toString();
            if (columnNames.contains(key)) {
                continue;
            }
            String value = values.getString(i).toString();
            if (column == MetadataColumn.TAGS) {
                point.tag(key, value);
            } else {
                field(row, point, key, value);
            }
        }
    }

    private void field(RowData row, Point point, String key, String text) {
        try {
            Object value = FieldNotation.parse(text);
            if (value instanceof Boolean flag) {
                point.field(key, flag);
            } else if (value instanceof Number number) {
                point.field(key, number);
            } else {
                point.field(key, (String) value);
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    describer.describe(row)
                            + ": '"
                            + key
                            + "' of the metadata column 'fields' cannot be written: "
                            + e.getMessage(),
                    e);
        }
    }

    private IllegalArgumentException fault(RowData row, int position, String what) {
        return new IllegalArgumentException(
                describer.describe(row)
                        + ": column '"
                        + mapping.columns().get(position).name()
                        + "' "
                        + what);
    }
}
