/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBVersion;
import org.apache.flink.connector.influxdb.model.Point;

import java.math.BigInteger;

/** Writes the values of fields in line protocol for one family of servers. */
final class FieldValueEncoder {

    // 2.x: "input field ... is too long"; 3.x: 1 MiB for each part of a line. 1.8 has no limit.
    private static final int MAX_STRING_LENGTH = 1_048_576;

    private final InfluxDBVersion version;
    private final NameRule stringRule = NameRule.stringValue();

    FieldValueEncoder(InfluxDBVersion version) {
        this.version = version;
    }

    /**
     * Adds a value.
     *
     * @param key of the field, for errors
     * @throws UnencodablePointException if the server cannot carry it
     */
    void put(Point point, String key, Object value, LineBuffer out)
            throws UnencodablePointException {
        if (value instanceof Double number) {
            if (!Double.isFinite(number)) {
                throw PointPart.FIELD_VALUE.refused(
                        version, point, key, value, "is no number for InfluxDB");
            }
            out.putDouble(number);
        } else if (value instanceof Long number) {
            out.putLong(number);
            out.put('i');
        } else if (value instanceof Boolean flag) {
            out.putAscii(flag ? "true" : "false");
        } else if (value instanceof String text) {
            putString(point, key, text, out);
        } else if (value instanceof BigInteger number) {
            if (!version.hasUnsigned()) {
                throw PointPart.FIELD_VALUE.refused(
                        version,
                        point,
                        key,
                        value,
                        "is an unsigned integer, which this server does not have; write it as an"
                                + " integer or a string");
            }
            out.putAscii(number.toString());
            out.put('u');
        } else {
            throw new IllegalStateException("A point cannot hold " + value.getClass());
        }
    }

    private void putString(Point point, String key, String text, LineBuffer out)
            throws UnencodablePointException {
        out.put('"');
        int start = out.size();
        String refusal = stringRule.append(text, out);
        if (refusal == null && version != InfluxDBVersion.V1) {
            int length = out.size() - start;
            // Only what may be too long is counted again, without its escapes.
            if (length > MAX_STRING_LENGTH && length - escapes(text) > MAX_STRING_LENGTH) {
                refusal =
                        "has "
                                + (length - escapes(text))
                                + " bytes; the server takes "
                                + MAX_STRING_LENGTH;
            }
        }
        if (refusal != null) {
            throw PointPart.FIELD_VALUE.refused(version, point, key, text, refusal);
        }
        out.put('"');
    }

    private static int escapes(String text) {
        return (int) text.chars().filter(c -> c == '"' || c == '\\').count();
    }
}
