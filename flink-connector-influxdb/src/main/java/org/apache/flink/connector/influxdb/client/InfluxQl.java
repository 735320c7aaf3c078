/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;

/** How names are written in InfluxQL, so that none can be read as anything but a name. */
final class InfluxQl {

    private InfluxQl() {}

    /** Whether {@link #identifier} can write a name. */
    static boolean canName(String name) {
        return name.indexOf('\r') < 0 && name.indexOf('\0') < 0;
    }

    /**
     * A name in double quotes. InfluxQL knows the escapes {@code \n}, {@code \\}, {@code \"} and
     * {@code \'} only, and its scanner turns every carriage return into a line feed ({@code
     * scanner.go} of influxdata/influxql), so that a name with one cannot be written at all.
     */
    static String identifier(String name) throws InfluxDBException {
        StringBuilder quoted = new StringBuilder(name.length() + 2).append('"');
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            switch (c) {
                case '\n' -> quoted.append("\\n");
                case '\\' -> quoted.append("\\\\");
                case '"' -> quoted.append("\\\"");
                case '\r', '\0' ->
                        throw new InfluxDBException(
                                InfluxDBException.Kind.INVALID,
                                "InfluxQL cannot name '"
                                        + name.replace("\r", "\\r").replace("\0", "\\0")
                                        + "', because of its control character "
                                        + (c == '\r' ? "CR" : "NUL")
                                        + ". Read it with Flux.",
                                null);
                default -> quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
