/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBVersion;
import org.apache.flink.connector.influxdb.model.Point;

import javax.annotation.Nullable;

/** A part of a point that can be at fault, and how that is said. */
enum PointPart {
    POINT("it"),
    MEASUREMENT("the measurement's name"),
    TAG_KEY("the tag key"),
    TAG_VALUE("the value of tag"),
    FIELD_KEY("the field key"),
    FIELD_VALUE("the value of field");

    private static final int SHOWN_LIMIT = 100;

    private final String label;

    PointPart(String label) {
        this.label = label;
    }

    /**
     * The refusal of a point.
     *
     * @param key of the tag or field, or empty
     * @param value what cannot be carried, or null for the point as a whole
     * @param reason goes on after "the value of tag 'x':" and the like
     */
    UnencodablePointException refused(
            InfluxDBVersion version,
            Point point,
            String key,
            @Nullable Object value,
            String reason) {
        StringBuilder message = new StringBuilder("A point of measurement ");
        message.append(shown(point.measurement())).append(" cannot be written to ");
        message.append(version).append(": ").append(label);
        if (this == TAG_VALUE || this == FIELD_VALUE) {
            message.append(' ').append(shown(key)).append(':');
        }
        if (value != null) {
            message.append(' ').append(shown(value.toString()));
        }
        message.append(' ').append(reason).append('.');
        return new UnencodablePointException(
                point.measurement(), key, label + " " + reason, message.toString());
    }

    /** Short, and with control characters made visible. */
    private static String shown(String text) {
        StringBuilder shown = new StringBuilder("'");
        int length = Math.min(text.length(), SHOWN_LIMIT);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < ' ' || Character.isSurrogate(c)) {
                shown.append(String.format("\\u%04x", (int) c));
            } else {
                shown.append(c);
            }
        }
        return shown.append(length < text.length() ? "...'" : "'").toString();
    }
}
