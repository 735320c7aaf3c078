/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import javax.annotation.Nullable;

import java.io.Serializable;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which measurements a source reads.
 *
 * @param names those that are named
 * @param pattern a regular expression that a whole name matches, instead of names
 */
record MeasurementChoice(List<String> names, @Nullable Pattern pattern) implements Serializable {

    private static final long serialVersionUID = 1L;

    MeasurementChoice {
        names = List.copyOf(names);
    }

    static MeasurementChoice named(List<String> names) {
        return new MeasurementChoice(names, null);
    }

    /**
     * All whose name matches.
     *
     * @throws java.util.regex.PatternSyntaxException if it is no regular expression of Java
     */
    static MeasurementChoice matching(String regex) {
        return new MeasurementChoice(List.of(), Pattern.compile(regex));
    }

    /** Whether which they are is for the server to say, and may change. */
    boolean isPattern() {
        return pattern != null;
    }

    boolean contains(String measurement) {
        return pattern == null
                ? names.contains(measurement)
                : pattern.matcher(measurement).matches();
    }

    @Override
    public String toString() {
        if (pattern != null) {
            return "the measurements that match '" + pattern + "'";
        }
        return names.size() == 1 ? "measurement '" + names.get(0) + "'" : "measurements " + names;
    }
}
