/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.model;

import org.apache.flink.annotation.Internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A name that is fixed, or has places in it that are filled from a record, such as {@code
 * cpu_{region}}.
 */
@Internal
public final class NamePattern {

    private static final Pattern PLACE = Pattern.compile("\\{([^{}]+)}");

    // A text stands before each place, and one behind the last.
    private final List<String> texts = new ArrayList<>();
    private final List<String> places = new ArrayList<>();

    /** A pattern. */
    public NamePattern(String pattern) {
        Matcher matcher = PLACE.matcher(pattern);
        int end = 0;
        while (matcher.find()) {
            texts.add(pattern.substring(end, matcher.start()));
            places.add(matcher.group(1));
            end = matcher.end();
        }
        texts.add(pattern.substring(end));
    }

    /** What stands in the places, in their order; nothing if the name is fixed. */
    public List<String> places() {
        return Collections.unmodifiableList(places);
    }

    /** The name for these values of the places. */
    public String fill(String[] values) {
        StringBuilder name = new StringBuilder(texts.get(0));
        for (int i = 0; i < values.length; i++) {
            name.append(values[i]).append(texts.get(i + 1));
        }
        return name.toString();
    }
}
