/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.InfluxDBQuery;

/** Names queries in errors and logs. */
final class QueryText {

    private QueryText() {}

    static String describe(InfluxDBQuery query) {
        if (query instanceof InfluxDBQuery.OfMeasurement of) {
            return "measurement '"
                    + of.measurement()
                    + "' of bucket '"
                    + of.bucket()
                    + "' ("
                    + of.language()
                    + ")";
        }
        InfluxDBQuery.OfText of = (InfluxDBQuery.OfText) query;
        return "the " + of.language() + " query on bucket '" + of.bucket() + "': " + of.text();
    }
}
