/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;

import java.util.List;
import java.util.Locale;

/** Errors that a server tells inside an answer that began with 200. */
final class ServerErrors {

    private ServerErrors() {}

    /**
     * The error as an exception.
     *
     * @param said the server's words
     * @param rows how many rows came before it; a query that gave rows is not wrong in itself
     */
    static InfluxDBException inAnswer(String said, long rows, String context) {
        Kind kind = kind(said.toLowerCase(Locale.ROOT), rows);
        String advice =
                switch (kind) {
                    case NOT_FOUND ->
                            " InfluxQL needs the database, or on 2.x a bucket that the token may"
                                    + " read and that has a DBRP mapping (since 2.4 every bucket"
                                    + " has one).";
                    case TOO_HEAVY -> " Read less at once.";
                    default -> "";
                };
        return new InfluxDBException(
                kind,
                "The server ended its answer with an error after "
                        + rows
                        + " rows: "
                        + said
                        + "."
                        + advice
                        + " "
                        + context,
                null,
                200,
                said,
                null,
                List.of());
    }

    private static Kind kind(String said, long rows) {
        if (said.contains("not found")) {
            return Kind.NOT_FOUND;
        }
        if (said.contains("max-concurrent-queries") || said.contains("queue length exceeded")) {
            return Kind.OVERLOADED;
        }
        if (said.contains("query-timeout")
                || said.contains("max-select")
                || said.contains("memory allocation limit")
                || said.contains("max-select-buckets")) {
            return Kind.TOO_HEAVY;
        }
        boolean ownFault =
                said.contains("shut") // shutdown, shutting down
                        || said.contains("closed")
                        || said.contains("killed")
                        || said.contains("interrupted")
                        || said.contains("aborted")
                        || said.contains("cancel")
                        || said.contains("timeout")
                        || said.contains("panic")
                        || said.contains("internal error")
                        || said.contains("not executed");
        return rows > 0 || ownFault ? Kind.SERVER : Kind.INVALID;
    }
}
