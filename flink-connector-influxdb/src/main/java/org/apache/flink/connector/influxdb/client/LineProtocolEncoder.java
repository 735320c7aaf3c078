/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.annotation.Internal;
import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;
import org.apache.flink.connector.influxdb.model.Point;

/**
 * Writes points as line protocol for one family of servers. What the servers cannot carry is
 * refused before anything of it is in the buffer. Not safe for threads.
 */
@Internal
public final class LineProtocolEncoder {

    // models.MaxKeyLength of 1.8 and 2.x: of the series key, four bytes, and the field key.
    private static final int MAX_KEY_LENGTH = 65_535;
    private static final int FIELD_SEPARATOR_LENGTH = 4;

    private final InfluxDBVersion version;
    private final Precision precision;
    private final NameRule tagRule;
    private final RepeatedNames measurements;
    private final RepeatedNames tagKeys;
    private final RepeatedNames fieldKeys;
    private final FieldValueEncoder values;

    /**
     * An encoder.
     *
     * @param version the family of the server, on which the right bytes depend
     * @param precision the unit of the times, which has to go with the request; coarser times are
     *     rounded down
     */
    public LineProtocolEncoder(InfluxDBVersion version, Precision precision) {
        this.version = version;
        this.precision = precision;
        this.tagRule = NameRule.tag(version);
        this.measurements = new RepeatedNames(NameRule.measurement(version));
        this.tagKeys = new RepeatedNames(tagRule);
        this.fieldKeys = new RepeatedNames(NameRule.fieldKey(version));
        this.values = new FieldValueEncoder(version);
    }

    /**
     * Adds the line of a point, with a line feed at its end.
     *
     * @throws UnencodablePointException if the server cannot carry the point; the buffer is as it
     *     was
     */
    public void encode(Point point, LineBuffer out) throws UnencodablePointException {
        if (!point.hasTime()) {
            throw PointPart.POINT.refused(version, point, "", null, "has no time");
        }
        encode(point, point.timestamp(), out);
    }

    /**
     * Adds the line of a point at a time that comes from elsewhere, whether the point has one or
     * not.
     *
     * @param timestamp in nanoseconds since 1970
     * @throws UnencodablePointException if the server cannot carry the point; the buffer is as it
     *     was
     */
    public void encode(Point point, long timestamp, LineBuffer out)
            throws UnencodablePointException {
        int start = out.size();
        boolean done = false;
        try {
            putSeries(point, out);
            putFields(point, out, out.size() - start);
            putTime(point, timestamp, out);
            checkEnd(point, out, start);
            done = true;
        } finally {
            if (!done) {
                out.truncate(start);
            }
        }
    }

    /**
     * Adds what tells a point from all others, as its line would: measurement, tags and time, but
     * no fields, with a line feed at its end. {@link PointKey#parse} reads it.
     *
     * @param timestamp in nanoseconds since 1970
     * @throws UnencodablePointException if there can be no such point on the server; the buffer is
     *     as it was
     */
    public void encodeKey(Point point, long timestamp, LineBuffer out)
            throws UnencodablePointException {
        int start = out.size();
        boolean done = false;
        try {
            putSeries(point, out);
            putTime(point, timestamp, out);
            done = true;
        } finally {
            if (!done) {
                out.truncate(start);
            }
        }
    }

    private void putSeries(Point point, LineBuffer out) throws UnencodablePointException {
        putName(measurements, 0, point, PointPart.MEASUREMENT, point.measurement(), out);
        for (int i = 0; i < point.tagCount(); i++) {
            String key = point.tagKey(i);
            out.put(',');
            putName(tagKeys, i, point, PointPart.TAG_KEY, key, out);
            if (isReservedTag(key)) {
                throw PointPart.TAG_KEY.refused(
                        version, point, key, key, "is a name that the server reserves");
            }
            out.put('=');
            String refusal = tagRule.append(point.tagValue(i), out);
            if (refusal != null) {
                throw PointPart.TAG_VALUE.refused(version, point, key, point.tagValue(i), refusal);
            }
        }
    }

    private boolean isReservedTag(String key) {
        return switch (key) {
            case "time" -> true;
            case "\0", "_field", "_measurement" -> version == InfluxDBVersion.V2;
            case "__chunk_order" -> version == InfluxDBVersion.V3;
            default -> false;
        };
    }

