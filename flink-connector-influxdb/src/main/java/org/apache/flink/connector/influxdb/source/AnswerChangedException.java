/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

/** A query that was sent again does not answer with the rows that had been handed on. */
final class AnswerChangedException extends Exception {

    private static final long serialVersionUID = 1L;

    AnswerChangedException(long rows, String how) {
        super(
                "The answer changed while it was read: "
                        + rows
                        + " rows had been handed on, and when the query was sent again, "
                        + how);
    }
}
