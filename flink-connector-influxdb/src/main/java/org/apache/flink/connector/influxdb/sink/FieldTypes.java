/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.ExactNumbers;
import org.apache.flink.connector.influxdb.model.MeasurementSchema;
import org.apache.flink.connector.influxdb.model.Point;

import javax.annotation.Nullable;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The types that the fields of a measurement have on the server. Not safe for threads. */
final class FieldTypes {

    /** What {@link #firstOther} says of a point whose fields all agree with the server. */
    static final int NONE = -1;

    /** The same, but the server does not list all of them. */
    static final int NONE_OF_THE_LISTED = -2;

    private final Map<String, ColumnType> types = new HashMap<>();
    private final Set<String> ofSeveralTypes = new HashSet<>();

    // The fields of the last point by their places, with their types here. Points of a measurement
    // are alike, down to the objects that are their keys.
    private final String[] lastFields = new String[16];
    private final ColumnType[] lastTypes = new ColumnType[lastFields.length];

    /** Types as the server lists them. A field with several, one per shard, may have any. */
    FieldTypes(MeasurementSchema schema) {
        schema.fields()
                .forEach(
                        (field, listed) -> {
                            if (listed.size() == 1) {
                                types.put(field, listed.iterator().next());
                            } else {
                                ofSeveralTypes.add(field);
                            }
                        });
    }

    /** The one type of a field that {@link #firstOther} found. */
    ColumnType of(String field) {
        return types.get(field);
    }

    /** The first field of a point that has one type here, and another in the point; or a NONE. */
    int firstOther(Point point) {
        int none = NONE;
        for (int i = 0; i < point.fieldCount(); i++) {
            String field = point.fieldKey(i);
            ColumnType listed = at(i, field);
            if (listed == null) {
                if (!ofSeveralTypes.contains(field)) {
                    none = NONE_OF_THE_LISTED;
                }
            } else if (listed != typeOf(point.fieldValue(i))) {
                return i;
            }
        }
        return none;
    }

    @Nullable
    private ColumnType at(int place, String field) {
        if (place >= lastFields.length) {
            return types.get(field);
        }
        if (lastFields[place] != field) {
            lastFields[place] = field;
            lastTypes[place] = types.get(field);
        }
        return lastTypes[place];
    }

    /**
     * The point with its integers as floats, where floats are expected and hold them exactly; the
     * same point if there are none. The point itself may belong to somebody else by now.
     */
    Point widened(Point point) {
        boolean isWidened = false;
        Point copy = Point.measurement(point.measurement());
        for (int i = 0; i < point.fieldCount(); i++) {
            String field = point.fieldKey(i);
            Object value = point.fieldValue(i);
            if (types.get(field) == ColumnType.FLOAT && isExactAsFloat(value)) {
                isWidened = true;
                copy.field(field, ((Number) value).doubleValue());
            } else if (value instanceof Number number) {
                copy.field(field, number);
            } else if (value instanceof Boolean flag) {
                copy.field(field, flag);
            } else {
                copy.field(field, (String) value);
            }
        }
        if (!isWidened) {
            return point;
        }
        for (int i = 0; i < point.tagCount(); i++) {
            copy.tag(point.tagKey(i), point.tagValue(i));
        }
        return point.hasTime() ? copy.time(point.timestamp()) : copy;
    }

    private static boolean isExactAsFloat(Object value) {
        return (value instanceof Long || value instanceof BigInteger)
                && ExactNumbers.isExact((Number) value, ((Number) value).doubleValue());
    }

    /** The type that a value has on the wire. */
    static ColumnType typeOf(Object value) {
        if (value instanceof Double) {
            return ColumnType.FLOAT;
        }
        if (value instanceof Long) {
            return ColumnType.INTEGER;
        }
        if (value instanceof String) {
            return ColumnType.STRING;
        }
        return value instanceof Boolean ? ColumnType.BOOLEAN : ColumnType.UNSIGNED;
    }
}
