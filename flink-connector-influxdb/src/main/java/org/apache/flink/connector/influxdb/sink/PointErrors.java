/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.sink.DeadLetter.Category;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** What a server says of points that it refuses. Pure. */
final class PointErrors {

    private static final int TOO_LARGE = 413;
    private static final int LONGEST_REASON = 2_000;
    private static final String QUOTE = "unable to parse '";

    private PointErrors() {}

    /** What kind of fault it is, from the reason for one point. */
    static Category category(InfluxDBException answer, String reason) {
        String words = reason.toLowerCase(Locale.ROOT);
        if (answer.status() == TOO_LARGE) {
            return Category.TOO_LARGE;
        }
        if (words.contains("field type conflict") || words.contains("invalid column type")) {
            return Category.TYPE_CONFLICT;
        }
        if (isRetention(words)) {
            return Category.BEYOND_RETENTION;
        }
        return words.contains("max key length exceeded") || words.contains("is too long")
                ? Category.TOO_LARGE
                : Category.MALFORMED;
    }

    /** The words about one line, where the server quotes it, else all that it said. */
    static String reason(InfluxDBException answer, String line) {
        String words = answer.serverMessage();
        String quote = QUOTE + line + "': ";
        int at = words.indexOf(quote);
        if (at >= 0) {
            int start = at + quote.length();
            int end = words.indexOf("\n" + QUOTE, start);
            words = words.substring(start, end < 0 ? words.length() : end).stripTrailing();
        }
        return words.length() <= LONGEST_REASON
                ? words
                : words.substring(0, LONGEST_REASON) + "...";
    }

    /**
     * Whether the words are a verdict on points, and not such as a server would say to anything: it
     * names a field, or the one thing that is wrong with a time.
     */
    static boolean isAboutPoints(InfluxDBException answer) {
        String words = answer.serverMessage().toLowerCase(Locale.ROOT);
        return words.contains("field type conflict")
                || words.contains("invalid column type")
                || words.contains("invalid field name")
                || words.contains("invalid tag key")
                || words.contains("input field")
                || isRetention(words);
    }

    private static boolean isRetention(String words) {
        return words.contains("points beyond retention policy")
                || words.contains("points outside retention policy");
    }

    /** The lines that the answer quotes as refused. */
    static Set<String> quoted(InfluxDBException answer) {
        Set<String> lines = new HashSet<>();
        answer.rejectedLines().forEach(line -> lines.add(line.stripTrailing()));
        return lines;
    }
}
