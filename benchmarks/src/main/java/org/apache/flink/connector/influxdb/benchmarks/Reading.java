/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.benchmarks;

import org.apache.flink.connector.influxdb.source.InfluxDBDeserializationSchema;

import java.util.List;

/** What the jobs make of a row, as a user's job would: an object with typed values, by name. */
record Reading(long time, String host, String region, double[] values) {

    static InfluxDBDeserializationSchema<Reading> of(List<String> fields) {
        String[] names = fields.toArray(new String[0]);
        return row -> {
            double[] values = new double[names.length];
            for (int i = 0; i < names.length; i++) {
                values[i] = DataSet.isInteger(i) ? row.getLong(names[i]) : row.getDouble(names[i]);
            }
            return new Reading(
                    row.timestamp(), row.getString("host"), row.getString("region"), values);
        };
    }
}
