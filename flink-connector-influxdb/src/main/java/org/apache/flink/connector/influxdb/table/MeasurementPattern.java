/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The measurement that a row is written to: a fixed one, or a pattern with names of columns in it,
 * such as {@code cpu_{region}}.
 */
final class MeasurementPattern {

    private static final Pattern COLUMN = Pattern.compile("\\{([^{}]+)}");

    // A text stands before each column, and one behind the last.
    private final List<String> texts = new ArrayList<>();
    private final List<String> columns = new ArrayList<>();

    MeasurementPattern(String pattern) {
        Matcher matcher = COLUMN.matcher(pattern);
        int end = 0;
        while (matcher.find()) {
            texts.add(pattern.substring(end, matcher.start()));
            columns.add(matcher.group(1));
            end = matcher.end();
        }
        texts.add(pattern.substring(end));
    }

    /** The columns that it names, in their order; none if the measurement is fixed. */
    List<String> columns() {
        return columns;
    }

    /** The measurement for these values of the columns. */
    String fill(String[] values) {
        StringBuilder name = new StringBuilder(texts.get(0));
        for (int i = 0; i < values.length; i++) {
            name.append(values[i]).append(texts.get(i + 1));
        }
        return name.toString();
    }

    /** Adds what is wrong with it for the sink of a table. */
    void check(String pattern, TableMapping mapping, List<String> faults) {
        for (String name : columns) {
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
