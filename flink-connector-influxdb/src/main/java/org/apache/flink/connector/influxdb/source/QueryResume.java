/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.annotation.PublicEvolving;

/**
 * What a source does if a query of the user's own has to be sent again, after a failure, and its
 * answer does not begin with the rows that were handed on.
 */
@PublicEvolving
public enum QueryResume {
    /** The job fails and says so: no row is ever handed on twice. */
    FAIL("fail"),
    /**
     * The whole new answer is handed on, from its first row: rows that were handed on before come
     * again, so this is at least once.
     */
    RESTART("restart");

    private final String value;

    QueryResume(String value) {
        this.value = value;
    }

    /** The value as it is written in SQL. */
    @Override
    public String toString() {
        return value;
    }
}
