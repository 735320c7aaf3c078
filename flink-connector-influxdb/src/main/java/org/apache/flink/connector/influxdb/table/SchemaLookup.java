/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.MeasurementSchema;

/** Tells the schema of a measurement while a query is planned. */
@FunctionalInterface
interface SchemaLookup {

    /** The tags and fields of the measurement; empty if there is no such measurement. */
    MeasurementSchema find(InfluxDBConnectionOptions connection, String bucket, String measurement)
            throws InfluxDBException;

    /** Asks the server, over a connection that is closed afterwards. */
    static MeasurementSchema fromServer(
            InfluxDBConnectionOptions connection, String bucket, String measurement)
            throws InfluxDBException {
        try (InfluxDBClient client = InfluxDBClient.create(connection)) {
            return client.schema(bucket, measurement);
        }
    }
}
