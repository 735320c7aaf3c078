/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.client.QueryListener;

import java.io.Serializable;

/** Makes the client of a reader or an enumerator, where it runs. */
@FunctionalInterface
interface ClientFactory extends Serializable {
    InfluxDBClient create(QueryListener listener);
}
