/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.source.InfluxDBSource;
import org.apache.flink.connector.influxdb.source.InfluxDBSourceBuilder;
import org.apache.flink.connector.influxdb.source.TimeBounds;
import org.apache.flink.table.data.RowData;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * Makes sources of a table's options. Only what is set is handed on, so that the builder's defaults
 * hold.
 */
final class ScanConfig {

    private final ReadableConfig options;
    private final InfluxDBConnectionOptions connection;

    ScanConfig(ReadableConfig options, InfluxDBConnectionOptions connection) {
        this.options = options;
        this.connection = connection;
    }

    /** Whether the table reads a query of the user's own, not a measurement. */
    boolean isQuery() {
        return isQuery(options);
    }

    static boolean isQuery(ReadableConfig options) {
        return options.getOptional(InfluxDBConnectorOptions.SCAN_QUERY).isPresent();
    }

    /** Whether reading never ends. */
    boolean isUnbounded() {
        return options.get(InfluxDBConnectorOptions.SCAN_BOUNDED_MODE) == BoundedMode.UNBOUNDED;
    }

    private Optional<String> pattern() {
        return options.getOptional(InfluxDBConnectorOptions.MEASUREMENT_PATTERN);
    }

    /** Whether filters may go to the server. */
    boolean pushesFilters() {
        return !isQuery()
                && options.get(InfluxDBConnectorOptions.FILTER_HANDLING_POLICY)
                        == FilterHandlingPolicy.ALWAYS;
    }

    /** What is read, for plans and the names of operators. */
    String summary(TableMapping mapping) {
        if (isQuery()) {
            return "InfluxDB query";
        }
        return pattern()
                .map(regex -> "InfluxDB measurements " + regex)
                .orElse("InfluxDB measurement " + mapping.measurement());
    }

    Optional<Integer> parallelism() {
        return options.getOptional(InfluxDBConnectorOptions.SCAN_PARALLELISM);
    }

    /** Adds what is wrong with options that only a scan looks at. */
    static void check(ReadableConfig options, List<String> faults) {
        requireTogether(
                options,
                faults,
                InfluxDBConnectorOptions.SCAN_STARTUP_TIMESTAMP,
                InfluxDBConnectorOptions.SCAN_STARTUP_MODE,
                StartupMode.TIMESTAMP);
        requireTogether(
                options,
                faults,
                InfluxDBConnectorOptions.SCAN_STARTUP_BEFORE,
                InfluxDBConnectorOptions.SCAN_STARTUP_MODE,
                StartupMode.BEFORE);
        requireTogether(
                options,
                faults,
                InfluxDBConnectorOptions.SCAN_BOUNDED_TIMESTAMP,
                InfluxDBConnectorOptions.SCAN_BOUNDED_MODE,
                BoundedMode.TIMESTAMP);
        checkTimestamp(options, faults, InfluxDBConnectorOptions.SCAN_STARTUP_TIMESTAMP);
        checkTimestamp(options, faults, InfluxDBConnectorOptions.SCAN_BOUNDED_TIMESTAMP);
        if (isQuery(options)
                && options.getOptional(InfluxDBConnectorOptions.MEASUREMENT_PATTERN).isPresent()) {
            faults.add("'measurement-pattern' and 'scan.query' are set together: leave out one");
        }
        if (isQuery(options)
                && options.get(InfluxDBConnectorOptions.SCAN_QUERY_LANGUAGE) == ScanLanguage.AUTO) {
            faults.add(
                    "'scan.query' is set, but not its language: add 'scan.query.language' ="
                            + " 'flux' or 'influxql'");
        }
    }

    private static <E> void requireTogether(
            ReadableConfig options,
            List<String> faults,
            ConfigOption<?> detail,
            ConfigOption<E> mode,
            E value) {
        boolean isSet = options.getOptional(detail).isPresent();
        boolean isNeeded = options.get(mode) == value;
        if (isNeeded && !isSet) {
            faults.add(
                    "'" + mode.key() + "' = '" + value + "' needs '" + detail.key() + "' as well");
        } else if (isSet && !isNeeded) {
            faults.add(
                    "'"
                            + detail.key()
                            + "' takes effect only with '"
                            + mode.key()
                            + "' = '"
                            + value
                            + "': set that, or leave it out");
        }
    }

    private static void checkTimestamp(
            ReadableConfig options, List<String> faults, ConfigOption<String> option) {
        options.getOptional(option)
                .ifPresent(
                        text -> {
                            try {
                                timestamp(text);
                            } catch (DateTimeException e) {
                                faults.add(
                                        "'"
                                                + option.key()
                                                + "' = '"
                                                + text
                                                + "' is no time in ISO-8601 with a zone, such as"
                                                + " '2026-01-01T00:00:00Z'");
                            } catch (ArithmeticException e) {
                                faults.add(
                                        "'"
                                                + option.key()
                                                + "' = '"
                                                + text
                                                + "': "
                                                + e.getMessage());
                            }
                        });
    }