    private boolean isReservedColumn(String key) {
        return key.equals("time") || version == InfluxDBVersion.V3 && key.equals("__chunk_order");
    }

    private void putFields(Point point, LineBuffer out, int seriesLength)
            throws UnencodablePointException {
        if (point.fieldCount() == 0) {
            throw PointPart.POINT.refused(
                    version, point, "", null, "has no field; a point needs one");
        }
        for (int i = 0; i < point.fieldCount(); i++) {
            String key = point.fieldKey(i);
            out.put(i == 0 ? ' ' : ',');
            int keyStart = out.size();
            putName(fieldKeys, i, point, PointPart.FIELD_KEY, key, out);
            checkFieldKey(point, key, seriesLength, out.size() - keyStart);
            out.put('=');
            values.put(point, key, point.fieldValue(i), out);
        }
    }

    private void checkFieldKey(Point point, String key, int seriesLength, int keyLength)
            throws UnencodablePointException {
        if (isReservedColumn(key)) {
            throw PointPart.FIELD_KEY.refused(
                    version, point, key, key, "is a name that the server reserves");
        }
        int length = seriesLength + FIELD_SEPARATOR_LENGTH + keyLength;
        if (version != InfluxDBVersion.V3 && length > MAX_KEY_LENGTH) {
            throw PointPart.FIELD_KEY.refused(
                    version,
                    point,
                    key,
                    key,
                    "makes a key of "
                            + length
                            + " bytes with measurement and tags; the server takes "
                            + MAX_KEY_LENGTH);
        }
        if (version == InfluxDBVersion.V3 && hasTag(point, key)) {
            throw PointPart.FIELD_KEY.refused(version, point, key, key, "is also the key of a tag");
        }
    }

    private static boolean hasTag(Point point, String key) {
        for (int i = 0; i < point.tagCount(); i++) {
            if (point.tagKey(i).equals(key)) {
                return true;
            }
        }
        return false;
    }

    private void putTime(Point point, long time, LineBuffer out) throws UnencodablePointException {
        long units = Math.floorDiv(time, precision.nanos());
        boolean fits =
                version == InfluxDBVersion.V3
                        ? units >= Long.MIN_VALUE / precision.nanos()
                        : time <= EpochNanos.MAX
                                && time >= EpochNanos.MIN
                                // Rounding down may leave the range.
                                && units >= -(EpochNanos.MAX / precision.nanos());
        if (!fits) {
            throw PointPart.POINT.refused(
                    version,
                    point,
                    "",
                    null,
                    "has the time "
                            + time
                            + " ns, which is outside the server's range in the precision "
                            + precision);
        }
        out.put(' ');
        out.putLong(units);
        out.put('\n');
    }

    /** No server but 1.8 and 2.x, and no line without a backslash in a tag, ends elsewhere. */
    private void checkEnd(Point point, LineBuffer out, int start) throws UnencodablePointException {
        if (!tagRule.sawBackslash() || version == InfluxDBVersion.V3) {
            return;
        }
        int suspect = tagWithBackslash(point);
        if (suspect >= 0 && !LineScan.endsAt(out.array(), start, out.size())) {
            throw PointPart.TAG_VALUE.refused(
                    version,
                    point,
                    point.tagKey(suspect),
                    point.tagValue(suspect),
                    "or its key holds a backslash before a space, which together with quotes or"
                            + " commas elsewhere makes this server misread where the line ends");
        }
    }

    private static int tagWithBackslash(Point point) {
        for (int i = 0; i < point.tagCount(); i++) {
            if (point.tagValue(i).indexOf('\\') >= 0 || point.tagKey(i).indexOf('\\') >= 0) {
                return i;
            }
        }
        return -1;
    }

    private void putName(
            RepeatedNames names,
            int position,
            Point point,
            PointPart part,
            String name,
            LineBuffer out)
            throws UnencodablePointException {
        String refusal = name.isEmpty() ? "is empty" : names.append(position, name, out);
        if (refusal != null) {
            throw part.refused(
                    version, point, part == PointPart.MEASUREMENT ? "" : name, name, refusal);
        }
    }
}
