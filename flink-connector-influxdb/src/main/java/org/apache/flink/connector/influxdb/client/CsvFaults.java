/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;

import javax.annotation.Nullable;

import java.nio.charset.StandardCharsets;

/**
 * Faults of an answer in CSV, each with its line and a piece of it.
 *
 * @param context names the query
 */
record CsvFaults(String context) {

    private static final int SHOWN_BYTES = 200;

    InfluxDBException malformed(String what, long line, String excerpt) {
        return new InfluxDBException(
                Kind.MALFORMED,
                "The answer is no annotated CSV of InfluxDB: "
                        + what
                        + ", at line "
                        + line
                        + ": "
                        + excerpt
                        + ". "
                        + context,
                null);
    }

    /** The answer ended before it was complete. */
    InfluxDBException incomplete(String why, long line, @Nullable Throwable cause) {
        return new InfluxDBException(
                Kind.INCOMPLETE,
                "The answer ended early, at line " + line + ": " + why + ". " + context,
                cause);
    }

    /** Some bytes as an error shows them. */
    static String excerpt(byte[] buffer, int from, int to) {
        int shown = Math.min(to - from, SHOWN_BYTES);
        String text = new String(buffer, from, shown, StandardCharsets.UTF_8).strip();
        return "'" + text + (shown < to - from ? "...'" : "'");
    }
}
