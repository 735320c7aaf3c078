/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.influxdb.model.Column;
import org.apache.flink.connector.influxdb.model.ColumnRole;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.connector.influxdb.model.RowLayout;

import java.io.IOException;
import java.math.BigInteger;

/** Rows as points. */
final class PointDeserializationSchema implements InfluxDBDeserializationSchema<Point> {

    private static final long serialVersionUID = 1L;

    private static final String FIELD = "_field";
    private static final String VALUE = "_value";

    @Override
    public Point deserialize(InfluxDBRow row) throws IOException {
        String measurement = row.measurement();
        if (measurement == null) {
            throw new IOException(
                    "A row does not say its measurement, so it cannot become a point: "
                            + row
                            + ". Let the query answer with the column _measurement, or use a"
                            + " deserializer of your own.");
        }
        Point point = Point.measurement(measurement);
        int fieldName = fieldName(row.layout());
        for (int i = 0; i < row.layout().size(); i++) {
            Object value = row.get(i);
            if (value == null) {
                continue;
            }
            Column column = row.layout().column(i);
            if (column.role() == ColumnRole.TAG) {
                point.tag(column.name(), (String) value);
            } else if (column.role() == ColumnRole.FIELD) {
                boolean isNamed = fieldName >= 0 && column.name().equals(VALUE);
                setField(point, isNamed ? (String) row.get(fieldName) : column.name(), value);
            }
        }
        return row.hasTimestamp() ? point.time(row.timestamp()) : point;
    }

    /** Flux has a row for each field, unless the query pivots: its name is a column then. */
    private static int fieldName(RowLayout layout) {
        int position = layout.fieldPosition(FIELD);
        return position >= 0
                        && layout.column(position).role() == ColumnRole.OTHER
                        && layout.fieldPosition(VALUE) >= 0
                ? position
                : -1;
    }

    static void setField(Point point, String name, Object value) {
        if (value instanceof Double number) {
            point.field(name, number.doubleValue());
        } else if (value instanceof Long number) {
            point.field(name, number.longValue());
        } else if (value instanceof BigInteger number) {
            point.field(name, number);
        } else if (value instanceof Boolean flag) {
            point.field(name, flag.booleanValue());
        } else {
            point.field(name, (String) value);
        }
    }

    @Override
    public TypeInformation<Point> getProducedType() {
        return PointTypeInfo.INSTANCE;
    }
}
