/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which options there are, and whether their values can be read. */
final class TableOptions {

    static final Set<ConfigOption<?>> REQUIRED =
            Set.of(InfluxDBConnectorOptions.URL, InfluxDBConnectorOptions.BUCKET);

    private static final Set<ConfigOption<?>> OF_TABLE_AND_SCAN =
            Set.of(
                    InfluxDBConnectorOptions.ORG,
                    InfluxDBConnectorOptions.TOKEN,
                    InfluxDBConnectorOptions.TOKEN_FILE,
                    InfluxDBConnectorOptions.USERNAME,
                    InfluxDBConnectorOptions.PASSWORD,
                    InfluxDBConnectorOptions.OAUTH2_TOKEN_URL,
                    InfluxDBConnectorOptions.OAUTH2_CLIENT_ID,
                    InfluxDBConnectorOptions.OAUTH2_CLIENT_SECRET,
                    InfluxDBConnectorOptions.OAUTH2_SCOPES,
                    InfluxDBConnectorOptions.VERSION,
                    InfluxDBConnectorOptions.CONNECT_TIMEOUT,
                    InfluxDBConnectorOptions.REQUEST_TIMEOUT,
                    InfluxDBConnectorOptions.SCAN_RESPONSE_TIMEOUT,
                    InfluxDBConnectorOptions.TLS_CA_FILE,
                    InfluxDBConnectorOptions.TLS_CLIENT_CERT_FILE,
                    InfluxDBConnectorOptions.TLS_CLIENT_KEY_FILE,
                    InfluxDBConnectorOptions.TLS_SKIP_VERIFY,
                    InfluxDBConnectorOptions.PROXY_URL,
                    InfluxDBConnectorOptions.PROXY_USERNAME,
                    InfluxDBConnectorOptions.PROXY_PASSWORD,
                    InfluxDBConnectorOptions.MEASUREMENT,
                    InfluxDBConnectorOptions.MEASUREMENT_PATTERN,
                    InfluxDBConnectorOptions.TIME_COLUMN,
                    InfluxDBConnectorOptions.TAG_COLUMNS,
                    InfluxDBConnectorOptions.SCAN_QUERY,
                    InfluxDBConnectorOptions.SCAN_QUERY_LANGUAGE,
                    InfluxDBConnectorOptions.SCAN_STARTUP_MODE,
                    InfluxDBConnectorOptions.SCAN_STARTUP_TIMESTAMP,
                    InfluxDBConnectorOptions.SCAN_STARTUP_BEFORE,
                    InfluxDBConnectorOptions.SCAN_BOUNDED_MODE,
                    InfluxDBConnectorOptions.SCAN_BOUNDED_TIMESTAMP,
                    InfluxDBConnectorOptions.SCAN_POLL_INTERVAL,
                    InfluxDBConnectorOptions.SCAN_POLL_DELAY,
                    InfluxDBConnectorOptions.SCAN_LATE_ARRIVAL,
                    InfluxDBConnectorOptions.SCAN_LATE_ARRIVAL_INTERVAL,
                    InfluxDBConnectorOptions.SCAN_LATE_ARRIVAL_MAX_POINTS,
                    InfluxDBConnectorOptions.SCAN_DISCOVERY_INTERVAL,
                    InfluxDBConnectorOptions.SCAN_SPLIT_MAX_ROWS,
                    InfluxDBConnectorOptions.SCAN_SPLIT_DURATION,
                    InfluxDBConnectorOptions.SCAN_MAX_OPEN_SPLITS,
                    InfluxDBConnectorOptions.SCAN_FETCH_SIZE,
                    InfluxDBConnectorOptions.SCAN_QUERY_RESULT,
                    InfluxDBConnectorOptions.SCAN_QUERY_RESUME,
                    InfluxDBConnectorOptions.SCAN_GZIP,
                    InfluxDBConnectorOptions.SCAN_MAX_RETRIES,
                    InfluxDBConnectorOptions.SCAN_RETRY_INITIAL_BACKOFF,
                    InfluxDBConnectorOptions.SCAN_RETRY_MAX_BACKOFF,
                    InfluxDBConnectorOptions.SCAN_PARALLELISM,
                    InfluxDBConnectorOptions.FILTER_HANDLING_POLICY);

    static final Set<ConfigOption<?>> OPTIONAL =
            Stream.concat(OF_TABLE_AND_SCAN.stream(), InfluxDBSinkOptions.ALL.stream())
                    .collect(Collectors.toUnmodifiableSet());

    /** Values to come: refused with more than that they are unknown. */
    private static final Map<String, Map<String, String>> NOT_YET =
            Map.of(
                    InfluxDBConnectorOptions.SCAN_QUERY_LANGUAGE.key(),
                    Map.of(
                            "sql",
                            "SQL is a language of InfluxDB 3, which this version does not speak:"
                                    + " use 'influxql' or 'flux'"));

    private TableOptions() {}

    /**
     * Adds a fault for each value that cannot be read.
     *
     * @param texts the options as they are written
     */
    static void check(Map<String, String> texts, ReadableConfig options, List<String> faults) {
        Stream.concat(REQUIRED.stream(), OPTIONAL.stream())
                .filter(option -> texts.containsKey(option.key()))
                .sorted((one, other) -> one.key().compareTo(other.key()))
                .forEach(option -> check(option, texts.get(option.key()), options, faults));
    }

    private static void check(
            ConfigOption<?> option, String text, ReadableConfig options, List<String> faults) {
        String fault = "'" + option.key() + "' = '" + text + "': ";
        String notYet = NOT_YET.getOrDefault(option.key(), Map.of()).get(text);
        if (notYet != null) {
            faults.add(fault + notYet);
            return;
        }
        try {
            options.getOptional(option);
        } catch (IllegalArgumentException e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            faults.add(fault + cause.getMessage());
        }
    }
}