    private static TimeBounds timestamp(String text) {
        return TimeBounds.at(OffsetDateTime.parse(text).toInstant());
    }

    /**
     * Makes the source.
     *
     * @throws IllegalArgumentException that names every setting which is wrong
     */
    InfluxDBSource<RowData> source(
            ScanColumns columns,
            PushedFilters filters,
            boolean sourceWatermarks,
            TypeInformation<RowData> producedType) {
        InfluxDBSourceBuilder<RowData> builder = InfluxDBSource.builder();
        builder.setConnection(connection)
                .setBucket(options.get(InfluxDBConnectorOptions.BUCKET))
                .setStartingTime(start())
                .setSourceWatermarks(sourceWatermarks)
                .setDeserializer(new RowDataDeserializer(columns, producedType));
        if (isQuery()) {
            builder.setQuery(
                    language().orElse(QueryLanguage.INFLUXQL),
                    options.get(InfluxDBConnectorOptions.SCAN_QUERY));
        } else {
            builder.setFields(columns.fields()).setPredicates(filters.predicates());
            pattern()
                    .ifPresentOrElse(
                            builder::setMeasurementPattern,
                            () -> builder.setMeasurement(columns.mapping().measurement()));
            language().ifPresent(builder::setQueryLanguage);
            if (!filters.time().isAll()) {
                builder.setTimeFilter(filters.time().start(), filters.time().stop());
            }
        }
        if (isUnbounded()) {
            builder.setUnbounded();
        } else {
            builder.setBounded(stop());
        }
        tail(builder);
        get(InfluxDBConnectorOptions.SCAN_SPLIT_MAX_ROWS).ifPresent(builder::setSplitMaxRows);
        get(InfluxDBConnectorOptions.SCAN_SPLIT_DURATION).ifPresent(builder::setSplitDuration);
        get(InfluxDBConnectorOptions.SCAN_MAX_OPEN_SPLITS).ifPresent(builder::setMaxOpenSplits);
        get(InfluxDBConnectorOptions.SCAN_FETCH_SIZE).ifPresent(builder::setFetchSize);
        get(InfluxDBConnectorOptions.SCAN_QUERY_RESULT).ifPresent(builder::setQueryResult);
        get(InfluxDBConnectorOptions.SCAN_QUERY_RESUME).ifPresent(builder::setQueryResume);
        get(InfluxDBConnectorOptions.SCAN_MAX_RETRIES).ifPresent(builder::setMaxRetries);
        get(InfluxDBConnectorOptions.SCAN_RETRY_INITIAL_BACKOFF)
                .ifPresent(builder::setInitialBackoff);
        get(InfluxDBConnectorOptions.SCAN_RETRY_MAX_BACKOFF).ifPresent(builder::setMaxBackoff);
        return builder.build();
    }

    private void tail(InfluxDBSourceBuilder<RowData> builder) {
        get(InfluxDBConnectorOptions.SCAN_POLL_INTERVAL).ifPresent(builder::setPollInterval);
        get(InfluxDBConnectorOptions.SCAN_POLL_DELAY).ifPresent(builder::setPollDelay);
        get(InfluxDBConnectorOptions.SCAN_LATE_ARRIVAL).ifPresent(builder::setLateArrival);
        get(InfluxDBConnectorOptions.SCAN_LATE_ARRIVAL_INTERVAL)
                .ifPresent(builder::setLateArrivalInterval);
        get(InfluxDBConnectorOptions.SCAN_LATE_ARRIVAL_MAX_POINTS)
                .ifPresent(builder::setLateArrivalMaxPoints);
        get(InfluxDBConnectorOptions.SCAN_DISCOVERY_INTERVAL)
                .ifPresent(builder::setDiscoveryInterval);
    }

    private TimeBounds start() {
        return switch (options.get(InfluxDBConnectorOptions.SCAN_STARTUP_MODE)) {
            case EARLIEST -> TimeBounds.earliest();
            case LATEST -> TimeBounds.latest();
            case TIMESTAMP ->
                    timestamp(options.get(InfluxDBConnectorOptions.SCAN_STARTUP_TIMESTAMP));
            case BEFORE ->
                    TimeBounds.before(options.get(InfluxDBConnectorOptions.SCAN_STARTUP_BEFORE));
        };
    }

    private TimeBounds stop() {
        return options.getOptional(InfluxDBConnectorOptions.SCAN_BOUNDED_TIMESTAMP)
                .map(ScanConfig::timestamp)
                .orElse(TimeBounds.latest());
    }

    private Optional<QueryLanguage> language() {
        return switch (options.get(InfluxDBConnectorOptions.SCAN_QUERY_LANGUAGE)) {
            case AUTO -> Optional.empty();
            case FLUX -> Optional.of(QueryLanguage.FLUX);
            case INFLUXQL -> Optional.of(QueryLanguage.INFLUXQL);
        };
    }

    private <T> Optional<T> get(ConfigOption<T> option) {
        return options.getOptional(option);
    }
}
