/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.EpochNanos;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How values are written in Flux, so that none can be read as code. */
final class Flux {

    private static final String COMMENT_OR_SPACE = "(?:\\s++|//[^\\n]*+(?:\\n|\\z))*+";

    /** What may come before the first statement: {@code package a} and {@code import b "c"}. */
    private static final Pattern PREAMBLE =
            Pattern.compile(
                    "\\A"
                            + COMMENT_OR_SPACE
                            + "(?:package\\s+\\w+"
                            + COMMENT_OR_SPACE
                            + ")?(?:import\\s*(?:\\w+\\s*)?\"[^\"\\n]*\""
                            + COMMENT_OR_SPACE
                            + ")*");

    private static final Pattern OWN_VARIABLES = Pattern.compile("\\boption\\s+v\\s*=");

    private Flux() {}

    /**
     * A string literal. Flux strings interpolate <code>${...}</code>, so a dollar sign in front of
     * a brace is escaped like quotes and backslashes (docs/SPEC.md of influxdata/flux).
     */
    static String string(String value) {
        StringBuilder quoted = new StringBuilder(value.length() + 2).append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                case '\0' -> quoted.append("\\x00");
                case '\\' -> quoted.append("\\\\");
                case '"' -> quoted.append("\\\"");
                case '$' -> quoted.append(isBrace(value, i + 1) ? "\\$" : "$");
                default -> quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    private static boolean isBrace(String value, int at) {
        return at < value.length() && value.charAt(at) == '{';
    }

    /** A regular expression that matches these texts and nothing else. */
    static String anyOf(List<String> texts) {
        return "/" + GoRegex.anyOf(texts).replace("/", "\\/") + "/";
    }

    /** A time literal. As a bare integer it would count seconds. */
    static String time(long nanos) {
        return EpochNanos.toText(nanos);
    }

    /**
     * Puts a statement in front of a query, behind its package clause and its imports, which must
     * come first. No line is added, so that the lines that errors name stay right.
     *
     * @param option defines {@code v}; left out if the query defines it itself
     */
    static String withVariables(String query, String option) {
        if (OWN_VARIABLES.matcher(query).find()) {
            return query;
        }
        Matcher preamble = PREAMBLE.matcher(query);
        int end = preamble.find() ? preamble.end() : 0;
        return query.substring(0, end) + option + " " + query.substring(end);
    }
}
