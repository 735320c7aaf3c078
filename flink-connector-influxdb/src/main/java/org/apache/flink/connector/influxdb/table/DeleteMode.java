/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.annotation.PublicEvolving;

/** The values of {@code sink.delete.mode}. */
@PublicEvolving
public enum DeleteMode {
    /** A DELETE fails the job. */
    FAIL("fail"),
    /** A DELETE does nothing: the point stays. */
    IGNORE("ignore"),
    /** A DELETE deletes the point. */
    DELETE("delete");

    private final String value;

    DeleteMode(String value) {
        this.value = value;
    }

    /** The value as it is written in SQL. */
    @Override
    public String toString() {
        return value;
    }
}
