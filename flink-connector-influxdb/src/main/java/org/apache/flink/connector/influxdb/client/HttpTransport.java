/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;

import java.io.Closeable;

/** Sends requests and streams answers. */
final class HttpTransport implements Closeable {

    HttpTransport(InfluxDBConnectionOptions options) {}

    /** Opens a query; an answer other than 200 becomes an exception with the server's words. */
    StreamedAnswer open(QueryRequest request) throws InfluxDBException {
        throw new InfluxDBException(InfluxDBException.Kind.UNSUPPORTED, request.context(), null);
    }

    @Override
    public void close() {}
}
