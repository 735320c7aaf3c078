/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.TimestampType;

import java.util.Optional;

/** How the types of SQL and of InfluxDB belong together. */
final class ColumnTypes {

    /** The digits of the largest unsigned 64-bit integer. */
    static final int UNSIGNED_PRECISION = 20;

    private ColumnTypes() {}

    /** The type in which a field of this SQL type is written, and first looked for. */
    static ColumnType of(LogicalType type) {
        return find(type)
                .orElseThrow(() -> new IllegalArgumentException("No InfluxDB type for " + type));
    }

    /** Whether a field can have this SQL type. */
    static boolean isSupported(LogicalType type) {
        return find(type).isPresent();
    }

    private static Optional<ColumnType> find(LogicalType type) {
        return switch (type.getTypeRoot()) {
            case BOOLEAN -> Optional.of(ColumnType.BOOLEAN);
            case TINYINT, SMALLINT, INTEGER, BIGINT -> Optional.of(ColumnType.INTEGER);
            case FLOAT, DOUBLE -> Optional.of(ColumnType.FLOAT);
            case CHAR, VARCHAR -> Optional.of(ColumnType.STRING);
            case DECIMAL ->
                    isUnsigned((DecimalType) type)
                            ? Optional.of(ColumnType.UNSIGNED)
                            : Optional.empty();
            // InfluxDB has no fields of type time: they are integers, nanoseconds since 1970.
            case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                    Optional.of(ColumnType.INTEGER);
            default -> Optional.empty();
        };
    }

    private static boolean isUnsigned(DecimalType type) {
        return type.getPrecision() == UNSIGNED_PRECISION && type.getScale() == 0;
    }

    /** Whether the type is CHAR, VARCHAR or STRING, as tags are. */
    static boolean isText(LogicalType type) {
        return type.is(LogicalTypeRoot.CHAR) || type.is(LogicalTypeRoot.VARCHAR);
    }

    /** Whether the type is TIMESTAMP or TIMESTAMP_LTZ, as the time is. */
    static boolean isTimestamp(LogicalType type) {
        return type.is(LogicalTypeRoot.TIMESTAMP_WITHOUT_TIME_ZONE)
                || type.is(LogicalTypeRoot.TIMESTAMP_WITH_LOCAL_TIME_ZONE);
    }

    /** The digits behind the second of a TIMESTAMP or TIMESTAMP_LTZ. */
    static int timestampPrecision(LogicalType type) {
        return type instanceof TimestampType timestamp
                ? timestamp.getPrecision()
                : ((LocalZonedTimestampType) type).getPrecision();
    }

    /** The nanoseconds of one step of a TIMESTAMP or TIMESTAMP_LTZ. */
    static long timestampUnit(LogicalType type) {
        long unit = 1;
        for (int digits = timestampPrecision(type); digits < 9; digits++) {
            unit *= 10;
        }
        return unit;
    }
}
