/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.TimeRange;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Asks which measurements a bucket has. */
final class MeasurementsQuery {

    private static final String TEXT = "SHOW MEASUREMENTS";

    private final HttpTransport transport;
    private final FluxRequests flux;

    MeasurementsQuery(HttpTransport transport, FluxRequests flux) {
        this.transport = transport;
        this.flux = flux;
    }

    /** By the index alone, whatever the times of the points. */
    List<String> influxQl(BucketPath path, String bucket) throws InfluxDBException {
        String context = InfluxQlDialect.context(bucket, TEXT, Map.of());
        QueryRequest request = InfluxQlDialect.request(TEXT, Map.of(), path, context);
        List<String> names = new ArrayList<>();
        try (InfluxQlAnswer answer = new InfluxQlAnswer(transport.open(request), 1, context)) {
            while (answer.nextRow()) {
                names.add((String) answer.value(false, null));
            }
        }
        return names;
    }

    /**
     * By Flux. Without a start it would look back no further than 30 days. The server answers it
     * from its index as well: it reads no points.
     */
    List<String> flux(BucketPath path, String bucket) throws InfluxDBException {
        String text =
                "import \"influxdata/influxdb/schema\" schema.measurements(bucket: "
                        + Flux.string(bucket)
                        + ", start: "
                        + Flux.time(TimeRange.ALL.start())
                        + ", stop: "
                        + Flux.time(TimeRange.ALL.stop())
                        + ")";
        QueryRequest request =
                FluxDialect.request(text, path.organization(), "Flux query: " + text);
        List<String> names = new ArrayList<>();
        try (RowCursor answer = new AnnotatedCsvCursor(flux.prepare(request), request.context())) {
            while (answer.next()) {
                names.add((String) answer.row().get("_value"));
            }
        }
        return names;
    }
}
