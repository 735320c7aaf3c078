/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery.FieldColumn;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;
import org.apache.flink.connector.influxdb.model.Predicate;
import org.apache.flink.connector.influxdb.model.TimeRange;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Flux over {@code /api/v2/query}, answered in annotated CSV.
 *
 * <p>Points are read by {@code from |> range |> filter} and nothing else: {@code keep}, {@code
 * drop}, {@code pivot} and {@code sort} would make the server hold the whole answer in memory.
 */
final class FluxDialect implements QueryDialect {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final InfluxDBVersion version;

    FluxDialect(InfluxDBVersion version) {
        this.version = version;
    }

    @Override
    public QueryRequest points(MeasurementRead read, BucketPath path, TimeRange range) {
        String text = select(read.query(), range);
        return request(text, path.organization(), "Flux query: " + text);
    }

    /** The query that reads points. */
    static String select(InfluxDBQuery.OfMeasurement query, TimeRange range) {
        StringBuilder filter = new StringBuilder();
        filter.append("r._measurement == ").append(Flux.string(query.measurement()));
        if (!query.fields().isEmpty()) {
            StringJoiner fields = new StringJoiner(" or ", " and (", ")");
            for (FieldColumn field : query.fields()) {
                fields.add("r._field == " + Flux.string(field.name()));
            }
            filter.append(fields);
        }
        for (Predicate predicate : query.predicates()) {
            if (predicate instanceof Predicate.TagIn in) {
                String tag = "r[" + Flux.string(in.tag()) + "]";
                StringJoiner any = new StringJoiner(" or ", " and (", ")");
                if (in.values().size() > MAX_COMPARISONS) {
                    any.add(tag + " =~ " + Flux.anyOf(in.values()));
                } else {
                    in.values().forEach(value -> any.add(tag + " == " + Flux.string(value)));
                }
                filter.append(any);
            }
        }
        return "from(bucket: "
                + Flux.string(query.bucket())
                + ") |> range(start: "
                + Flux.time(range.start())
                + ", stop: "
                + Flux.time(range.stop())
                + ") |> filter(fn: (r) => "
                + filter
                + ")";
    }

    /**
     * The query that counts values per series, field and window of time. Servers of 2.x count where
     * the data are, and hold nothing back; 1.8 would read every point.
     */
    static String density(InfluxDBQuery.OfMeasurement query, TimeRange range, long width) {
        return select(query, range)
                + " |> aggregateWindow(every: "
                + width
                + "ns, fn: count, createEmpty: false, timeSrc: \"_start\")";
    }

    /**
     * The query for the fields that a measurement has in the shards of a range. It reads the index
     * only, which knows every field of every shard.
     */
    static String fieldKeys(InfluxDBQuery.OfMeasurement query, TimeRange range) {
        return "import \"influxdata/influxdb/schema\" schema.measurementFieldKeys(bucket: "
                + Flux.string(query.bucket())
                + ", measurement: "
                + Flux.string(query.measurement())
                + ", start: "
                + Flux.time(range.start())
                + ", stop: "
                + Flux.time(range.stop())
                + ")";
    }

    @Override
    public QueryRequest text(InfluxDBQuery.OfText query, BucketPath path, TimeRange range) {
        String option =
                "option v = {timeRangeStart: "
                        + Flux.time(range.start())
                        + ", timeRangeStop: "
                        + Flux.time(stop(range))
                        + ", windowPeriod: "
                        + WindowPeriod.of(range).text()
                        + ", defaultBucket: "
                        + Flux.string(query.bucket())
                        + ", organization: "
                        + Flux.string(path.organization())
                        + "}";
        String text = Flux.withVariables(query.text(), option);
        return request(text, path.organization(), "Flux query over " + range + ": " + query.text());
    }

    /**
     * 1.8 takes points at the very stop of {@code range()} as well, into a window before all others
     * (seen on 1.8.10), so it is told the last time that is to be read.
     */
    private long stop(TimeRange range) {
        return version == InfluxDBVersion.V1 && range.isDivisible()
                ? range.stop() - 1
                : range.stop();
    }

    /** One request. */
    static QueryRequest request(String text, String organization, String context) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (!organization.isEmpty()) {
            parameters.put("org", organization);
        }
        ObjectNode body = JSON.createObjectNode().put("query", text).put("type", "flux");
        ObjectNode dialect = body.putObject("dialect").put("header", true).put("delimiter", ",");
        // Types come only if they are asked for.
        dialect.putArray("annotations").add("datatype").add("group").add("default");
        return new QueryRequest(
                "/api/v2/query",
                parameters,
                "application/json",
                body.toString(),
                // The dialect decides the form of rows; this that of errors, which 1.8 would send
                // as CSV too.
                "*/*",
                true,
                context);
    }
}
