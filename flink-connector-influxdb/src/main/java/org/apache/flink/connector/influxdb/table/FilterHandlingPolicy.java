/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.annotation.PublicEvolving;

/** The values of {@code filter.handling.policy}, as in Flink's other connectors. */
@PublicEvolving
public enum FilterHandlingPolicy {
    /** What the server can filter is pushed down to it. */
    ALWAYS("always"),
    /** Nothing is pushed down: Flink filters. */
    NEVER("never");

    private final String value;

    FilterHandlingPolicy(String value) {
        this.value = value;
    }

    /** The value as it is written in SQL. */
    @Override
    public String toString() {
        return value;
    }
}
