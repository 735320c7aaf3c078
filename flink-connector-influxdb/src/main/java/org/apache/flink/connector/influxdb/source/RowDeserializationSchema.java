/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.connector.influxdb.model.Column;
import org.apache.flink.connector.influxdb.model.ColumnRole;
import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.RowLayout;
import org.apache.flink.types.Row;

import javax.annotation.Nullable;

import java.io.IOException;
import java.util.List;

/** Rows as rows of Flink, whose fields are known beforehand. */
final class RowDeserializationSchema implements InfluxDBDeserializationSchema<Row> {

    private static final long serialVersionUID = 1L;

    private static final int NONE = -1;

    private final RowColumns columns;

    private transient TypeSerializer<Row> serializer;
    private transient ValueConversion[] conversions;
    // What follows belongs to the layout of the last row.
    @Nullable private transient RowLayout layout;
    private transient int[] positions;

    RowDeserializationSchema(RowColumns columns) {
        this.columns = columns;
    }

    @Override
    public Row deserialize(InfluxDBRow row) throws IOException {
        if (row.layout() != layout) {
            prepare(row.layout());
        }
        // Of the serializer's making, its fields are found by position and by name.
        Row result = serializer.createInstance();
        for (int i = 0; i < positions.length; i++) {
            Object value = value(row, i);
            if (value != null) {
                result.setField(i, convert(value, i));
            }
        }
        return result;
    }

    private void prepare(RowLayout next) {
        List<Column> all = columns.columns();
        if (serializer == null) {
            serializer =
                    columns.type().createSerializer(new ExecutionConfig().getSerializerConfig());
        }
        positions = new int[all.size()];
        conversions = new ValueConversion[positions.length];
        for (int i = 0; i < positions.length; i++) {
            Column column = all.get(i);
            positions[i] = position(column, next);
            boolean isTime =
                    column.role() == ColumnRole.TIME
                            || positions[i] != NONE
                                    && next.column(positions[i]).type() == ColumnType.TIME;
            conversions[i] = RowColumns.conversion(column.type(), isTime);
        }
        layout = next;
    }

    private static int position(Column column, RowLayout in) {
        switch (column.role()) {
            case TIME -> {
                return NONE;
            }
            case TAG -> {
                return in.tagPosition(column.name());
            }
            case MEASUREMENT -> {
                for (int i = 0; i < in.size(); i++) {
                    if (in.column(i).role() == ColumnRole.MEASUREMENT) {
                        return i;
                    }
                }
                return NONE;
            }
            default -> {
                return in.fieldPosition(column.name());
            }
        }
    }

    @Nullable
    private Object value(InfluxDBRow row, int index) {
        if (columns.columns().get(index).role() == ColumnRole.TIME) {
            return row.hasTimestamp() ? (Long) row.timestamp() : null;
        }
        return positions[index] == NONE ? null : row.get(positions[index]);
    }

    private Object convert(Object value, int index) throws IOException {
        try {
            return conversions[index].convert(value);
        } catch (IllegalArgumentException e) {
            Column column = columns.columns().get(index);
            throw new IOException(
                    "Column '"
                            + column.name()
                            + "' holds "
                            + (value instanceof String ? "'" + value + "'" : value)
                            + ", which does not fit its type "
                            + column.type()
                            + ": "
                            + e.getMessage()
                            + ". Give the columns to rows(..), this one as "
                            + ColumnType.STRING
                            + ", which takes the text of any value",
                    e);
        }
    }

    @Override
    public TypeInformation<Row> getProducedType() {
        return columns.type();
    }
}
