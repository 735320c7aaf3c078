/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;

import java.io.Serializable;

/** Makes the client on the task that uses it. */
@FunctionalInterface
interface ClientFactory extends Serializable {

    InfluxDBClient create(InfluxDBConnectionOptions connection);
}
