/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;

import javax.annotation.Nullable;

import java.util.List;
import java.util.Locale;

/** Errors inside an answer that began with 200. */
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
                            " Correct 'bucket' (or 'database'), or create it; on 2.x the token must"
                                    + " have the right to read it.";
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

    /** What a cursor answers with once it is closed. */
    static InfluxDBException closed(String context, @Nullable Throwable cause) {
        return new InfluxDBException(
                Kind.CONNECTION, "The read was ended on our side. " + context, cause);
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
        if (ownFault) {
            return Kind.SERVER;
        }
        // Flux runs a query while it answers, so that an error of the query may follow rows.
        boolean wrong = said.contains("runtime error") || said.contains("schema collision");
        return rows > 0 && !wrong ? Kind.SERVER : Kind.INVALID;
    }
}
