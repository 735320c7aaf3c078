/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.model.MemberRules;
import org.apache.flink.connector.influxdb.model.ObjectMember;

import javax.annotation.Nullable;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/**
 * How the members of a class are read: those of a record by its accessors, those of a POJO from its
 * fields or getters, found by Flink's rules of POJOs. Only what is public is used. Everything is
 * looked up once.
 */
final class ObjectReader {

    private static final MethodHandles.Lookup PUBLIC = MethodHandles.publicLookup();
    private static final MethodType ANY = MethodType.methodType(Object.class, Object.class);

    private final Class<?> type;
    private final List<ObjectMember> members;
    private final List<MethodHandle> getters;

    private ObjectReader(Class<?> type, List<ObjectMember> members, List<MethodHandle> getters) {
        this.type = type;
        this.members = members;
        this.getters = getters;
    }

    /**
     * Looks a class up.
     *
     * @param tags columns that are tags, beside those that say so themselves
     * @throws IllegalArgumentException that names every fault of the class
     */
    static ObjectReader of(Class<?> type, List<String> tags) {
        MemberRules rules = new MemberRules(type, MemberRules.Use.WRITE, tags);
        List<MethodHandle> getters = new ArrayList<>();
        if (type.isRecord()) {
            for (RecordComponent component : type.getRecordComponents()) {
                if (rules.add(component.getName(), component.getGenericType(), component)) {
                    getters.add(getter(component.getAccessor(), rules));
                }
            }
        } else {
            for (Field field : MemberRules.fields(type)) {
                if (rules.add(field.getName(), field.getGenericType(), field)) {
                    getters.add(getter(type, field, rules));
                }
            }
        }
        rules.check();
        rules.throwIfAny();
        return new ObjectReader(type, rules.members(), getters);
    }

    @Nullable
    private static MethodHandle getter(Class<?> type, Field field, MemberRules rules) {
        if (Modifier.isPublic(field.getModifiers())) {
            try {
                return PUBLIC.unreflectGetter(field).asType(ANY);
            } catch (IllegalAccessException e) {
                rules.fault("field '" + field.getName() + "' cannot be read: " + e.getMessage());
                return null;
            }
        }
        for (Method method : type.getMethods()) {
            if (isGetter(method, field)) {
                return getter(method, rules);
            }
        }
        rules.fault(
                "field '"
                        + field.getName()
                        + "' is neither public, nor has it a public getter; make it transient if"
                        + " it is none of InfluxDB's");
        return null;
    }

    @Nullable
    private static MethodHandle getter(Method method, MemberRules rules) {
        try {
            return PUBLIC.unreflect(method).asType(ANY);
        } catch (IllegalAccessException e) {
            // The class is not public, which has been said.
            rules.fault("'" + method.getName() + "()' cannot be called: " + e.getMessage());
            return null;
        }
    }

    /** By Flink's rule, case and underscores do not count. */
    private static boolean isGetter(Method method, Field field) {
        String name = MemberRules.plain(field.getName());
        String called = MemberRules.plain(method.getName());
        return (called.equals("get" + name) || called.equals("is" + name) || called.equals(name))
                && !Modifier.isStatic(method.getModifiers())
                && method.getParameterCount() == 0
                && method.getReturnType() == field.getType();
    }

    /** The members, in the order of their positions. */
    List<ObjectMember> members() {
        return members;
    }

    /** The value of the member at this position, or null. */
    @Nullable
    Object value(Object record, int position) {
        try {
            return (Object) getters.get(position).invokeExact(record);
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(
                    "'"
                            + members.get(position).name()
                            + "' of a "
                            + type.getName()
                            + " cannot be read: "
                            + e,
                    e);
        }
    }
}
