/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.annotation.Internal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What tells a point from all others of its bucket.
 *
 * @param measurement its name
 * @param tags all of them, by key
 * @param timestamp nanoseconds since 1970
 */
@Internal
public record PointKey(String measurement, SortedMap<String, String> tags, long timestamp) {

    public PointKey {
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }

    /**
     * The key that {@link LineProtocolEncoder#encodeKey} wrote for 1.8 or 2.x. There a backslash is
     * an escape only before a comma, a space or an equals sign.
     */
    public static PointKey parse(byte[] line, Precision precision) {
        Scan scan = new Scan(line);
        String measurement = scan.until(", ");
        SortedMap<String, String> tags = new TreeMap<>();
        while (scan.delimiter() == ',') {
            String key = scan.until("=");
            tags.put(key, scan.until(", "));
        }
        long units = Long.parseLong(scan.until("\n"));
        return new PointKey(measurement, tags, Math.multiplyExact(units, precision.nanos()));
    }

    /** Goes through a line from delimiter to delimiter. */
    private static final class Scan {
        private final byte[] line;
        private int at;
        private byte delimiter;

        Scan(byte[] line) {
            this.line = line;
        }

        /** The text up to the first of these characters that is not escaped. */
        String until(String delimiters) {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            while (delimiters.indexOf(line[at]) < 0) {
                if (line[at] == '\\' && ",= ".indexOf(line[at + 1]) >= 0) {
                    at++;
                }
                text.write(line[at++]);
            }
            delimiter = line[at++];
            return text.toString(StandardCharsets.UTF_8);
        }

        /** What ended the last text. */
        byte delimiter() {
            return delimiter;
        }
    }
}
