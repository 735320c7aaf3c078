/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.TimeRange;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Asks for the first and the last row of a read, by the very query of the read with a limit. So
 * sparse fields, and fields of several types, count as they do in the read.
 */
final class ExtentQuery {

    private final HttpTransport transport;

    ExtentQuery(HttpTransport transport) {
        this.transport = transport;
    }

    Optional<TimeRange> extent(MeasurementRead read, BucketPath path, TimeRange range)
            throws InfluxDBException {
        Map<String, Object> bound = new LinkedHashMap<>();
        String select = InfluxQlDialect.select(read, range, bound);
        String text =
                select + " ORDER BY time ASC LIMIT 1; " + select + " ORDER BY time DESC LIMIT 1";
        String context = InfluxQlDialect.context(read.query().bucket(), text, bound);
        QueryRequest request = InfluxQlDialect.request(text, bound, path, context);
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        try (InfluxQlAnswer answer = new InfluxQlAnswer(transport.open(request), 2, context)) {
            while (answer.nextRow()) {
                long time = (Long) answer.value(false, null);
                first = Math.min(first, time);
                last = Math.max(last, time);
                for (int i = 1; i < answer.columns().size(); i++) {
                    answer.value(false, null);
                }
            }
        }
        return first > last ? Optional.empty() : Optional.of(new TimeRange(first, last + 1));
    }
}
