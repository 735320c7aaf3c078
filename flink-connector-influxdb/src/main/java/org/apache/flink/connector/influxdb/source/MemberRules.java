/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.GenericTypeInfo;
import org.apache.flink.connector.influxdb.model.InfluxDBColumn;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which member of a class stands for what, and all that is wrong with the class. */
final class MemberRules {

    private static final String TIME = "time";

    private final Class<?> type;
    private final List<ObjectMember> members = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final boolean isUsable;
    private boolean hasTime;
    private int maybeTime = -1;

    MemberRules(Class<?> type) {
        this.type = type;
        if (!Modifier.isPublic(type.getModifiers())) {
            fault("it is not public, as Flink wants a record or POJO to be");
        }
        if (type.isInterface() || Modifier.isAbstract(type.getModifiers()) || type.isEnum()) {
            fault("it is no class that objects can be made of");
        } else if (type.isMemberClass() && !Modifier.isStatic(type.getModifiers())) {
            fault("it is an inner class; make it static");
        }
        this.isUsable = faults.isEmpty();
    }

    /** Whether it is worth looking for a constructor. */
    boolean isUsable() {
        return isUsable;
    }

    void fault(String fault) {
        faults.add(fault);
    }

    /** Takes a member in; false if nothing can be read into it. */
    boolean add(String name, Type declared, AnnotatedElement annotated) {
        Class<?> raw = raw(declared);
        InfluxDBColumn column = annotated.getAnnotation(InfluxDBColumn.class);
        if (column != null) {
            return addNamed(name, raw, column.value());
        }
        if (name.equals(TIME)) {
            return addTime(name, raw);
        }
        if (name.equals("measurement") && raw == String.class) {
            return members.add(new ObjectMember(name, raw, ObjectMember.Kind.MEASUREMENT, ""));
        }
        if (name.equals("tags") && isMapOfStrings(declared)) {
            return members.add(new ObjectMember(name, raw, ObjectMember.Kind.TAGS, ""));
        }
        if (name.equals("timestamp") && TimeConversion.to(raw).isPresent()) {
            maybeTime = members.size();
        }
        return addColumn(name, raw, name);
    }

    private boolean addNamed(String name, Class<?> raw, String column) {
        if (column.isBlank()) {
            fault("the @InfluxDBColumn of '" + name + "' is blank");
            return false;
        }
        return column.equals(TIME) ? addTime(name, raw) : addColumn(name, raw, column);
    }

    private boolean addTime(String name, Class<?> raw) {
        if (TimeConversion.to(raw).isEmpty()) {
            fault(
                    "'"
                            + name
                            + "' is the time and cannot be a "
                            + raw.getSimpleName()
                            + "; use Instant, LocalDateTime (in UTC) or long (nanoseconds since"
                            + " 1970)");
            return false;
        }
        hasTime = true;
        return members.add(new ObjectMember(name, raw, ObjectMember.Kind.TIME, ""));
    }

    private boolean addColumn(String name, Class<?> raw, String column) {
        if (ValueConversion.to(raw).isEmpty() && TimeConversion.to(raw).isEmpty()) {
            fault(
                    "'"
                            + name
                            + "': no value of InfluxDB becomes a "
                            + raw.getSimpleName()
                            + "; use String, boolean, long, int, short, byte, double, float,"
                            + " BigInteger, a boxed one of them, or for times Instant or"
                            + " LocalDateTime");
            return false;
        }
        return members.add(new ObjectMember(name, raw, ObjectMember.Kind.COLUMN, column));
    }

    private static Class<?> raw(Type declared) {
        if (declared instanceof Class<?> plain) {
            return plain;
        }
        return declared instanceof ParameterizedType generic
                ? (Class<?>) generic.getRawType()
                : Object.class;
    }

    private static boolean isMapOfStrings(Type declared) {
        return declared instanceof ParameterizedType generic
                && generic.getRawType() == Map.class
                && Arrays.equals(
                        generic.getActualTypeArguments(), new Type[] {String.class, String.class});
    }

    /** The members, in the order in which they were taken in. */
    List<ObjectMember> members() {
        if (maybeTime >= 0 && !hasTime) {
            ObjectMember timestamp = members.get(maybeTime);
            hasTime = true;
            members.set(
                    maybeTime,
                    new ObjectMember(
                            timestamp.name(), timestamp.type(), ObjectMember.Kind.TIME, ""));
        }
        return List.copyOf(members);
    }

    /** Fails if anything is wrong. */
    void finish() {
        Map<String, String> nameOfSource = new HashMap<>();
        for (ObjectMember member : members) {
            String other = nameOfSource.put(member.source(), member.name());
            if (other != null) {
                fault("'" + other + "' and '" + member.name() + "' are both " + member.source());
            }
        }
        if (members.isEmpty() && faults.isEmpty()) {
            fault("it has no member to read a column into");
        }
        if (faults.isEmpty() && TypeInformation.of(type) instanceof GenericTypeInfo) {
            fault(
                    "Flink takes it for no POJO, so it would be serialized by Kryo: each field must"
                            + " be public, or have a public getter and setter");
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(
                    "No rows of InfluxDB can become objects of "
                            + type.getName()
                            + ":\n  - "
                            + String.join("\n  - ", faults));
        }
    }
}
