/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.model.InfluxDBException;

import java.io.IOException;
import java.util.List;

/** Words for the writes that fail the job: which points, what the server said, what to do. */
final class WriteFailures {

    private static final int LONGEST_LINE = 500;

    private WriteFailures() {}

    static IOException describe(
            SinkSettings settings,
            WriteOutcome outcome,
            List<LineEntry> entries,
            Throwable cause,
            int attempts) {
        String message =
                "Writing "
                        + entries.size()
                        + (entries.size() == 1 ? " point" : " points")
                        + " to bucket '"
                        + settings.bucket()
                        + "' failed: "
                        + cause.getMessage()
                        + "\n"
                        + advice(settings, outcome, cause, attempts)
                        + "\nFirst point of the request: "
                        + shortened(entries.get(0).toString());
        if (cause instanceof InfluxDBException answer) {
            return new InfluxDBException(
                    answer.kind(),
                    message,
                    answer,
                    answer.status(),
                    answer.serverMessage(),
                    answer.retryAfter().orElse(null),
                    answer.rejectedLines());
        }
        return new IOException(message, cause);
    }

    private static String advice(
            SinkSettings settings, WriteOutcome outcome, Throwable cause, int attempts) {
        return switch (outcome) {
            case RETRY ->
                    "This was attempt "
                            + attempts
                            + " in a row that wrote nothing, and sink.max-retries is "
                            + settings.retrying().maxRetries()
                            + ". Raise it, or leave it out to wait for the server without limit.";
            case SPLIT ->
                    "sink.flush-buffer.size is "
                            + settings.batching().maxBytes()
                            + " bytes, and sink.batch.max-size "
                            + settings.batching().maxPoints()
                            + " points.";
            case ISOLATE ->
                    "The server will never take at least one of these points; others of them it may"
                            + " have written. Correct what makes the points, or the data in the"
                            + " bucket that they contradict.";
            case DONE, HALT ->
                    cause instanceof InfluxDBException
                            ? "Nothing is written until this is mended; the job goes on from its"
                                    + " last checkpoint then."
                            : "This is not a fault that a server or network explains.";
        };
    }

    private static String shortened(String line) {
        return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "...";
    }
}
