/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.apache.flink.connector.influxdb.model.ColumnRole;
import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.ObjectMember;
import org.apache.flink.connector.influxdb.model.RowLayout;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.annotation.Nullable;

import java.io.IOException;
import java.lang.invoke.MethodType;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rows as objects of a class, whose members are named as the columns. */
final class ObjectDeserializationSchema<T> implements InfluxDBDeserializationSchema<T> {

    private static final Logger LOG = LoggerFactory.getLogger(ObjectDeserializationSchema.class);

    private static final long serialVersionUID = 1L;

    private static final int NONE = -1;

    private final Class<T> type;

    private transient ObjectClass<T> objects;
    private transient Set<String> unknown;
    // What follows belongs to the layout of the last row.
    @Nullable private transient RowLayout layout;
    private transient int[] positions;
    private transient ValueConversion[] conversions;

    ObjectDeserializationSchema(Class<T> type) {
        this.type = type;
        this.objects = ObjectClass.of(type);
    }

    @Override
    public T deserialize(InfluxDBRow row) throws IOException {
        if (row.layout() != layout) {
            prepare(row.layout());
        }
        List<ObjectMember> members = objects.members();
        Object[] values = new Object[members.size()];
        for (int i = 0; i < values.length; i++) {
            ObjectMember member = members.get(i);
            Object value = value(row, member, positions[i]);
            if (value != null) {
                values[i] = convert(value, member, conversions[i]);
            } else if (member.type().isPrimitive()) {
                throw missing(member);
            }
        }
        return objects.create(values);
    }

    private void prepare(RowLayout next) {
        if (objects == null) {
            objects = ObjectClass.of(type);
        }
        if (unknown == null) {
            unknown = new HashSet<>();
        }
        List<ObjectMember> members = objects.members();
        positions = new int[members.size()];
        conversions = new ValueConversion[positions.length];
        for (int i = 0; i < positions.length; i++) {
            ObjectMember member = members.get(i);
            positions[i] = position(member, next);
            conversions[i] = conversion(member, positions[i], next);
        }
        layout = next;
    }

    private int position(ObjectMember member, RowLayout in) {
        switch (member.kind()) {
            case COLUMN, TAG -> {
                int position =
                        member.kind() == ObjectMember.Kind.TAG
                                ? in.tagPosition(member.column())
                                : in.position(member.column());
                if (position == NONE && unknown.add(member.column())) {
                    LOG.warn(
                            "'{}' of {} has no value in rows without a {}. These have {}",
                            member.name(),
                            type.getName(),
                            member.source(),
                            in);
                }
                return position;
            }
            case MEASUREMENT -> {
                for (int i = 0; i < in.size(); i++) {
                    if (in.column(i).role() == ColumnRole.MEASUREMENT) {
                        return i;
                    }
                }
                return NONE;
            }
            default -> {
                return NONE;
            }
        }
    }

    private static ValueConversion conversion(ObjectMember member, int position, RowLayout in) {
        boolean isTime =
                member.kind() == ObjectMember.Kind.TIME
                        || position != NONE && in.column(position).type() == ColumnType.TIME;
        if (member.kind() == ObjectMember.Kind.TAGS) {
            return tags -> tags;
        }
        return (isTime ? TimeConversion.to(member.type()) : ValueConversion.to(member.type()))
                .orElse(
                        value -> {
                            throw new IllegalArgumentException(
                                    isTime
                                            ? "it is a time; use Instant, LocalDateTime or long"
                                            : "it is no time to InfluxDB; use String or long");
                        });
    }

    @Nullable
    private static Object value(InfluxDBRow row, ObjectMember member, int position) {
        return switch (member.kind()) {
            case TIME -> row.hasTimestamp() ? (Long) row.timestamp() : null;
            case TAGS -> row.tags();
            case MEASUREMENT, TAG, COLUMN -> position == NONE ? null : row.get(position);
        };
    }

    private Object convert(Object value, ObjectMember member, ValueConversion conversion)
            throws IOException {
        try {
            return conversion.convert(value);
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    at(member)
                            + " holds "
                            + (value instanceof String ? "'" + value + "'" : value)
                            + ", which does not fit '"
                            + member
                            + "': "
                            + e.getMessage(),
                    e);
        }
    }

    private IOException missing(ObjectMember member) {
        return new IOException(
                at(member)
                        + " has no value, which '"
                        + member
                        + "' cannot hold. Declare it as "
                        + boxed(member)
                        + ", which is null then"
                        + (member.kind() == ObjectMember.Kind.TIME
                                ? ", or let the query answer with a time"
                                : ""));
    }

    private static String boxed(ObjectMember member) {
        return MethodType.methodType(member.type()).wrap().returnType().getSimpleName();
    }

    private String at(ObjectMember member) {
        return type.getName() + "." + member.name() + ": " + member.source();
    }

    /** Flink's own, but that it would leave a LocalDateTime in a POJO to Kryo. */
    @Override
    public TypeInformation<T> getProducedType() {
        TypeInformation<T> extracted = TypeInformation.of(type);
        if (!(extracted instanceof PojoTypeInfo<T> pojo)) {
            return extracted;
        }
        Map<String, TypeInformation<?>> fields = new HashMap<>();
        for (String name : pojo.getFieldNames()) {
            TypeInformation<?> field = pojo.getTypeAt(pojo.getFieldIndex(name));
            fields.put(
                    name,
                    field.getTypeClass() == LocalDateTime.class ? Types.LOCAL_DATE_TIME : field);
        }
        return Types.POJO(type, fields);
    }
}
