/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.QueryLanguage;

import java.time.Duration;
import java.util.List;

/** What the tests read. */
final class TestQueries {

    static final InfluxDBQuery.OfMeasurement MEASUREMENT =
            new InfluxDBQuery.OfMeasurement(
                    "metrics", "cpu", List.of(), List.of(), QueryLanguage.INFLUXQL);

    static final InfluxDBQuery.OfText TEXT =
            new InfluxDBQuery.OfText("metrics", QueryLanguage.FLUX, "from(bucket: \"metrics\")");

    /** A source that ends, of one measurement or of a query of one's own. */
    static SourceScope scope(InfluxDBQuery query, PlanOptions time) {
        MeasurementChoice choice =
                query instanceof InfluxDBQuery.OfMeasurement of
                        ? MeasurementChoice.named(List.of(of.measurement()))
                        : null;
        return new SourceScope(query, choice, time, null, Duration.ofMinutes(1));
    }

    private TestQueries() {}
}
