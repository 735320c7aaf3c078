/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;
import org.apache.flink.connector.influxdb.model.MeasurementSchema;
import org.apache.flink.connector.influxdb.model.TimeRange;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.StringJoiner;

/**
 * The request that the connector sends for a range of a measurement, for sending it without the
 * connector.
 *
 * @param target path and query of the URL
 * @param gzip whether the connector would ask for a compressed answer
 */
public record WireQuery(
        String target, String contentType, String body, String accept, boolean gzip) {

    /**
     * The request.
     *
     * @param organization empty for 1.8
     */
    public static WireQuery of(
            InfluxDBQuery.OfMeasurement query,
            MeasurementSchema schema,
            String organization,
            TimeRange range)
            throws InfluxDBException {
        InfluxDBVersion version = organization.isEmpty() ? InfluxDBVersion.V1 : InfluxDBVersion.V2;
        QueryRequest request =
                QueryDialect.of(query.language(), version)
                        .points(
                                new MeasurementRead(query, schema),
                                new BucketPath(query.bucket(), "", organization, true),
                                range);
        return new WireQuery(
                target(request.path(), request.parameters()),
                request.contentType(),
                request.body(),
                request.accept(),
                request.gzip());
    }

    private static String target(String path, Map<String, String> parameters) {
        StringJoiner target = new StringJoiner("&", path + "?", "");
        parameters.forEach(
                (name, value) ->
                        target.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return target.toString();
    }

    /** The same with or without compression. */
    public WireQuery withGzip(boolean newGzip) {
        return new WireQuery(target, contentType, body, accept, newGzip);
    }
}
