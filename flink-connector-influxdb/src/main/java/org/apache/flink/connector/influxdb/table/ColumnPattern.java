/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.connector.influxdb.model.NamePattern;

import java.util.List;

/**
 * The measurement or bucket that a row is written to: a fixed one, or a pattern with names of
 * columns in it, such as {@code cpu_{region}}.
 *
 * @param option where it stands
 * @param text as it is written there
 */
record ColumnPattern(String option, String text) {

    /** Whether it names no column. */
    boolean isFixed() {
        return columns().isEmpty();
    }

    /** The columns that it names, in their order; none if it is fixed. */
    List<String> columns() {
        return new NamePattern(text).places();
    }

    /**
     * Adds what is wrong with it for the sink of a table.
     *
     * @param elsewise what may be done instead of naming a column
     */
    void check(TableMapping mapping, String elsewise, List<String> faults) {
        for (String name : columns()) {
            boolean isText =
                    mapping.column(name)
                            .filter(column -> ColumnTypes.isText(column.type()))
                            .isPresent();
            if (!isText) {
                faults.add(
                        this
                                + " names {"
                                + name
                                + "}, which is no STRING column of the table. Name one"
                                + elsewise);
            }
        }
    }

    /** As it stands in the options. */
    @Override
    public String toString() {
        return "'" + option + "' = '" + text + "'";
    }
}
