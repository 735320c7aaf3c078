/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;

import java.util.Map;

/**
 * A write as it goes over HTTP, without lines and credentials.
 *
 * @param path below the base URL
 * @param parameters of the URL, not encoded yet
 * @param context names the bucket in errors
 */
record WriteRequest(String path, Map<String, String> parameters, String context) {

    /** Makes a request, for which it may have to ask the server. */
    @FunctionalInterface
    interface Supplier {
        WriteRequest get() throws InfluxDBException;
    }
}
