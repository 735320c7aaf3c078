/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.connector.influxdb.client.SettingText;
import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.TimeFormat;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Says which point a JSON object is: by a builder, or by settings that a configuration file can
 * hold. Objects and arrays in it are flattened: the member {@code city} of {@code place} is called
 * {@code place_city}, the second element of {@code load} is {@code load_1}.
 *
 * <p>A value that does not fit what the mapping says of it, or is missing, rejects its record with
 * the category {@code malformed}: nothing is left out that the mapping does not leave out.
 *
 * <p>Each value of a setting may be {@code ${env:NAME}} or {@code ${file:NAME}}, as those of the
 * connection: it is looked up on the task.
 */
@PublicEvolving
public final class JsonMapping implements Serializable {

    private static final long serialVersionUID = 1L;

    private final TreeMap<String, String> settings;

    private JsonMapping(Map<String, String> settings) {
        this.settings = new TreeMap<>(settings);
        List<String> faults = new ArrayList<>();
        boolean isKnown = true;
        for (Map.Entry<String, String> setting : this.settings.entrySet()) {
            if (SettingText.isReference(setting.getValue())) {
                isKnown = false;
                faults.addAll(SettingText.faults(setting.getKey(), setting.getValue()));
            }
        }
        JsonPlan.throwIfAny(faults);
        if (isKnown) {
            JsonPlan.of(this.settings);
        }
    }

    /**
     * A mapping by settings:
     *
     * <ul>
     *   <li>{@code measurement}, required: the name, in which {@code {member}} stands for the text
     *       of a member: {@code cpu}, {@code {kind}}, {@code cpu_{region}};
     *   <li>{@code tags}: the members that are tags, separated by {@code ;};
     *   <li>{@code fields}: the members that are fields, all others are ignored; without it, all
     *       members that are neither tags nor the time nor in the measurement;
     *   <li>{@code type.MEMBER}: the type of a field, {@code float}, {@code integer}, {@code
     *       unsigned}, {@code boolean} or {@code string}; without it, that of the value in JSON;
     *   <li>{@code numbers}: {@code as-written}, the default, makes integers of numbers without
     *       fraction and exponent, {@code float} makes floats of all numbers, for writers that
     *       write 1.0 as 1;
     *   <li>{@code time}: the member that is the time; without it, that of the Flink record is
     *       taken;
     *   <li>{@code time.format}: {@code rfc-3339}, the default, {@code epoch-seconds}, {@code
     *       epoch-millis}, {@code epoch-micros} or {@code epoch-nanos}, as a number or its text;
     *   <li>{@code constant-tag.NAME}: a tag that all points have;
     *   <li>{@code separator}: between the names of what is flattened, {@code _} by default;
     *   <li>{@code missing}: what happens if a listed tag or field is missing, null, or an empty
     *       tag: {@code reject} the record, the default, or {@code leave-out} what is missing. A
     *       missing time and a missing part of the measurement always reject.
     * </ul>
     *
     * @throws IllegalArgumentException that names everything which is wrong
     */
    public static JsonMapping of(Map<String, String> settings) {
        return new JsonMapping(settings);
    }

    /** A builder of the same. */
    public static Builder builder() {
        return new Builder();
    }

    /** The settings of which {@link #of} makes this mapping. */
    public Map<String, String> toMap() {
        return Collections.unmodifiableMap(settings);
    }

    /** With all references looked up. */
    JsonPlan plan(UnaryOperator<String> variables) throws InfluxDBException {
        Map<String, String> resolved = new TreeMap<>();
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            resolved.put(
                    setting.getKey(),
                    SettingText.resolve(setting.getKey(), setting.getValue(), variables));
        }
        return JsonPlan.of(resolved);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonMapping that && settings.equals(that.settings);
    }

    @Override
    public int hashCode() {
        return settings.hashCode();
    }

    @Override
    public String toString() {
        return "JsonMapping" + settings;
    }

    /** Collects the settings of a mapping; see {@link JsonMapping#of} for what they mean. */
    @PublicEvolving
    public static final class Builder {

        private final Map<String, String> settings = new TreeMap<>();

        private Builder() {}

        /** The measurement's name, with <code>{member}</code> for the text of a member. */
        public Builder measurement(String pattern) {
            return set(JsonPlan.MEASUREMENT, pattern);
        }

        /** The members that are tags. Default: none. */
        public Builder tags(String... members) {
            return set(JsonPlan.TAGS, joined(members));
        }

        /** The members that are fields. Default: all that are nothing else. */
        public Builder fields(String... members) {
            return set(JsonPlan.FIELDS, joined(members));
        }

        /** The type of a field, any but TIME. Default: that of the value in JSON. */
        public Builder type(String member, ColumnType type) {
            return set(JsonPlan.TYPE + member, JsonPlan.label(type));
        }

        /** Makes floats of all numbers. Default: numbers are what they are written as. */
        public Builder numbersAsFloats() {
            return set(JsonPlan.NUMBERS, JsonPlan.AS_FLOATS);
        }

        /** The member that is the time. Default: the timestamp of the Flink record. */
        public Builder time(String member, TimeFormat format) {
            set(JsonPlan.TIME_FORMAT, JsonPlan.label(format));
            return set(JsonPlan.TIME, member);
        }

        /** A tag that all points have. */
        public Builder constantTag(String name, String value) {
            return set(JsonPlan.CONSTANT_TAG + name, value);
        }

        /** Stands between the names of what is flattened. Default: {@code _}. */
        public Builder separator(String separator) {
            return set(JsonPlan.SEPARATOR, separator);
        }

        /** Leaves out what is missing. Default: its record is rejected. */
        public Builder leaveOutMissing() {
            return set(JsonPlan.MISSING, JsonPlan.LEAVE_OUT);
        }

        /**
         * The mapping.
         *
         * @throws IllegalArgumentException that names everything which is wrong
         */
        public JsonMapping build() {
            return new JsonMapping(settings);
        }

        private Builder set(String key, String value) {
            settings.put(key, value);
            return this;
        }

        private static String joined(String[] members) {
            for (String member : members) {
                if (member.contains(JsonPlan.DELIMITER)) {
                    throw new IllegalArgumentException(
                            "The name '" + member + "' holds a " + JsonPlan.DELIMITER);
                }
            }
            return String.join(JsonPlan.DELIMITER, members);
        }
    }
}
