/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.Point;

import java.util.List;
import java.util.StringJoiner;

/** Points for the servers of tests, written without the connector's own encoder. */
final class TestPoints {

    private TestPoints() {}

    static String lineProtocol(List<Point> points) {
        StringBuilder lines = new StringBuilder();
        for (Point point : points) {
            lines.append(name(point.measurement()));
            point.tags()
                    .forEach(
                            (key, value) ->
                                    lines.append(',')
                                            .append(name(key))
                                            .append('=')
                                            .append(name(value)));
            StringJoiner fields = new StringJoiner(",", " ", " ");
            point.fields().forEach((key, value) -> fields.add(name(key) + "=" + value(value)));
            lines.append(fields).append(point.timestamp()).append('\n');
        }
        return lines.toString();
    }

    private static String name(String text) {
        return text.replace(",", "\\,").replace("=", "\\=").replace(" ", "\\ ");
    }

    private static String value(Object value) {
        if (value instanceof Long) {
            return value + "i";
        }
        return value instanceof String text
                ? '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"'
                : value.toString();
    }
}
