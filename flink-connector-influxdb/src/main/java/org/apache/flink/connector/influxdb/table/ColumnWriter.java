/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.LogicalType;

/** Sets one field of a point from one column of a row. It is chosen once per column. */
@FunctionalInterface
interface ColumnWriter {

    /**
     * Sets the field.
     *
     * @param row its value at this position is not null
     * @throws IllegalArgumentException if InfluxDB cannot hold the value; the message says why
     */
    void write(RowData row, int position, Point point);

    /** The writer of a field of this SQL type. */
    static ColumnWriter of(String key, LogicalType type) {
        return switch (type.getTypeRoot()) {
            case BOOLEAN -> (row, at, point) -> point.field(key, row.getBoolean(at));
            case TINYINT -> (row, at, point) -> point.field(key, (long) row.getByte(at));
            case SMALLINT -> (row, at, point) -> point.field(key, (long) row.getShort(at));
            case INTEGER -> (row, at, point) -> point.field(key, (long) row.getInt(at));
            case BIGINT -> (row, at, point) -> point.field(key, row.getLong(at));
            case FLOAT -> (row, at, point) -> point.field(key, row.getFloat(at));
            case DOUBLE -> (row, at, point) -> point.field(key, row.getDouble(at));
            case DECIMAL -> (row, at, point) -> point.field(key, unsigned(row, at));
            case CHAR, VARCHAR ->
                    (row, at, point) -> point.field(key, row.getString(at).toString());
            case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> {
                int precision = ColumnTypes.timestampPrecision(type);
                yield (row, at, point) ->
                        point.field(key, toNanos(row.getTimestamp(at, precision)));
            }
            default -> throw new IllegalArgumentException("No InfluxDB type for " + type);
        };
    }

    private static Number unsigned(RowData row, int position) {
        return row.getDecimal(position, ColumnTypes.UNSIGNED_PRECISION, 0)
                .toBigDecimal()
                .toBigIntegerExact();
    }

    /**
     * Nanoseconds since 1970.
     *
     * @throws IllegalArgumentException if the time lies outside the years 1677 to 2262
     */
    static long toNanos(TimestampData timestamp) {
        try {
            return EpochNanos.of(timestamp.toInstant());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
