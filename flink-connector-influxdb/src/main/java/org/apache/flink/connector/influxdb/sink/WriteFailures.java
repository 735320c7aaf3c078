/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.model.InfluxDBException;

import javax.annotation.Nullable;

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
                (entries.get(0).isDelete() ? "Deleting " : "Writing ")
                        + entries.size()
                        + (entries.size() == 1 ? " point" : " points")
                        + (entries.get(0).isDelete() ? " from bucket '" : " to bucket '")
                        + entries.get(0).bucket()
                        + "' failed: "
                        + cause.getMessage()
                        + "\n"
                        + advice(settings, outcome, cause, attempts)
                        + "\nFirst point of the request: "
                        + shortened(entries.get(0).toString());
        if (cause instanceof InfluxDBException answer) {
            return like(answer, message);
        }
        return new IOException(message, cause);
    }

    /** The failure of a job whose sink may not leave out a point. */
    static IOException rejected(RejectedPoint point, @Nullable InfluxDBException answer) {
        String message =
                (answer == null
                                ? "A point cannot be written to bucket '"
                                : "The server refuses a point for bucket '")
                        + point.bucket()
                        + "' ("
                        + point.category()
                        + "): "
                        + point.reason()
                        + "\nThe job fails, since no point is lost in silence and sink.on-error is"
                        + " 'fail': correct what makes the point or what it contradicts, or set"
                        + " sink.on-error to 'dead-letter' or 'skip'. The point: "
                        + shortened(point.point());
        return answer == null ? new IOException(message) : like(answer, message);
    }

    /** The failure of a job that could not write anything, found before its first point goes. */
    static IOException preflight(SinkSettings settings, Throwable cause) {
        String message =
                "Writing to bucket '"
                        + settings.bucket()
                        + "' failed before the first point: "
                        + cause.getMessage()
                        + "\nThis is what the server answers to a request without points, with which"
                        + " the sink begins (sink.preflight). Nothing was written or lost.";
        return cause instanceof InfluxDBException answer
                ? like(answer, message)
                : new IOException(message, cause);
    }

    private static InfluxDBException like(InfluxDBException answer, String message) {
        return new InfluxDBException(
                answer.kind(),
                message,
                answer,
                answer.status(),
                answer.serverMessage(),
                answer.retryAfter().orElse(null),
                answer.rejectedLines());
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
            case ISOLATE ->
                    "Every part of the batch is refused in words that name none of its points, so"
                            + " that the request seems to be wrong and not its points. Does"
                            + " something on the way to the server change requests, such as their"
                            + " compression (sink.gzip)?";
            case SPLIT, DONE, HALT ->
                    cause instanceof InfluxDBException
                            ? "Nothing is written until this is mended; the job goes on from its"
                                    + " last checkpoint then."
                            : "This is not a fault that a server or network explains.";
        };
    }

    static String shortened(String line) {
        return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "...";
    }
}
