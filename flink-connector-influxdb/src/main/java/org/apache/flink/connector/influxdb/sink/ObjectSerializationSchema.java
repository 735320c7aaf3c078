/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.connector.influxdb.model.ObjectMember;
import org.apache.flink.connector.influxdb.model.ObjectMember.Kind;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.util.Collector;

import javax.annotation.Nullable;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** Makes a point of each object of a class, whose members are named as the columns. */
final class ObjectSerializationSchema<T> implements InfluxDBSerializationSchema<T> {

    private static final long serialVersionUID = 1L;

    private final Class<T> type;
    @Nullable private final String measurement;

    @SuppressWarnings("serial") // List.copyOf makes serializable ones.
    private final List<String> tags;

    @Nullable private transient ObjectReader reader;

    /**
     * A schema.
     *
     * @param measurement of objects that do not say theirs; null if all do
     * @param tags columns that are tags, beside those that say so themselves
     */
    ObjectSerializationSchema(Class<T> type, @Nullable String measurement, List<String> tags) {
        this.type = type;
        this.measurement = measurement;
        this.tags = List.copyOf(tags);
        this.reader = ObjectReader.of(type, this.tags);
        if (measurement == null && position(Kind.MEASUREMENT) < 0) {
            throw new IllegalArgumentException(
                    type.getName()
                            + " has no member 'String measurement'. Add one, or give the name with"
                            + " of(Class, measurement)");
        }
        if (measurement != null && measurement.isEmpty()) {
            throw new IllegalArgumentException("The measurement's name is empty");
        }
    }

    private int position(Kind kind) {
        List<ObjectMember> members = reader().members();
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).kind() == kind) {
                return i;
            }
        }
        return -1;
    }

    private ObjectReader reader() {
        if (reader == null) {
            reader = ObjectReader.of(type, tags);
        }
        return reader;
    }

    @Override
    public void serialize(T record, SinkWriter.Context context, Collector<Point> out)
            throws RejectedRecordException {
        if (record == null) {
            throw new RejectedRecordException("null", "The record is null, and so is no point.");
        }
        List<ObjectMember> members = reader().members();
        Point point = Point.measurement(measurement(record));
        // Tags first: what they hold is no field besides.
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).kind() != Kind.COLUMN) {
                put(point, members.get(i), reader().value(record, i), record);
            }
        }
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).kind() == Kind.COLUMN) {
                putField(point, members.get(i).column(), reader().value(record, i), record);
            }
        }
        out.collect(point);
    }

    private String measurement(T record) throws RejectedRecordException {
        int position = position(Kind.MEASUREMENT);
        Object own = position < 0 ? null : reader().value(record, position);
        if (own != null) {
            return (String) own;
        }
        if (measurement == null) {
            throw rejected(
                    record,
                    "'measurement' is null, so that nobody knows where the point goes; give a name"
                            + " for such records with of(Class, measurement)",
                    null);
        }
        return measurement;
    }

    private void put(Point point, ObjectMember member, @Nullable Object value, T record)
            throws RejectedRecordException {
        if (value == null) {
            return;
        }
        switch (member.kind()) {
            case TIME -> putTime(point, value, record);
            case TAG -> putTag(point, member.column(), (String) value, record);
            case TAGS -> putTags(point, (Map<?, ?>) value, record);
            case MEASUREMENT, COLUMN -> {
                // Put elsewhere.
            }
        }
    }

    private void putTags(Point point, Map<?, ?> tags, T record) throws RejectedRecordException {
        for (Map.Entry<?, ?> tag : tags.entrySet()) {
            if (tag.getKey() == null) {
                throw rejected(record, "'tags' holds a tag without a name", null);
            }
            putTag(point, (String) tag.getKey(), (String) tag.getValue(), record);
        }
    }

    private void putTime(Point point, Object value, T record) throws RejectedRecordException {
        try {
            if (value instanceof Long nanos) {
                point.time(nanos);
            } else if (value instanceof Instant time) {
                point.time(time);
            } else {
                point.time(((LocalDateTime) value).toInstant(ZoneOffset.UTC));
            }
        } catch (ArithmeticException e) {
            throw rejected(record, e.getMessage(), e);
        }
    }

    /** All tags of a point, and one of them, may both be members, and then must say the same. */
    private void putTag(Point point, String key, @Nullable String value, T record)
            throws RejectedRecordException {
        if (value == null || value.isEmpty()) {
            return;
        }
        String other = tag(point, key);
        if (other != null && !other.equals(value)) {
            throw rejected(
                    record,
                    "tag '" + key + "' is said to be '" + other + "' and '" + value + "'",
                    null);
        }
        point.tag(key, value);
    }

    /**
     * A field, unless it is the text of the tag of its name: a member that is read from the tag is
     * not told from one that is read from the field.
     */
    private void putField(Point point, String key, @Nullable Object value, T record)
            throws RejectedRecordException {
        if (value instanceof String text) {
            if (!text.equals(tag(point, key))) {
                point.field(key, text);
            }
        } else if (value instanceof Boolean flag) {
            point.field(key, flag);
        } else {
            try {
                point.field(key, (Number) value);
            } catch (IllegalArgumentException e) {
                throw rejected(record, e.getMessage(), e);
            }
        }
    }

    @Nullable
    private static String tag(Point point, String key) {
        for (int i = 0; i < point.tagCount(); i++) {
            if (point.tagKey(i).equals(key)) {
                return point.tagValue(i);
            }
        }
        return null;
    }

    private RejectedRecordException rejected(T record, String what, @Nullable Exception cause) {
        return new RejectedRecordException(
                record.toString(),
                "No point can be made of a " + type.getName() + ": " + what + ".",
                cause);
    }
}
