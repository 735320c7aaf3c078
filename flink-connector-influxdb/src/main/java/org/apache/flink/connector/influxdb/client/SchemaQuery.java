/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.MeasurementSchema;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Asks what tags and fields a measurement has. Both statements read the index only and know all
 * types of a field; on 2.x they are the only way to learn types without reading data.
 */
final class SchemaQuery {

    private static final int TAG_KEYS = 1;

    private final HttpTransport transport;

    SchemaQuery(HttpTransport transport) {
        this.transport = transport;
    }

    MeasurementSchema schema(BucketPath path, String bucket, String measurement)
            throws InfluxDBException {
        String name = InfluxQl.identifier(measurement);
        String text = "SHOW FIELD KEYS FROM " + name + "; SHOW TAG KEYS FROM " + name;
        String context = InfluxQlDialect.context(bucket, text, Map.of());
        QueryRequest request = InfluxQlDialect.request(text, Map.of(), path, context);

        List<String> tags = new ArrayList<>();
        Map<String, Set<ColumnType>> fields = new TreeMap<>();
        try (InfluxQlAnswer answer = new InfluxQlAnswer(transport.open(request), 2, context)) {
            while (answer.nextRow()) {
                String key = (String) answer.value(false, null);
                if (answer.statement() == TAG_KEYS) {
                    tags.add(key);
                } else {
                    ColumnType type = type(key, (String) answer.value(false, null), context);
                    fields.computeIfAbsent(key, unseen -> EnumSet.noneOf(ColumnType.class))
                            .add(type);
                }
            }
        }
        return new MeasurementSchema(tags, fields);
    }

    private static ColumnType type(String field, String type, String context)
            throws InfluxDBException {
        return switch (type) {
            case "float" -> ColumnType.FLOAT;
            case "integer" -> ColumnType.INTEGER;
            case "unsigned" -> ColumnType.UNSIGNED;
            case "string" -> ColumnType.STRING;
            case "boolean" -> ColumnType.BOOLEAN;
            default ->
                    throw new InfluxDBException(
                            InfluxDBException.Kind.MALFORMED,
                            "The server gives field '"
                                    + field
                                    + "' the unknown type '"
                                    + type
                                    + "'. "
                                    + context,
                            null);
        };
    }
}
