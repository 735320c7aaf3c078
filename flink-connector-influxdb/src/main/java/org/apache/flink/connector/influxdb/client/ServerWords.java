/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a server said in an error, from the bodies of all generations: 1.x {@code {"error"}}, 2.x
 * {@code {"code","message"}}, 3.x {@code {"error","data"}} or plain text, and whatever stands
 * between us and them.
 *
 * @param text the words alone
 * @param isInfluxDB whether an InfluxDB said it, not something on the way
 * @param isPage whether it is a page for people
 * @param rejectedLines lines of a write that were refused, as they are quoted
 */
record ServerWords(String text, boolean isInfluxDB, boolean isPage, List<String> rejectedLines) {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int PAGE_LIMIT = 300;
    private static final int LONGEST_ESCAPE = 6;
    private static final String QUOTE = "unable to parse '";
    private static final String QUOTE_END = "': ";

    static ServerWords of(AnswerHead answer) {
        boolean known =
                !answer.headers().first("X-Influxdb-Version").isEmpty()
                        || !answer.headers().first("X-Influxdb-Build").isEmpty()
                        || !answer.headers().first("cluster-uuid").isEmpty();
        String body = answer.body().strip();
        String start = body.substring(0, Math.min(body.length(), 100)).toLowerCase(Locale.ROOT);
        if (answer.isPage() || start.startsWith("<!doctype html") || start.startsWith("<html")) {
            return new ServerWords(withoutTags(body), known, true, List.of());
        }
        if (body.startsWith("{")) {
            JsonNode json = json(body);
            if (json.hasNonNull("message") || json.hasNonNull("error")) {
                return ofJson(json);
            }
        }
        String header = answer.headers().first("X-Influxdb-Error");
        return new ServerWords(body.isEmpty() ? header : body, known, false, List.of());
    }

    /**
     * The body as JSON, or nothing if it is none. A report of refused lines is cut at our limit, in
     * the middle of its last text: what is there of the text is taken.
     */
    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException whole) {
            // The cut may have gone through an escape, which has six characters at most.
            for (int less = 0; less < LONGEST_ESCAPE && less < body.length(); less++) {
                try {
                    return JSON.readTree(body.substring(0, body.length() - less) + "\"}");
                } catch (JsonProcessingException e) {
                    continue;
                }
            }
            return MissingNode.getInstance();
        }
    }

    private static ServerWords ofJson(JsonNode json) {
        StringBuilder text = new StringBuilder();
        text.append(json.path(json.hasNonNull("message") ? "message" : "error").asText());
        if (json.hasNonNull("error_description")) {
            text.append(": ").append(json.get("error_description").asText()); // RFC 6749
        }
        List<String> rejected = new ArrayList<>(quoted(text.toString()));
        JsonNode data = json.path("data");
        for (JsonNode line : data.isArray() ? data : List.of(data)) {
            if (line.hasNonNull("error_message")) {
                text.append("; line ").append(line.path("line_number").asText("?"));
                text.append(": ").append(line.get("error_message").asText());
            }
            if (line.hasNonNull("original_line")) {
                rejected.add(line.get("original_line").asText());
            }
        }
        return new ServerWords(text.toString().strip(), true, false, List.copyOf(rejected));
    }

    /**
     * The lines that 1.x and 2.x quote: {@code unable to parse '<line>': <why>}, one after the
     * other on lines of their own. A quoted line may hold all of these characters, a reason has no
     * {@code "': "}.
     */
    private static List<String> quoted(String text) {
        List<String> lines = new ArrayList<>();
        int at = text.indexOf(QUOTE);
        while (at >= 0) {
            int start = at + QUOTE.length();
            int next = text.indexOf("\n" + QUOTE, start);
            int end = text.lastIndexOf(QUOTE_END, next < 0 ? text.length() : next);
            if (end >= start) {
                lines.add(text.substring(start, end));
            }
            at = next < 0 ? -1 : next + 1;
        }
        return lines;
    }

    private static String withoutTags(String page) {
        String text =
                page.replaceAll("(?is)<(script|style).*?</\\1>", " ")
                        .replaceAll("(?s)<[^>]*>", " ")
                        .replaceAll("\\s+", " ")
                        .strip();
        return text.length() <= PAGE_LIMIT ? text : text.substring(0, PAGE_LIMIT) + "...";
    }
}
