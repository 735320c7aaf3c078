/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.InfluxDBException;

import com.fasterxml.jackson.databind.ObjectMapper;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Deletes from 2.x by {@code /api/v2/delete}: what is in a range of time, both ends included, and
 * has some tags, whatever others it has.
 */
final class V2Deletes implements Deletes.Dialect {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpTransport transport;

    V2Deletes(HttpTransport transport) {
        this.transport = transport;
    }

    @Override
    public List<String> affected(String bucket) {
        return List.of(bucket);
    }

    @Override
    public boolean canName(String bucket, Deletes.Series series) {
        return InfluxQl.canName(series.measurement())
                && series.tags().keySet().stream().allMatch(InfluxQl::canName)
                && series.tags().values().stream().allMatch(InfluxQl::canName);
    }

    @Override
    public boolean isExact() {
        return false;
    }

    @Override
    public void delete(String bucket, Map<Deletes.Series, List<DeletePlan.Span>> spans)
            throws InfluxDBException {
        for (Map.Entry<Deletes.Series, List<DeletePlan.Span>> each : spans.entrySet()) {
            String predicate = predicate(each.getKey());
            for (DeletePlan.Span span : each.getValue()) {
                delete(bucket, predicate, span);
            }
        }
    }

    /** Names and values are both written as names of InfluxQL are. */
    static String predicate(Deletes.Series series) throws InfluxDBException {
        StringBuilder text =
                new StringBuilder("_measurement=")
                        .append(InfluxQl.identifier(series.measurement()));
        for (Map.Entry<String, String> tag : series.tags().entrySet()) {
            text.append(" AND ")
                    .append(InfluxQl.identifier(tag.getKey()))
                    .append('=')
                    .append(InfluxQl.identifier(tag.getValue()));
        }
        return text.toString();
    }

    private void delete(String bucket, String predicate, DeletePlan.Span span)
            throws InfluxDBException {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("org", transport.options().organization());
        parameters.put("bucket", bucket);
        String body =
                JSON.createObjectNode()
                        .put("start", EpochNanos.toText(span.first()))
                        .put("stop", EpochNanos.toText(span.last()))
                        .put("predicate", predicate)
                        .toString();
        Call call =
                new Call(
                        Call.Kind.DELETE,
                        transport.url("/api/v2/delete"),
                        "bucket '" + bucket + "', " + body);
        AnswerHead answer = transport.postJson(call, "/api/v2/delete", parameters, body);
        if (answer.status() != 204) {
            throw transport.errors().of(call, answer);
        }
    }
}
