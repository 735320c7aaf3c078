/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.testserver;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Map;

/** Flux over {@code /api/v2/query}, which both generations have. */
final class Flux {
    /** The header of the table that an answer of status 200 ends with if the query failed late. */
    private static final String ERROR_HEADER = ",error,reference";

    private Flux() {}

    static String query(RawHttp http, Map<String, String> parameters, String query) {
        ObjectNode request = RawHttp.JSON.createObjectNode();
        request.put("query", query).put("type", "flux");
        ObjectNode dialect = request.putObject("dialect").put("header", true);
        List.of("datatype", "group", "default").forEach(dialect.putArray("annotations")::add);
        String answer =
                http.post("/api/v2/query", parameters, "application/json", request.toString());
        int error = answer.indexOf("\n" + ERROR_HEADER);
        if (error >= 0) {
            throw new TestServerException(
                    "Flux failed: " + answer.substring(error).strip() + " in: " + query);
        }
        return answer;
    }
}
