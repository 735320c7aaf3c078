/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeSet;

/**
 * Deletes from 1.8 by {@code DELETE}. It names a series exactly: by the values of its tags, and for
 * all other tags that the measurement has, that there is none. It knows no retention policy, and
 * deletes from all of the database.
 */
final class V1Deletes implements Deletes.Dialect {

    /** Each is done before the next one, and the answer waits for all. */
    private static final int STATEMENTS = 100;

    /** In a condition it means the measurement, also where it is said to be a tag (seen). */
    private static final String NAME_OF_MEASUREMENT = "_name";

    private final HttpTransport transport;
    private final Queries queries;

    /** By measurement. */
    private final Map<String, List<String>> tagKeys = new HashMap<>();

    /** For one call: others may write tags that the measurement did not have. */
    V1Deletes(HttpTransport transport, Queries queries) {
        this.transport = transport;
        this.queries = queries;
    }

    @Override
    public List<String> affected(String bucket) throws InfluxDBException {
        BucketPath path = BucketPath.ofV1(bucket);
        String text = "SHOW RETENTION POLICIES ON " + InfluxQl.identifier(path.database());
        List<String> affected = new ArrayList<>();
        affected.add(bucket);
        try (InfluxQlAnswer answer = ask(text, Map.of(), path, bucket, 1)) {
            int name = -1;
            int isDefault = -1;
            while (answer.nextRow()) {
                if (name < 0) {
                    name = answer.columns().indexOf("name");
                    isDefault = answer.columns().indexOf("default");
                }
                Object[] row = new Object[answer.columns().size()];
                for (int i = 0; i < row.length; i++) {
                    row[i] = answer.value(false, null);
                }
                boolean isOwn =
                        path.retentionPolicy().isEmpty()
                                ? Boolean.TRUE.equals(row[isDefault])
                                : path.retentionPolicy().equals(row[name]);
                if (!isOwn) {
                    affected.add(path.database() + "/" + row[name]);
                }
            }
        }
        return affected;
    }

    /** Also the tags that it does not have are named. Values are bound apart from the text. */
    @Override
    public boolean canName(String bucket, Deletes.Series series) throws InfluxDBException {
        if (!InfluxQl.canName(series.measurement())) {
            return false;
        }
        if (!tagKeys.containsKey(series.measurement())) {
            tagKeys.put(series.measurement(), queries.schema(bucket, series.measurement()).tags());
        }
        return series.tags().keySet().stream().allMatch(V1Deletes::canNameTag)
                && tagKeys.get(series.measurement()).stream().allMatch(V1Deletes::canNameTag);
    }

    private static boolean canNameTag(String key) {
        return InfluxQl.canName(key) && !key.equals(NAME_OF_MEASUREMENT);
    }

    @Override
    public boolean isExact() {
        return true;
    }

    @Override
    public void delete(String bucket, Map<Deletes.Series, List<DeletePlan.Span>> spans)
            throws InfluxDBException {
        StringJoiner statements = new StringJoiner("; ");
        Map<String, Object> bound = new LinkedHashMap<>();
        int count = 0;
        for (Map.Entry<Deletes.Series, List<DeletePlan.Span>> each : spans.entrySet()) {
            List<String> keys = tagKeys.get(each.getKey().measurement());
            for (DeletePlan.Span span : each.getValue()) {
                statements.add(statement(each.getKey(), keys, span, bound));
                if (++count == STATEMENTS) {
                    send(bucket, statements.toString(), bound, count);
                    statements = new StringJoiner("; ");
                    bound = new LinkedHashMap<>();
                    count = 0;
                }
            }
        }
        if (count > 0) {
            send(bucket, statements.toString(), bound, count);
        }
    }

    /**
     * The statement for a series in a range of time.
     *
     * @param tagKeys all that the measurement has
     * @param bound takes the parameters that it refers to
     */
    static String statement(
            Deletes.Series series,
            List<String> tagKeys,
            DeletePlan.Span span,
            Map<String, Object> bound)
            throws InfluxDBException {
        TreeSet<String> keys = new TreeSet<>(tagKeys);
        keys.addAll(series.tags().keySet());
        StringBuilder text =
                new StringBuilder("DELETE FROM ")
                        .append(InfluxQl.identifier(series.measurement()))
                        .append(" WHERE time >= ")
                        .append(span.first())
                        .append(" AND time <= ")
                        .append(span.last());
        for (String key : keys) {
            text.append(" AND ")
                    .append(InfluxQl.identifier(key))
                    .append("::tag = ")
                    .append(InfluxQlDialect.bind(series.tags().getOrDefault(key, ""), bound));
        }
        return text.toString();
    }

    private void send(String bucket, String text, Map<String, Object> bound, int statements)
            throws InfluxDBException {
        try (InfluxQlAnswer answer =
                ask(text, bound, BucketPath.ofV1(bucket), bucket, statements)) {
            while (answer.nextRow()) {
                throw new IllegalStateException("A delete answers with no rows");
            }
        }
    }

    private InfluxQlAnswer ask(
            String text, Map<String, Object> bound, BucketPath path, String bucket, int statements)
            throws InfluxDBException {
        String context = InfluxQlDialect.context(bucket, text, bound);
        QueryRequest request = InfluxQlDialect.request(text, bound, path, context);
        return new InfluxQlAnswer(transport.open(request), statements, context);
    }
}
