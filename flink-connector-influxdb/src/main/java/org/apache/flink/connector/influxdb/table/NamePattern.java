/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The measurement or bucket that a row is written to: a fixed one, or a pattern with names of
 * columns in it, such as {@code cpu_{region}}.
 */
final class NamePattern implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final Pattern COLUMN = Pattern.compile("\\{([^{}]+)}");

    private final String pattern;

    // A text stands before each column, and one behind the last.
    private final ArrayList<String> texts = new ArrayList<>();
    private final ArrayList<String> columns = new ArrayList<>();

    NamePattern(String pattern) {
        this.pattern = pattern;
        Matcher matcher = COLUMN.matcher(pattern);
        int end = 0;
        while (matcher.find()) {
            texts.add(pattern.substring(end, matcher.start()));
            columns.add(matcher.group(1));
            end = matcher.end();
        }
        texts.add(pattern.substring(end));
    }

    /** Whether it names no column. */
    boolean isFixed() {
        return columns.isEmpty();
    }

    /** The columns that it names, in their order; none if it is fixed. */
    List<String> columns() {
        return columns;
    }

    /** The name for these values of the columns. */
    String fill(String[] values) {
        StringBuilder name = new StringBuilder(texts.get(0));
        for (int i = 0; i < values.length; i++) {
            name.append(values[i]).append(texts.get(i + 1));
        }
        return name.toString();
    }

    /**
     * Adds what is wrong with it for the sink of a table.
     *
     * @param option where it stands
     * @param elsewise what may be done instead of naming a column
     */
    void check(String option, TableMapping mapping, String elsewise, List<String> faults) {
        for (String name : columns) {
            boolean isText =
                    mapping.column(name)
                            .filter(column -> ColumnTypes.isText(column.type()))
                            .isPresent();
            if (!isText) {
                faults.add(
                        "'"
                                + option
                                + "' = '"
                                + pattern
                                + "' names {"
                                + name
                                + "}, which is no STRING column of the table. Name one"
                                + elsewise);
            }
        }
    }

    @Override
    public String toString() {
        return pattern;
    }
}
