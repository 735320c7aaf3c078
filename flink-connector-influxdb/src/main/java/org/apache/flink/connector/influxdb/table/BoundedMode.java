/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.annotation.PublicEvolving;

/** The values of {@code scan.bounded.mode}. */
@PublicEvolving
public enum BoundedMode {
    /** Up to the start of the job. */
    LATEST("latest"),
    /** Up to {@code scan.bounded.timestamp}, excluded. */
    TIMESTAMP("timestamp"),
    /** For ever: history, then new points as they come. */
    UNBOUNDED("unbounded");

    private final String value;

    BoundedMode(String value) {
        this.value = value;
    }

    /** The value as it is written in SQL. */
    @Override
    public String toString() {
        return value;
    }
}
