/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.connector.influxdb.model.InfluxDBQuery.FieldColumn;
import org.apache.flink.table.api.ValidationException;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * Which columns a scan hands on. It also says what to ask the server for: that does not depend on
 * the projection, because the points that have a declared field are the table's rows, whatever is
 * selected of them.
 *
 * @param mapping the whole table
 * @param isByName whether the rows come from a query of the user's own: its columns are found by
 *     name, whatever their role, and all its rows are the table's
 * @param projected the physical columns to hand on
 * @param metadata the metadata columns behind them
 */
record ScanColumns(
        TableMapping mapping,
        boolean isByName,
        List<TableColumn> projected,
        List<MetadataColumn> metadata)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    /** The precision of watermarks. */
    private static final int MILLISECONDS = 3;

    ScanColumns {
        projected = List.copyOf(projected);
        metadata = List.copyOf(metadata);
    }

    /** Everything but metadata. */
    static ScanColumns all(TableMapping mapping, boolean isByName) {
        return new ScanColumns(mapping, isByName, mapping.columns(), List.of());
    }

    ScanColumns project(int[][] fields) {
        List<TableColumn> chosen =
                Arrays.stream(fields).map(path -> mapping.columns().get(path[0])).toList();
        return new ScanColumns(mapping, isByName, chosen, metadata);
    }

    ScanColumns withMetadata(List<MetadataColumn> columns) {
        return new ScanColumns(mapping, isByName, projected, columns);
    }

    /** The fields to ask the server for; none means all that it has. */
    List<FieldColumn> fields() {
        return readsAllFields() ? List.of() : mapping.fields();
    }

    private boolean readsAllFields() {
        return metadata.contains(MetadataColumn.FIELDS);
    }

    /**
     * Checks whether SOURCE_WATERMARK() can be had: the rows have to come in time order, and their
     * time has to be as fine as watermarks are.
     *
     * @throws ValidationException with the way out if it cannot
     */
    void checkSourceWatermark() {
        if (isByName) {
            throw new ValidationException(
                    "Table "
                            + mapping.table()
                            + " cannot have SOURCE_WATERMARK(): the rows of 'scan.query' may come in"
                            + " any order. Declare a watermark that allows for it, such as WATERMARK"
                            + " FOR `time` AS `time` - INTERVAL '1' HOUR");
        }
        for (TableColumn column : mapping.columns()) {
            if (column.isTime() && ColumnTypes.timestampPrecision(column.type()) < MILLISECONDS) {
                throw new ValidationException(
                        "Table "
                                + mapping.table()
                                + " cannot have SOURCE_WATERMARK(): watermarks count milliseconds,"
                                + " but column '"
                                + column.name()
                                + "' is "
                                + column.type().asSummaryString()
                                + ", so that its rows would be late. Declare it with precision 3");
            }
        }
    }

    /** Whether the server is asked for more points than the table has. */
    boolean dropsPointsWithoutDeclaredField() {
        return !isByName && readsAllFields() && !mapping.fields().isEmpty();
    }
}
