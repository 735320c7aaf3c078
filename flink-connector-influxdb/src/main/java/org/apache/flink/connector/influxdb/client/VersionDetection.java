/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.util.List;

/**
 * Tells from an answer of {@code /ping} which server gave it. Only {@code /ping} tells: 2.x answers
 * unknown paths with its user interface, 200 OK.
 */
final class VersionDetection {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ErrorAnswers errors;

    VersionDetection(ErrorAnswers errors) {
        this.errors = errors;
    }

    /**
     * The server of this answer.
     *
     * @throws InfluxDBException if it is none that we know, or one that is not supported
     */
    ServerInfo of(PingAnswer ping) throws InfluxDBException {
        AnswerHead answer = ping.answer();
        String text = answer.headers().first("X-Influxdb-Version");
        String build = answer.headers().first("X-Influxdb-Build");
        if (answer.status() == 200 && text.isEmpty()) {
            text = versionInBody(answer);
        }
        if (text.startsWith("v")) {
            text = text.substring(1);
        }
        // 1.x and 2.x send the headers with every answer, also when they refuse us; 3.x names
        // itself by another header then.
        if (!text.isEmpty() || !build.isEmpty()) {
            return new ServerInfo(generation(text, build, answer), text, build);
        }
        if (!answer.headers().first("cluster-uuid").isEmpty()) {
            return new ServerInfo(InfluxDBVersion.V3, "", "");
        }
        if (answer.status() < 300) {
            throw new InfluxDBException(
                    Kind.MALFORMED,
                    ping.call().failed()
                            + ": what answers there with HTTP status "
                            + answer.status()
                            + " does not say which InfluxDB it is, so it is none, or a proxy takes"
                            + " the header X-Influxdb-Version away. Check 'url' (host, port and base"
                            + " path), or set 'version'.",
                    null,
                    answer.status(),
                    "",
                    null,
                    List.of());
        }
        throw errors.of(ping.call(), answer);
    }

    private static InfluxDBVersion generation(String text, String build, AnswerHead answer) {
        int dot = text.indexOf('.');
        String major = dot < 0 ? text : text.substring(0, dot);
        switch (major) {
            case "0", "1":
                return InfluxDBVersion.V1;
            case "2":
                return InfluxDBVersion.V2;
            default:
                break;
        }
        if (!major.isEmpty() && major.chars().allMatch(Character::isDigit)) {
            return InfluxDBVersion.V3; // Or later: the caller decides whether it is supported.
        }
        // Builds without a version: "unknown" of 1.8, "dev" of 2.x. 1.x sends an id with each
        // answer, 2.x has none (its services/httpd/handler.go).
        boolean hasRequestId = !answer.headers().first("Request-Id").isEmpty();
        return text.equals("unknown") || hasRequestId && !text.equals("dev")
                ? InfluxDBVersion.V1
                : InfluxDBVersion.V2;
    }

    private static String versionInBody(AnswerHead answer) {
        try {
            JsonNode json = JSON.readTree(answer.body());
            return json.hasNonNull("product_name") ? json.path("version").asText() : "";
        } catch (JsonProcessingException e) {
            return ""; // Not the answer of an InfluxDB 3.
        }
    }
}
