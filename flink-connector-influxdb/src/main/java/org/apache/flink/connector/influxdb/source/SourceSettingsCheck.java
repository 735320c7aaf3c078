/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.common.functions.InvalidTypesException;
import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.QueryLanguage;

import javax.annotation.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks the settings of a source together and reports all faults in one exception. Each is named
 * as a table's option, where there is one, and as the builder's method.
 */
final class SourceSettingsCheck {

    private final InfluxDBSourceBuilder<?> settings;
    private final List<String> faults = new ArrayList<>();

    private SourceSettingsCheck(InfluxDBSourceBuilder<?> settings) {
        this.settings = settings;
    }

    /**
     * Checks.
     *
     * @throws IllegalArgumentException that names every setting which is missing or wrong
     */
    static void check(InfluxDBSourceBuilder<?> settings) {
        SourceSettingsCheck check = new SourceSettingsCheck(settings);
        check.place();
        check.query();
        check.time();
        check.reading();
        check.type();
        if (!check.faults.isEmpty()) {
            throw new IllegalArgumentException(
                    "The InfluxDB source cannot be built:\n  - "
                            + String.join("\n  - ", check.faults));
        }
    }

    private void place() {
        require(settings.connection != null, "setConnection(..) is missing");
        require(
                settings.bucket != null && !settings.bucket.isBlank(),
                "'bucket', setBucket(..) is missing or blank");
    }

    private void query() {
        if (settings.queryText == null) {
            require(
                    settings.measurement != null && !settings.measurement.isEmpty(),
                    "setMeasurement(..) is missing: say what to read, or set a query of your own"
                            + " with setQuery(..)");
            language("setQueryLanguage", settings.language);
            Set<String> names = new HashSet<>();
            for (InfluxDBQuery.FieldColumn field : settings.fields) {
                require(
                        names.add(field.name()),
                        "setFields: '" + field.name() + "' is there twice");
            }
            return;
        }
        require(!settings.queryText.isBlank(), "setQuery: the text is blank");
        require(settings.queryTextLanguage != null, "setQuery: the language is null");
        language("setQuery", settings.queryTextLanguage);
        require(
                settings.queryTextLanguage != QueryLanguage.AUTO,
                "setQuery: say in which language the text is, FLUX or INFLUXQL");
        onlyOfMeasurements(settings.measurement != null, "setMeasurement");
        onlyOfMeasurements(!settings.fields.isEmpty(), "setFields");
        onlyOfMeasurements(!settings.predicates.isEmpty(), "setPredicates");
        onlyOfMeasurements(settings.language != null, "setQueryLanguage");
        onlyOfMeasurements(settings.filterStart != null, "setTimeFilter");
    }

    private void onlyOfMeasurements(boolean isSet, String name) {
        require(
                !isSet,
                name
                        + "(..) is for reading a measurement: leave it out, or leave out setQuery(..)");
    }

    private void language(String name, @Nullable QueryLanguage language) {
        require(
                language != QueryLanguage.SQL,
                name + ": SQL is a language of InfluxDB 3 only; use INFLUXQL or FLUX");
    }

    private void time() {
        TimeBounds start = settings.start;
        TimeBounds stop = settings.stop;
        require(start != null, "setStartingTime: null; leave it out to read from the earliest");
        require(stop != null, "setBounded: null; leave it out to stop at the latest");
        if (start == null || stop == null) {
            return;
        }
        require(!stop.isEarliest(), "setBounded: nothing lies before earliest(); use latest()");
        if (start.isFixed() && stop.isFixed()) {
            require(
                    start.fixed() < stop.fixed(),
                    "'scan.startup.*', setStartingTime: "
                            + start
                            + " is not before setBounded: "
                            + stop);
        }
        Duration width = settings.splitDuration;
        require(
                width == null || isPositive(width),
                "'scan.split.duration', setSplitDuration: " + width + " is not longer than 0");
        require(
                width == null || settings.queryText == null || !start.isEarliest(),
                "'scan.split.duration', setSplitDuration: to cut a query of your own it needs a start: add"
                        + " setStartingTime(TimeBounds.at(..)) or before(..)");
    }

    private void reading() {
        require(
                settings.splitMaxRows >= 1,
                "'scan.split.max-rows', setSplitMaxRows: "
                        + settings.splitMaxRows
                        + " is less than 1");
        require(
                settings.maxOpenSplits >= 1,
                "'scan.max-open-splits', setMaxOpenSplits: "
                        + settings.maxOpenSplits
                        + " is less than 1");
        require(
                settings.maxRetries >= 0,
                "'scan.max-retries', setMaxRetries: " + settings.maxRetries + " is negative");
        Duration initial = settings.initialBackoff;
        Duration max = settings.maxBackoff;
        require(
                isPositive(initial),
                "'scan.retry.initial-backoff', setInitialBackoff: "
                        + initial
                        + " is not longer than 0");
        require(
                isPositive(max),
                "'scan.retry.max-backoff', setMaxBackoff: " + max + " is not longer than 0");
        if (isPositive(initial) && isPositive(max)) {
            require(
                    max.compareTo(initial) >= 0,
                    "'scan.retry.max-backoff', setMaxBackoff: "
                            + max
                            + " is shorter than setInitialBackoff: "
                            + initial);
        }
    }

    private void type() {
        if (settings.deserializer == null) {
            faults.add("setDeserializer(..) is missing");
            return;
        }
        try {
            settings.resolvedType();
        } catch (InvalidTypesException e) {
            faults.add("setProducedType(..) is missing: " + e.getMessage());
        }
    }

    private void require(boolean condition, String fault) {
        if (!condition) {
            faults.add(fault);
        }
    }

    private static boolean isPositive(@Nullable Duration duration) {
        return duration != null && EpochNanos.of(duration) > 0;
    }
}
