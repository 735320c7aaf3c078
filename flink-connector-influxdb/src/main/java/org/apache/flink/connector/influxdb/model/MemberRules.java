/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.model;

import org.apache.flink.annotation.Internal;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which member of a class stands for what, and all that is wrong with the class. The same for
 * reading and for writing, so that what is read can be written again.
 */
@Internal
public final class MemberRules {

    private static final String TIME = "time";

    private static final Set<Class<?>> VALUE_TYPES =
            Set.of(
                    String.class,
                    boolean.class,
                    Boolean.class,
                    long.class,
                    Long.class,
                    int.class,
                    Integer.class,
                    short.class,
                    Short.class,
                    byte.class,
                    Byte.class,
                    double.class,
                    Double.class,
                    float.class,
                    Float.class,
                    BigInteger.class);

    private static final Set<Class<?>> TIME_TYPES =
            Set.of(long.class, Long.class, Instant.class, LocalDateTime.class);

    /** What the members are for. */
    @Internal
    public enum Use {
        /** Values are read into them: a column may be a time, as a query may answer with one. */
        READ("No rows of InfluxDB can become objects of ", "no value of InfluxDB becomes a "),
        /** Values are written from them. */
        WRITE("No points of InfluxDB can be made of objects of ", "InfluxDB has no type for a ");

        private final String all;
        private final String one;

        Use(String all, String one) {
            this.all = all;
            this.one = one;
        }
    }

    private final Class<?> type;
    private final Use use;
    private final Set<String> tagNames;
    private final Set<String> unknownTags;
    private final List<ObjectMember> members = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final boolean isUsable;
    private boolean hasTime;
    private int maybeTime = -1;

    /**
     * Rules without a member yet.
     *
     * @param tagNames columns that are tags without saying so themselves
     */
    public MemberRules(Class<?> type, Use use, Collection<String> tagNames) {
        this.type = type;
        this.use = use;
        this.tagNames = Set.copyOf(tagNames);
        this.unknownTags = new LinkedHashSet<>(tagNames);
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

    /** The fields of a POJO that may be members, those of the classes above it last. */
    public static List<Field> fields(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
            for (Field field : at.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())
                        && !Modifier.isTransient(field.getModifiers())) {
                    fields.add(field);
                }
            }
        }
        return fields;
    }

    /** A name as Flink compares those of fields, getters and setters. */
    public static String plain(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }

    /** Whether it is worth looking for constructors and accessors. */
    public boolean isUsable() {
        return isUsable;
    }

    /** Notes what is wrong. */
    public void fault(String fault) {
        faults.add(fault);
    }

    /** Takes a member in; false if it is wrong. */
    public boolean add(String name, Type declared, AnnotatedElement annotated) {
        Class<?> raw = raw(declared);
        InfluxDBColumn column = annotated.getAnnotation(InfluxDBColumn.class);
        if (column != null && !column.value().isEmpty()) {
            if (column.value().isBlank()) {
                fault("the @InfluxDBColumn of '" + name + "' is blank");
                return false;
            }
            return column.value().equals(TIME) && !column.tag()
                    ? addTime(name, raw)
                    : addColumn(name, raw, column.value(), column.tag());
        }
        if (column != null && column.tag() || tagNames.contains(name)) {
            return addColumn(name, raw, name, true);
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
        if (name.equals("timestamp") && TIME_TYPES.contains(raw)) {
            maybeTime = members.size();
        }
        return addColumn(name, raw, name, false);
    }

    private boolean addTime(String name, Class<?> raw) {
        if (!TIME_TYPES.contains(raw)) {
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

    private boolean addColumn(String name, Class<?> raw, String column, boolean isTag) {
        if (isTag || tagNames.contains(column)) {
            unknownTags.remove(column);
            if (raw != String.class) {
                fault(
                        "'"
                                + name
                                + "' is a tag and cannot be a "
                                + raw.getSimpleName()
                                + "; use"
                                + " String");
                return false;
            }
            return members.add(new ObjectMember(name, raw, ObjectMember.Kind.TAG, column));
        }
        // Whether a timestamp is the time is known at the end.
        boolean mayBeTime = use == Use.READ || members.size() == maybeTime;
        if (!VALUE_TYPES.contains(raw) && !(mayBeTime && TIME_TYPES.contains(raw))) {
            fault(
                    "'"
                            + name
                            + "': "
                            + use.one
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
    public List<ObjectMember> members() {
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

    /** Looks at the members together. Returns whether nothing is wrong so far. */
    public boolean check() {
        Map<String, String> nameOfSource = new HashMap<>();
        for (ObjectMember member : members()) {
            String other = nameOfSource.put(member.source(), member.name());
            if (other != null) {
                fault("'" + other + "' and '" + member.name() + "' are both " + member.source());
            }
            if (use == Use.WRITE
                    && member.kind() == ObjectMember.Kind.COLUMN
                    && !VALUE_TYPES.contains(member.type())) {
                fault("'" + member.name() + "': " + use.one + member.type().getSimpleName());
            }
        }
        for (String tag : unknownTags) {
            fault("it has no member for the tag '" + tag + "'");
        }
        if (members.isEmpty() && faults.isEmpty()) {
            fault("it has no member that stands for a column");
        }
        return faults.isEmpty();
    }

    /**
     * Fails if anything is wrong.
     *
     * @throws IllegalArgumentException that names every fault of the class
     */
    public void throwIfAny() {
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(
                    use.all + type.getName() + ":\n  - " + String.join("\n  - ", faults));
        }
    }
}
