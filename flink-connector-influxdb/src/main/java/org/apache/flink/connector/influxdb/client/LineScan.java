/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

/**
 * Finds the end of a line as InfluxDB 1.8 and 2.x do ({@code scanLine} in models/points.go, the
 * same in both). They cut a batch into lines before they look at the lines, by rules that differ
 * from those by which they read a line: every backslash hides the character behind it, so that a
 * backslash before a space in a tag lets them take the rest of the tags for fields, with quotes and
 * all. Then a line may be taken to go on into the next one, or to end inside a string.
 */
final class LineScan {

    private LineScan() {}

    /**
     * Whether the line ends where we mean it to.
     *
     * @param end behind the line feed
     */
    static boolean endsAt(byte[] batch, int start, int end) {
        boolean quoted = false;
        boolean fields = false;
        int equals = 0;
        int commas = 0;
        for (int i = start; i < end; i++) {
            byte c = batch[i];
            if (c == '\\') {
                i++;
                continue;
            }
            if (c == ' ') {
                fields = true;
            }
            if (fields && !quoted && c == '=') {
                equals++;
            } else if (fields && !quoted && c == ',') {
                commas++;
            } else if (fields && c == '"' && equals > commas) {
                quoted = !quoted;
            } else if (c == '\n' && !quoted) {
                return i == end - 1;
            }
        }
        return false;
    }
}
