/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.common.functions.InvalidTypesException;
import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.model.TimeRange;

import javax.annotation.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.PatternSyntaxException;

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
        check.tail();
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
        require(
                settings.queryResult == null
                        || settings.queryTextLanguage == QueryLanguage.FLUX
                                && !settings.queryResult.isEmpty(),
                "'scan.query.result', setQueryResult: only a query of your own in Flux has results"
                        + " with names, which are not empty");
        require(
                settings.queryResume == QueryResume.FAIL || settings.queryText != null,
                "'scan.query.resume', setQueryResume: "
                        + settings.queryResume
                        + " is for a query of your own; a measurement is read on behind the last row");
        if (settings.queryText == null) {
            measurements();
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
        onlyOfMeasurements(settings.measurements != null, "setMeasurements");
        onlyOfMeasurements(
                settings.measurementPattern != null,
                "'measurement-pattern', setMeasurementPattern");
        require(
                !settings.isUnbounded,
                "'scan.bounded.mode' = 'unbounded', setUnbounded: a query of your own is sent once,"
                        + " for a range of time that ends. To follow new points, read a measurement"
                        + " (setMeasurement(..)) and do in the job what the query does; or end with"
                        + " setBounded(..)");
        onlyOfMeasurements(!settings.fields.isEmpty(), "setFields");
        onlyOfMeasurements(!settings.predicates.isEmpty(), "setPredicates");
        onlyOfMeasurements(settings.language != null, "setQueryLanguage");
        onlyOfMeasurements(settings.filterStart != null, "setTimeFilter");
        onlyOfMeasurements(settings.sourceWatermarks, "setSourceWatermarks");
    }

    private void measurements() {
        List<String> ways = new ArrayList<>();
        if (settings.measurement != null) {
            ways.add("setMeasurement");
            require(!settings.measurement.isEmpty(), "setMeasurement: the name is empty");
        }
        if (settings.measurements != null) {
            ways.add("setMeasurements");
            require(!settings.measurements.isEmpty(), "setMeasurements: there are none");
            require(
                    !settings.measurements.contains(""),
                    "setMeasurements: one of the names is empty");
            require(
                    new HashSet<>(settings.measurements).size() == settings.measurements.size(),
                    "setMeasurements: one is there twice: " + settings.measurements);
        }
        if (settings.measurementPattern != null) {
            ways.add("setMeasurementPattern");
            try {
                MeasurementChoice.matching(settings.measurementPattern);
            } catch (PatternSyntaxException e) {
                faults.add(
                        "'measurement-pattern', setMeasurementPattern: no regular expression: "
                                + e.getMessage());
            }
        }
        require(
                !ways.isEmpty(),
                "setMeasurement(..) is missing: say what to read, with it or with"
                        + " setMeasurements(..) or setMeasurementPattern(..), or set a query of your"
                        + " own with setQuery(..)");
        require(ways.size() <= 1, ways + " are set together: leave out all but one");
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
        if (start == null) {
            return;
        }
        require(
                stop == null || !stop.isEarliest(),
                "setBounded: nothing lies before earliest(); use latest()");
        if (start.isFixed() && stop != null && stop.isFixed()) {
            require(
                    start.fixed() < stop.fixed(),
                    "'scan.startup.*', setStartingTime: "
                            + start
                            + " is not before setBounded: "
                            + stop);
        }
        require(
                stop == null || !settings.isUnbounded,
                "setBounded and setUnbounded are set together: leave out one");
        require(
                !settings.isUnbounded
                        || settings.filterStop == null
                        || settings.filterStop == TimeRange.ALL.stop(),
                "setTimeFilter: it ends, but the source does not: set setBounded(..), or no stop");
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
                settings.fetchSize >= 1,
                "'scan.fetch-size', setFetchSize: " + settings.fetchSize + " is less than 1");
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

    private void tail() {
        ofTail("'scan.poll.interval', setPollInterval", settings.pollInterval, true);
        ofTail("'scan.poll.delay', setPollDelay", settings.pollDelay, false);
        ofTail("'scan.late-arrival', setLateArrival", settings.lateArrival, false);
        ofTail(
                "'scan.late-arrival.interval', setLateArrivalInterval",
                settings.lateArrivalInterval,
                true);
        Integer points = settings.lateArrivalMaxPoints;
        String maxPoints = "'scan.late-arrival.max-points', setLateArrivalMaxPoints";
        onlyOfUnbounded(points != null, maxPoints);
        require(points == null || points >= 1, maxPoints + ": " + points + " is less than 1");

        Duration discovery = settings.discoveryInterval;
        String discoveryInterval = "'scan.discovery.interval', setDiscoveryInterval";
        onlyOfUnbounded(discovery != null, discoveryInterval);
        require(
                discovery == null || discovery.compareTo(Duration.ofMillis(1)) >= 0,
                discoveryInterval + ": " + discovery + " is shorter than 1 ms");
        require(
                discovery == null || settings.measurementPattern != null,
                discoveryInterval
                        + " takes effect only with a pattern of measurements: leave it out, or set"
                        + " setMeasurementPattern(..) ('measurement-pattern')");
    }

    private void ofTail(String name, @Nullable Duration value, boolean isPositive) {
        onlyOfUnbounded(value != null, name);
        if (value != null && isPositive) {
            require(isPositive(value), name + ": " + value + " is not longer than 0");
        } else if (value != null) {
            require(!value.isNegative(), name + ": " + value + " is negative");
        }
    }

    private void onlyOfUnbounded(boolean isSet, String name) {
        require(
                !isSet || settings.isUnbounded,
                name
                        + " takes effect only in a source that never ends: leave it out, or set"
                        + " setUnbounded() ('scan.bounded.mode' = 'unbounded')");
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
