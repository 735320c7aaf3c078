/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.MeasurementSchema;
import org.apache.flink.connector.influxdb.model.TimeRange;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Asks what tags and fields a measurement has. Both statements read the index only and know all
 * types of a field; on 2.x they are the only way to learn types without reading data. But there
 * SHOW TAG KEYS tells of the bucket behind the database's default retention policy, whichever was
 * asked for (seen on 2.9.1); the tags of others are asked for in Flux.
 */
final class SchemaQuery {

    private static final int TAG_KEYS = 1;

    /** What Flux lists among the tags. */
    private static final Set<String> COLUMNS_OF_FLUX =
            Set.of("_start", "_stop", "_measurement", "_field");

    private final HttpTransport transport;
    private final FluxRequests flux;

    SchemaQuery(HttpTransport transport, FluxRequests flux) {
        this.transport = transport;
        this.flux = flux;
    }

    MeasurementSchema schema(BucketPath path, String bucket, String measurement)
            throws InfluxDBException {
        String name = InfluxQl.identifier(measurement);
        String text = "SHOW FIELD KEYS FROM " + name;
        if (path.isDefault()) {
            text += "; SHOW TAG KEYS FROM " + name;
        }
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
        return new MeasurementSchema(
                path.isDefault() ? tags : tagsByFlux(path, bucket, measurement), fields);
    }

    /**
     * The fields of all measurements, up to a limit, without their tags. Only for the database's
     * default retention policy: the statement names no measurement that could say another.
     */
    Map<String, MeasurementSchema> schemas(BucketPath path, String bucket, int limit)
            throws InfluxDBException {
        String text = "SHOW FIELD KEYS";
        String context = InfluxQlDialect.context(bucket, text, Map.of());
        QueryRequest request = InfluxQlDialect.request(text, Map.of(), path, context);
        Map<String, Map<String, Set<ColumnType>>> fields = new HashMap<>();
        try (InfluxQlAnswer answer = new InfluxQlAnswer(transport.open(request), 1, context)) {
            while (answer.nextRow()) {
                String measurement = answer.seriesName();
                if (fields.size() == limit && !fields.containsKey(measurement)) {
                    break;
                }
                String key = (String) answer.value(false, null);
                ColumnType type = type(key, (String) answer.value(false, null), context);
                fields.computeIfAbsent(measurement, unseen -> new TreeMap<>())
                        .computeIfAbsent(key, unseen -> EnumSet.noneOf(ColumnType.class))
                        .add(type);
            }
        }
        Map<String, MeasurementSchema> schemas = new HashMap<>();
        fields.forEach(
                (measurement, types) ->
                        schemas.put(measurement, new MeasurementSchema(List.of(), types)));
        return schemas;
    }

    private List<String> tagsByFlux(BucketPath path, String bucket, String measurement)
            throws InfluxDBException {
        String text =
                "import \"influxdata/influxdb/schema\" schema.measurementTagKeys(bucket: "
                        + Flux.string(bucket)
                        + ", measurement: "
                        + Flux.string(measurement)
                        + ", start: "
                        + Flux.time(TimeRange.ALL.start())
                        + ", stop: "
                        + Flux.time(TimeRange.ALL.stop())
                        + ")";
        QueryRequest request =
                FluxDialect.request(text, path.organization(), "Flux query: " + text);
        List<String> tags = new ArrayList<>();
        try (RowCursor answer = new AnnotatedCsvCursor(flux.prepare(request), request.context())) {
            while (answer.next()) {
                String key = (String) answer.row().get("_value");
                if (!COLUMNS_OF_FLUX.contains(key)) {
                    tags.add(key);
                }
            }
        }
        return tags;
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
