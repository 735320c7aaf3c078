/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.annotation.Internal;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;
import org.apache.flink.connector.influxdb.model.Point;

/**
 * Reads a line of line protocol as one family of servers does: the point of every line that {@link
 * LineProtocolEncoder} writes for it, and of those that others write. It is stricter than the
 * servers where these would drop something without a word, such as the first of two tags of one
 * name. Safe for threads.
 */
@Internal
public final class LineProtocolParser {

    private static final String ESCAPABLE = ",= ";

    private final InfluxDBVersion version;
    private final Precision precision;

    /**
     * A parser.
     *
     * @param version the family of the server that the line is for
     * @param precision the unit of the line's time
     */
    public LineProtocolParser(InfluxDBVersion version, Precision precision) {
        this.version = version;
        this.precision = precision;
    }

    /**
     * The point of a line.
     *
     * @param line one, with a line feed at its end or without
     * @return the point, without a time if the line has none
     * @throws IllegalArgumentException if it is no line, with what is wrong and where
     */
    public Point parse(String line) {
        return new Cursor(line).point();
    }

    /** Goes through one line. */
    private final class Cursor {

        private final String line;
        private final int end;
        private int at;

        Cursor(String line) {
            this.line = line;
            this.end = line.endsWith("\n") ? line.length() - 1 : line.length();
        }

        Point point() {
            if (at < end && line.charAt(at) == '#') {
                throw fault("it is a comment");
            }
            Point point = Point.measurement(name("the measurement", ", ", ""));
            while (at < end && line.charAt(at) == ',') {
                at++;
                tag(point);
            }
            skipSpaces();
            do {
                field(point);
            } while (at < end && line.charAt(at++) == ',');
            skipSpaces();
            if (at < end) {
                time(point);
            }
            return point;
        }

        private void tag(Point point) {
            String key = name("a tag key", "=", ", ");
            at++;
            int before = point.tagCount();
            point.tag(key, name("the value of tag '" + key + "'", ", ", "="));
            if (point.tagCount() == before) {
                throw fault("tag '" + key + "' is there twice");
            }
        }

        private void field(Point point) {
            String key = name("a field key", "=", ", ");
            at++;
            int start = at;
            if (at < end && line.charAt(at) == '"') {
                skipString(key);
            } else {
                while (at < end && line.charAt(at) != ',' && line.charAt(at) != ' ') {
                    at++;
                }
            }
            int before = point.fieldCount();
            put(point, key, FieldNotation.parse(line.substring(start, at)));
            if (point.fieldCount() == before) {
                throw fault("field '" + key + "' is there twice");
            }
            if (at < end && line.charAt(at) != ',' && line.charAt(at) != ' ') {
                throw fault("more follows the value of field '" + key + "'");
            }
        }

        private void put(Point point, String key, Object value) {
            if (value instanceof String text) {
                point.field(key, text);
            } else if (value instanceof Boolean flag) {
                point.field(key, flag);
            } else {
                point.field(key, (Number) value);
            }
        }

        private void skipString(String key) {
            at++;
            while (at < end && line.charAt(at) != '"') {
                at += line.charAt(at) == '\\' ? 2 : 1;
            }
            if (at >= end) {
                throw fault("the string of field '" + key + "' does not end");
            }
            at++;
        }

        private void time(Point point) {
            String text = line.substring(at, end).stripTrailing();
            try {
                point.time(Math.multiplyExact(Long.parseLong(text), precision.nanos()));
            } catch (NumberFormatException | ArithmeticException e) {
                throw fault("'" + text + "' is no time in " + precision);
            }
        }

        /**
         * A name.
         *
         * @param ends it ends before one of these
         * @param refused these may stand in it only behind a backslash
         */
        private String name(String what, String ends, String refused) {
            StringBuilder name = new StringBuilder();
            while (at < end && ends.indexOf(line.charAt(at)) < 0) {
                char c = line.charAt(at++);
                if (c == '\\' && at < end && isEscaped(line.charAt(at))) {
                    c = line.charAt(at++);
                } else if (c == '\n' || refused.indexOf(c) >= 0) {
                    throw fault(what + " holds " + (c == '\n' ? "a line feed" : "'" + c + "'"));
                }
                name.append(c);
            }
            if (name.isEmpty()) {
                throw fault(what + " is missing");
            }
            if (at == end) {
                throw fault("it ends in " + what);
            }
            return name.toString();
        }

        private boolean isEscaped(char c) {
            return ESCAPABLE.indexOf(c) >= 0 || c == '\\' && version.isBackslashDoubled();
        }

        private void skipSpaces() {
            while (at < end && line.charAt(at) == ' ') {
                at++;
            }
        }

        private IllegalArgumentException fault(String what) {
            return new IllegalArgumentException(
                    "No line of line protocol: " + what + ", at character " + at);
        }
    }
}
