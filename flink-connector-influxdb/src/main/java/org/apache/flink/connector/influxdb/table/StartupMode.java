/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.annotation.PublicEvolving;

/** The values of {@code scan.startup.mode}. */
@PublicEvolving
public enum StartupMode {
    /** From the first point on. */
    EARLIEST("earliest"),
    /** From the start of the job on. */
    LATEST("latest"),
    /** From {@code scan.startup.timestamp} on. */
    TIMESTAMP("timestamp"),
    /** From {@code scan.startup.before} before the start of the job on. */
    BEFORE("before");

    private final String value;

    StartupMode(String value) {
        this.value = value;
    }

    /** The value as it is written in SQL. */
    @Override
    public String toString() {
        return value;
    }
}
