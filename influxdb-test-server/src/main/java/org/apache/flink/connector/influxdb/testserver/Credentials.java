/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.testserver;

/**
 * What a client needs beside the URL. Both are empty for InfluxDB 1.8 without users; with users the
 * token is {@code username:password}, which it takes for one.
 */
record Credentials(String token, String organization) {
    static final Credentials NONE = new Credentials("", "");

    @Override
    public String toString() {
        return "Credentials[organization=" + organization + "]";
    }
}
