/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;

/** Sends queries in Flux. */
@FunctionalInterface
interface FluxRequests {

    /**
     * A query that is sent when its answer is first read.
     *
     * @return an answer that fails if its end is not proved to be that of the whole
     */
    StreamedAnswer prepare(QueryRequest request) throws InfluxDBException;
}
