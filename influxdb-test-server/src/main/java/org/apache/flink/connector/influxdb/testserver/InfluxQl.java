/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.testserver;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.HashMap;
import java.util.Map;

/** InfluxQL over {@code /query}, which both generations have. */
final class InfluxQl {
    private InfluxQl() {}

    static String query(RawHttp http, String bucket, String query) {
        Map<String, String> form = new HashMap<>(target(bucket));
        form.put("q", query);
        form.put("epoch", "ns");
        String answer =
                http.post(
                        "/query",
                        Map.of(),
                        "application/x-www-form-urlencoded",
                        RawHttp.form(form));
        throwIfError(query, RawHttp.json(answer));
        return answer;
    }

    /** The parameters that name a database, or a {@code database/retention-policy}. */
    static Map<String, String> target(String bucket) {
        if (bucket.isEmpty()) {
            return Map.of();
        }
        int slash = bucket.indexOf('/');
        return slash < 0
                ? Map.of("db", bucket)
                : Map.of("db", bucket.substring(0, slash), "rp", bucket.substring(slash + 1));
    }

    /** The status of an answer is sent before the query runs: errors are in its body. */
    private static void throwIfError(String query, JsonNode answer) {
        String error = answer.path("error").asText();
        for (JsonNode result : answer.path("results")) {
            error += result.path("error").asText();
        }
        if (!error.isEmpty()) {
            throw new TestServerException("InfluxQL failed: " + error + " in: " + query);
        }
    }
}
