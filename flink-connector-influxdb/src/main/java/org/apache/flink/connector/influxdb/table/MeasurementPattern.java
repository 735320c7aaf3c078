/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.connector.influxdb.model.NamePattern;

import java.util.List;

/**
 * The measurement that a row is written to: a fixed one, or a pattern with names of columns in it,
 * such as {@code cpu_{region}}.
 */
final class MeasurementPattern {

    private final NamePattern names;

    MeasurementPattern(String pattern) {
        this.names = new NamePattern(pattern);
    }

    /** The columns that it names, in their order; none if the measurement is fixed. */
    List<String> columns() {
        return names.places();
    }

    /** The measurement for these values of the columns. */
    String fill(String[] values) {
        return names.fill(values);
    }

    /** Adds what is wrong with it for the sink of a table. */
    void check(String pattern, TableMapping mapping, List<String> faults) {
        for (String name : columns()) {
            boolean isText =
                    mapping.column(name)
                            .filter(column -> ColumnTypes.isText(column.type()))
                            .isPresent();
            if (!isText) {
                faults.add(
                        "'measurement' = '"
                                + pattern
                                + "' names {"
                                + name
                                + "}, which is no STRING column of the table. Name one, or give"
                                + " the measurement with a column: measurement STRING METADATA");
            }
        }
    }
}
