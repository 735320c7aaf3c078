/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.GenericTypeInfo;
import org.apache.flink.connector.influxdb.model.MemberRules;
import org.apache.flink.connector.influxdb.model.ObjectMember;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How objects of a class are made: a record by its canonical constructor, a POJO by its constructor
 * without parameters and then its fields or setters, found by Flink's rules of POJOs. Only what is
 * public is used. Everything is looked up once.
 */
final class ObjectClass<T> {

    private static final MethodHandles.Lookup PUBLIC = MethodHandles.publicLookup();

    private final Class<T> type;
    private final List<ObjectMember> members;
    private final MethodHandle constructor;
    private final List<MethodHandle> setters;

    private ObjectClass(
            Class<T> type,
            List<ObjectMember> members,
            MethodHandle constructor,
            List<MethodHandle> setters) {
        this.type = type;
        this.members = members;
        this.constructor = constructor;
        this.setters = setters;
    }

    /**
     * Looks a class up.
     *
     * @throws IllegalArgumentException that names every fault of the class
     */
    static <T> ObjectClass<T> of(Class<T> type) {
        MemberRules rules = new MemberRules(type, MemberRules.Use.READ, List.of());
        ObjectClass<T> made = type.isRecord() ? ofRecord(type, rules) : ofPojo(type, rules);
        if (rules.check() && TypeInformation.of(type) instanceof GenericTypeInfo) {
            rules.fault(
                    "Flink takes it for no POJO, so it would be serialized by Kryo: each field must"
                            + " be public, or have a public getter and setter");
        }
        rules.throwIfAny();
        return made;
    }

    private static <T> ObjectClass<T> ofRecord(Class<T> type, MemberRules rules) {
        RecordComponent[] components = type.getRecordComponents();
        for (RecordComponent component : components) {
            rules.add(component.getName(), component.getGenericType(), component);
        }
        MethodHandle constructor = null;
        if (rules.isUsable()) {
            Class<?>[] types =
                    Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new);
            try {
                constructor =
                        PUBLIC.findConstructor(type, MethodType.methodType(void.class, types))
                                .asSpreader(Object[].class, types.length)
                                .asType(MethodType.methodType(Object.class, Object[].class));
            } catch (ReflectiveOperationException e) {
                rules.fault("its constructor cannot be called: " + e.getMessage());
            }
        }
        return new ObjectClass<>(type, rules.members(), constructor, List.of());
    }

    private static <T> ObjectClass<T> ofPojo(Class<T> type, MemberRules rules) {
        MethodHandle constructor = null;
        List<MethodHandle> setters = new ArrayList<>();
        if (rules.isUsable()) {
            try {
                constructor =
                        PUBLIC.findConstructor(type, MethodType.methodType(void.class))
                                .asType(MethodType.methodType(Object.class));
            } catch (ReflectiveOperationException e) {
                rules.fault("it has no public constructor without parameters");
            }
        }
        for (Field field : MemberRules.fields(type)) {
            if (rules.add(field.getName(), field.getGenericType(), field)) {
                setters.add(setter(type, field, rules));
            }
        }
        return new ObjectClass<>(type, rules.members(), constructor, setters);
    }

    private static MethodHandle setter(Class<?> type, Field field, MemberRules rules) {
        try {
            MethodHandle setter = null;
            if (Modifier.isPublic(field.getModifiers())) {
                if (!Modifier.isFinal(field.getModifiers())) {
                    setter = PUBLIC.unreflectSetter(field);
                }
            } else {
                for (Method method : type.getMethods()) {
                    if (isSetter(method, field)) {
                        setter = PUBLIC.unreflect(method);
                    }
                }
            }
            if (setter != null) {
                return setter.asType(MethodType.methodType(void.class, Object.class, Object.class));
            }
            rules.fault(
                    "field '"
                            + field.getName()
                            + "' is neither public and not final, nor has it a public setter; make"
                            + " it transient if it is none of InfluxDB's");
        } catch (IllegalAccessException e) {
            rules.fault("field '" + field.getName() + "' cannot be set: " + e.getMessage());
        }
        return null;
    }

    /** By Flink's rule, case and underscores do not count. */
    private static boolean isSetter(Method method, Field field) {
        String name = MemberRules.plain(field.getName());
        String called = MemberRules.plain(method.getName());
        return (called.equals("set" + name)
                        || name.startsWith("is") && called.equals("set" + name.substring(2)))
                && !Modifier.isStatic(method.getModifiers())
                && method.getParameterCount() == 1
                && method.getParameterTypes()[0] == field.getType();
    }

    /** What an object is made of, in the order of the values that {@link #create} takes. */
    List<ObjectMember> members() {
        return members;
    }

    /**
     * Makes an object.
     *
     * @param values of the members, each of its type; null for none, but not for a primitive
     * @throws IllegalArgumentException if the class itself refuses them
     */
    T create(Object[] values) {
        try {
            if (setters.isEmpty()) {
                return type.cast((Object) constructor.invokeExact(values));
            }
            Object made = (Object) constructor.invokeExact();
            for (int i = 0; i < values.length; i++) {
                setters.get(i).invokeExact(made, values[i]);
            }
            return type.cast(made);
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalArgumentException(
                    type.getName() + " refuses the values " + Arrays.toString(values) + ": " + e,
                    e);
        }
    }
}
