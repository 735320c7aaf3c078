/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.NamePattern;
import org.apache.flink.connector.influxdb.model.TimeFormat;

import javax.annotation.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A mapping of JSON objects to points, taken apart and checked.
 *
 * @param measurement the name, or what it is made of
 * @param tags the members that are tags
 * @param fields the members that are fields; null for all that are nothing else
 * @param types of fields, where they are given
 * @param time the member and the format of the time; null for the time of the Flink record
 * @param constantTags tags of all points
 * @param options what is said once
 */
record JsonPlan(
        NamePattern measurement,
        List<String> tags,
        @Nullable List<String> fields,
        Map<String, ColumnType> types,
        @Nullable Time time,
        Map<String, String> constantTags,
        Options options) {

    static final String MEASUREMENT = "measurement";
    static final String TAGS = "tags";
    static final String FIELDS = "fields";
    static final String TYPE = "type.";
    static final String NUMBERS = "numbers";
    static final String TIME = "time";
    static final String TIME_FORMAT = "time.format";
    static final String CONSTANT_TAG = "constant-tag.";
    static final String SEPARATOR = "separator";
    static final String MISSING = "missing";

    static final String AS_FLOATS = "float";
    static final String LEAVE_OUT = "leave-out";
    static final String DELIMITER = ";";

    private static final List<String> KEYS =
            List.of(MEASUREMENT, TAGS, FIELDS, NUMBERS, TIME, TIME_FORMAT, SEPARATOR, MISSING);

    /**
     * The time of a point.
     *
     * @param member where it is
     * @param format how it is written
     */
    record Time(String member, TimeFormat format) {}

    /**
     * What is said once.
     *
     * @param separator between the names of what is flattened
     * @param numbersAreFloats or are what they are written as
     * @param leavesOutMissing or rejects the record
     */
    record Options(String separator, boolean numbersAreFloats, boolean leavesOutMissing) {}

    /**
     * The plan of these settings.
     *
     * @throws IllegalArgumentException that names everything which is wrong
     */
    static JsonPlan of(Map<String, String> settings) {
        return new Parser(settings).plan();
    }

    static void throwIfAny(List<String> faults) {
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(
                    "The mapping of JSON to points is not right:\n  - "
                            + String.join("\n  - ", faults));
        }
    }

    /** The name of a constant in settings. */
    static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The members that are no fields unless listed. */
    Set<String> taken() {
        Set<String> taken = new HashSet<>(tags);
        taken.addAll(measurement.places());
        if (time != null) {
            taken.add(time.member());
        }
        return taken;
    }

    /** Takes settings apart. */
    private static final class Parser {

        private final Map<String, String> settings;
        private final List<String> faults = new ArrayList<>();

        Parser(Map<String, String> settings) {
            this.settings = settings;
        }

        JsonPlan plan() {
            String measurement = settings.getOrDefault(MEASUREMENT, "");
            if (measurement.isEmpty()) {
                faults.add("'measurement' is missing: say where the points go");
            }
            checkKeys();
            List<String> tags = list(TAGS);
            List<String> fields = settings.containsKey(FIELDS) ? list(FIELDS) : null;
            if (fields != null && fields.isEmpty()) {
                faults.add("'fields' is empty, but a point needs one: name some, or leave it out");
            }
            JsonPlan plan =
                    new JsonPlan(
                            new NamePattern(measurement),
                            tags,
                            fields,
                            types(fields),
                            time(),
                            constantTags(),
                            options());
            checkTags(plan);
            throwIfAny(faults);
            return plan;
        }

        private void checkKeys() {
            for (Map.Entry<String, String> setting : settings.entrySet()) {
                String key = setting.getKey();
                if (!KEYS.contains(key) && !isNamed(key, TYPE) && !isNamed(key, CONSTANT_TAG)) {
                    faults.add(
                            "'"
                                    + key
                                    + "' is none of "
                                    + String.join(", ", KEYS)
                                    + ", type.MEMBER and constant-tag.NAME");
                }
            }
        }

        private static boolean isNamed(String key, String prefix) {
            return key.startsWith(prefix) && key.length() > prefix.length();
        }

        private List<String> list(String key) {
            List<String> names =
                    Arrays.stream(settings.getOrDefault(key, "").split(DELIMITER))
                            .map(String::strip)
                            .filter(name -> !name.isEmpty())
                            .toList();
            if (new HashSet<>(names).size() < names.size()) {
                faults.add("'" + key + "' names a member twice: " + names);
            }
            return names;
        }

        private Map<String, ColumnType> types(@Nullable List<String> fields) {
            Map<String, ColumnType> types = new LinkedHashMap<>();
            named(TYPE)
                    .forEach(
                            (member, name) -> {
                                ColumnType type = constant(TYPE + member, name, fieldTypes());
                                if (fields != null && !fields.contains(member)) {
                                    faults.add("'type." + member + "' is of none of the 'fields'");
                                }
                                types.put(member, type);
                            });
            return types;
        }

        private static List<ColumnType> fieldTypes() {
            return Arrays.stream(ColumnType.values())
                    .filter(type -> type != ColumnType.TIME)
                    .toList();
        }

        private Map<String, String> constantTags() {
            Map<String, String> constants = named(CONSTANT_TAG);
            constants.forEach(
                    (name, value) -> {
                        if (value.isEmpty()) {
                            faults.add("'constant-tag." + name + "' is empty");
                        }
                    });
            return constants;
        }

        private Map<String, String> named(String prefix) {
            Map<String, String> values = new LinkedHashMap<>();
            settings.forEach(
                    (key, value) -> {
                        if (isNamed(key, prefix)) {
                            values.put(key.substring(prefix.length()), value);
                        }
                    });
            return values;
        }

        @Nullable
        private Time time() {
            String member = settings.get(TIME);
            String format = settings.get(TIME_FORMAT);
            if (member == null) {
                if (format != null) {
                    faults.add("'time.format' is set, but not 'time': name the member");
                }
                return null;
            }
            if (member.isEmpty()) {
                faults.add("'time' is empty: name the member, or leave it out");
            }
            return new Time(
                    member,
                    format == null
                            ? TimeFormat.RFC_3339
                            : constant(TIME_FORMAT, format, List.of(TimeFormat.values())));
        }

        private Options options() {
            String separator = settings.getOrDefault(SEPARATOR, "_");
            if (separator.isEmpty()) {
                faults.add("'separator' is empty, so that 'ab' and 'c' would be 'a' and 'bc'");
            }
            return new Options(
                    separator,
                    isSecond(NUMBERS, "as-written", AS_FLOATS),
                    isSecond(MISSING, "reject", LEAVE_OUT));
        }

        private boolean isSecond(String key, String first, String second) {
            String value = settings.getOrDefault(key, first);
            if (!value.equals(first) && !value.equals(second)) {
                faults.add(
                        "'" + key + "' = '" + value + "' is none of " + first + " and " + second);
            }
            return value.equals(second);
        }

        @Nullable
        private <E extends Enum<E>> E constant(String key, String value, List<E> constants) {
            for (E constant : constants) {
                if (label(constant).equals(value)) {
                    return constant;
                }
            }
            faults.add(
                    "'"
                            + key
                            + "' = '"
                            + value
                            + "' is none of "
                            + constants.stream()
                                    .map(JsonPlan::label)
                                    .collect(Collectors.joining(", ")));
            return null;
        }

        private void checkTags(JsonPlan plan) {
            for (String tag : plan.tags) {
                if (plan.fields != null && plan.fields.contains(tag)) {
                    faults.add("'" + tag + "' is one of the 'tags' and of the 'fields'");
                }
                if (plan.constantTags.containsKey(tag)) {
                    faults.add("'" + tag + "' is one of the 'tags' and a constant tag");
                }
            }
        }
    }
}
