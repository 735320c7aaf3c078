/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.QueryLanguage;

import java.util.List;

/** What the tests read. */
final class TestQueries {

    static final InfluxDBQuery.OfMeasurement MEASUREMENT =
            new InfluxDBQuery.OfMeasurement(
                    "metrics", "cpu", List.of(), List.of(), QueryLanguage.INFLUXQL);

    static final InfluxDBQuery.OfText TEXT =
            new InfluxDBQuery.OfText("metrics", QueryLanguage.FLUX, "from(bucket: \"metrics\")");

    private TestQueries() {}
}
