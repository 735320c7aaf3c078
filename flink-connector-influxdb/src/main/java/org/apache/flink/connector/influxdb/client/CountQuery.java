/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.TimeRange;

import java.util.LinkedHashMap;
import java.util.Map;

/** Asks about how many rows a read has: the largest count among its fields. */
final class CountQuery {

    private final HttpTransport transport;

    CountQuery(HttpTransport transport) {
        this.transport = transport;
    }

    long count(MeasurementRead read, BucketPath path, TimeRange range) throws InfluxDBException {
        Map<String, Object> bound = new LinkedHashMap<>();
        String text = InfluxQlDialect.count(read, range, bound);
        String context = InfluxQlDialect.context(read.query().bucket(), text, bound);
        QueryRequest request = InfluxQlDialect.request(text, bound, path, context);
        long largest = 0;
        try (InfluxQlAnswer answer = new InfluxQlAnswer(transport.open(request), 1, context)) {
            while (answer.nextRow()) {
                // The time comes first and counts nothing.
                answer.value(false, null);
                for (int i = 1; i < answer.columns().size(); i++) {
                    if (answer.value(false, null) instanceof Long count) {
                        largest = Math.max(largest, count);
                    }
                }
            }
        }
        return largest;
    }
}
