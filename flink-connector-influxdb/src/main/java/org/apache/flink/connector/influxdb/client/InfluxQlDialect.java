/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.Predicate;
import org.apache.flink.connector.influxdb.model.TimeRange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/**
 * InfluxQL over {@code /query}, answered in chunks of msgpack, which keeps the types apart.
 *
 * <p>Names are quoted; values of tags travel as bound parameters, outside the text, so that every
 * character can be asked for; database and retention policy are parameters of the URL.
 */
final class InfluxQlDialect implements QueryDialect {

    /** Rows per chunk. The server holds one chunk in memory. */
    static final int CHUNK_ROWS = 10_000;

    /** As Grafana spells it, new and old. */
    private static final Pattern INTERVAL = Pattern.compile("\\$(?:__)?interval\\b");

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public QueryRequest points(MeasurementRead read, BucketPath path, TimeRange range)
            throws InfluxDBException {
        Map<String, Object> bound = new LinkedHashMap<>();
        String text = select(read, range, bound);
        return request(
                text,
                bound,
                path,
                read.query().fetchSize(),
                context(read.query().bucket(), text, bound));
    }

    /**
     * The statement that reads points.
     *
     * <p>The kind of each name is given, since a tag and a field may share one.
     *
     * @param bound takes the parameters that the statement refers to
     */
    static String select(MeasurementRead read, TimeRange range, Map<String, Object> bound)
            throws InfluxDBException {
        StringJoiner columns = new StringJoiner(", ");
        for (MeasurementRead.Field field : read.fields()) {
            String name = InfluxQl.identifier(field.name());
            if (field.isMixed()) {
                MixedTypes types = new MixedTypes(field.declared(), field.types());
                types.casts().forEach(cast -> columns.add(name + "::" + cast.keyword()));
            } else {
                columns.add(name + "::field");
            }
        }
        for (String tag : read.tags()) {
            columns.add(InfluxQl.identifier(tag) + "::tag");
        }
        return select(columns, read, range, bound);
    }

    /**
     * The statement that counts values per window of time, in a column for each of {@link
     * #counted}, field by field. Windows without points have no row.
     *
     * @param fields those of the read that are counted
     * @param bound takes the parameters that the statement refers to
     */
    static String density(
            MeasurementRead read,
            List<MeasurementRead.Field> fields,
            TimeRange range,
            long width,
            Map<String, Object> bound)
            throws InfluxDBException {
        StringJoiner columns = new StringJoiner(", ");
        for (MeasurementRead.Field field : fields) {
            String name = InfluxQl.identifier(field.name());
            counted(field)
                    .forEach(cast -> columns.add("count(" + name + "::" + cast.keyword() + ")"));
        }
        return select(columns, read, range, bound) + " GROUP BY time(" + width + "ns) fill(none)";
    }

    /** How to count a field so that each of its values counts once, whatever its type. */
    static List<MixedTypes.Cast> counted(MeasurementRead.Field field) {
        return field.isMixed()
                ? new MixedTypes(field.declared(), field.types()).countedCasts()
                : List.of(MixedTypes.Cast.PLAIN);
    }

    /** The statement for what tags a measurement has in the shards of a range. */
    static String tagKeys(String measurement, TimeRange range) throws InfluxDBException {
        return "SHOW TAG KEYS FROM "
                + InfluxQl.identifier(measurement)
                + " WHERE "
                + timeFilter(range);
    }

    private static String select(
            StringJoiner columns, MeasurementRead read, TimeRange range, Map<String, Object> bound)
            throws InfluxDBException {
        return "SELECT "
                + columns
                + " FROM "
                + InfluxQl.identifier(read.query().measurement())
                + " WHERE "
                + condition(read.query().predicates(), range, bound);
    }

    /** A condition on time and tags. */
    private static String condition(
            List<Predicate> predicates, TimeRange range, Map<String, Object> bound)
            throws InfluxDBException {
        StringBuilder text = new StringBuilder(timeFilter(range));
        for (Predicate predicate : predicates) {
            if (predicate instanceof Predicate.TagIn in) {
                String tag = InfluxQl.identifier(in.tag()) + "::tag ";
                StringJoiner any = new StringJoiner(" OR ", " AND (", ")");
                if (in.values().size() > MAX_COMPARISONS) {
                    Object regex = Map.of("regex", GoRegex.anyOf(in.values()));
                    any.add(tag + "=~ " + bind(regex, bound));
                } else {
                    for (String value : in.values()) {
                        any.add(tag + "= " + bind(value, bound));
                    }
                }
                text.append(any);
            }
        }
        return text.toString();
    }

    /** Puts a value among the parameters of the query; what refers to it in the text. */
    static String bind(Object value, Map<String, Object> bound) {
        String name = "p" + bound.size();
        bound.put(name, value);
        return "$" + name;
    }

    private static String timeFilter(TimeRange range) {
        return "time >= " + range.start() + " AND time < " + range.stop();
    }

    @Override
    public QueryRequest text(InfluxDBQuery.OfText query, BucketPath path, TimeRange range) {
        String text =
                INTERVAL.matcher(query.text().replace("$timeFilter", timeFilter(range)))
                        .replaceAll(WindowPeriod.of(range).text());
        return request(
                text, Map.of(), path, query.fetchSize(), context(query.bucket(), text, Map.of()));
    }

    /** One request. */
    static QueryRequest request(
            String text, Map<String, Object> bound, BucketPath path, String context) {
        return request(text, bound, path, CHUNK_ROWS, context);
    }

    /**
     * One request.
     *
     * @param chunkRows how many rows the server puts into one chunk of its answer
     */
    static QueryRequest request(
            String text,
            Map<String, Object> bound,
            BucketPath path,
            int chunkRows,
            String context) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("db", path.database());
        if (!path.retentionPolicy().isEmpty()) {
            parameters.put("rp", path.retentionPolicy());
        }
        parameters.put("epoch", "ns");
        parameters.put("chunked", "true");
        parameters.put("chunk_size", String.valueOf(chunkRows));
        // In the body, since a list of values may be longer than servers let a URL be.
        String body =
                "q=" + encode(text) + (bound.isEmpty() ? "" : "&params=" + encode(json(bound)));
        return new QueryRequest(
                "/query",
                parameters,
                "application/x-www-form-urlencoded",
                body,
                "application/x-msgpack",
                false,
                context);
    }

    private static String json(Map<String, Object> bound) {
        try {
            return JSON.writeValueAsString(bound);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Strings are always JSON", e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Names a query in errors. */
    static String context(String bucket, String text, Map<String, Object> bound) {
        return "Bucket '"
                + bucket
                + "', InfluxQL query: "
                + text
                + (bound.isEmpty() ? "" : " with " + bound);
    }
}
