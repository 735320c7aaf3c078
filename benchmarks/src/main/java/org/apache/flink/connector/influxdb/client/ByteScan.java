/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

/** The least that reading can be. */
final class ByteScan {

    private ByteScan() {}

    static long countLineFeeds(RepeatedBytes in) {
        byte[] buffer = new byte[64 * 1024];
        long lineFeeds = 0;
        for (int count; (count = in.read(buffer, 0, buffer.length)) >= 0; ) {
            for (int i = 0; i < count; i++) {
                if (buffer[i] == '\n') {
                    lineFeeds++;
                }
            }
        }
        return lineFeeds;
    }
}
