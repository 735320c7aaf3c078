/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;

/** Says what to send as credentials. One per client, safe for use by several threads. */
interface Authenticator {

    /**
     * The value of the header {@code Authorization} for the next request, or the empty string for
     * none. May ask a token server, so never called on a thread that must not wait.
     */
    String header() throws InfluxDBException;
}
