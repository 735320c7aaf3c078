/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.connector.influxdb.source.QueryResume;
import org.apache.flink.table.factories.FactoryUtil;

import java.time.Duration;

import static org.apache.flink.connector.influxdb.table.OptionKinds.choice;
import static org.apache.flink.connector.influxdb.table.OptionKinds.duration;
import static org.apache.flink.connector.influxdb.table.OptionKinds.flag;
import static org.apache.flink.connector.influxdb.table.OptionKinds.number;
import static org.apache.flink.connector.influxdb.table.OptionKinds.text;

/**
 * The options of a table with {@code 'connector' = 'influxdb'}; those of writing to it are {@link
 * InfluxDBSinkOptions}.
 *
 * <p>An option without a default here has it where it takes effect: in {@code
 * InfluxDBConnectionOptions}, {@code InfluxDBSourceBuilder} or {@code InfluxDBSinkBuilder}. So SQL
 * and DataStream jobs cannot differ.
 */
@PublicEvolving
public final class InfluxDBConnectorOptions {

    // ---- connection ----

    public static final ConfigOption<String> URL =
            text("url", "The base URL, such as 'http://localhost:8086'.");

    public static final ConfigOption<String> BUCKET =
            text("bucket", "The bucket; on InfluxDB 1.8 'database' or 'database/retention-policy'.")
                    .withFallbackKeys("database");

    public static final ConfigOption<String> ORG = text("org", "The organization (InfluxDB 2.x).");

    public static final ConfigOption<String> TOKEN = text("token", "The API token.");

    public static final ConfigOption<String> TOKEN_FILE =
            text(
                    "token.file",
                    "A file on each task's machine that holds the API token; read again when it"
                            + " changes.");

    public static final ConfigOption<String> USERNAME =
            text("username", "The user's name; needs 'password'.");

    public static final ConfigOption<String> PASSWORD =
            text("password", "The user's password; needs 'username'.");

    public static final ConfigOption<String> OAUTH2_TOKEN_URL =
            text(
                    "oauth2.token-url",
                    "Where OAuth2 access tokens come from (grant 'client credentials').");

    public static final ConfigOption<String> OAUTH2_CLIENT_ID =
            text("oauth2.client-id", "The OAuth2 client's id.");

    public static final ConfigOption<String> OAUTH2_CLIENT_SECRET =
            text("oauth2.client-secret", "The OAuth2 client's secret.");

    public static final ConfigOption<String> OAUTH2_SCOPES =
            text("oauth2.scopes", "The OAuth2 scopes to ask for, separated by ';'.");

    public static final ConfigOption<String> VERSION =
            text(
                    "version",
                    "The server's generation: 'auto' (the server is asked), '1', '2' or '3'.");

    public static final ConfigOption<Duration> CONNECT_TIMEOUT =
            duration("connect.timeout", "How long a connection may take to open.");

    public static final ConfigOption<Duration> REQUEST_TIMEOUT =
            duration("request.timeout", "The longest silence of the server within a request.");

    public static final ConfigOption<Duration> SCAN_RESPONSE_TIMEOUT =
            duration(
                    "scan.response.timeout",
                    "How long the server may be silent before the first byte of an answer.");

    public static final ConfigOption<String> TLS_CA_FILE =
            text("tls.ca-file", "A PEM file with the certificates to trust.");

    public static final ConfigOption<String> TLS_CLIENT_CERT_FILE =
            text("tls.client.cert-file", "A PEM file with our certificate; needs its key.");

    public static final ConfigOption<String> TLS_CLIENT_KEY_FILE =
            text("tls.client.key-file", "A PEM file with the certificate's private key.");

    public static final ConfigOption<Boolean> TLS_SKIP_VERIFY =
            flag("tls.skip-verify", "Trust any server: for experiments only.");

    public static final ConfigOption<String> PROXY_URL =
            text("proxy.url", "An HTTP proxy on the way to the server.");

    public static final ConfigOption<String> PROXY_USERNAME =
            text("proxy.username", "The proxy's user; needs 'proxy.password'.");

    public static final ConfigOption<String> PROXY_PASSWORD =
            text("proxy.password", "The password of the proxy's user.");

    // ---- what the table is ----

    public static final ConfigOption<String> MEASUREMENT =
            text(
                    "measurement",
                    "The measurement; without it the table's name. A sink's may hold {column}"
                            + " patterns.");

    public static final ConfigOption<String> MEASUREMENT_PATTERN =
            text("measurement-pattern", "Scan all measurements whose name matches this regex.");

    public static final ConfigOption<String> TIME_COLUMN =
            ConfigOptions.key("time.column")
                    .stringType()
                    .defaultValue("time")
                    .withDescription("The TIMESTAMP or TIMESTAMP_LTZ column that is the time.");

    public static final ConfigOption<String> TAG_COLUMNS =
            text(
                    "tag.columns",
                    "The columns that are tags, separated by ';', or '' for none. Without it the"
                            + " PRIMARY KEY less the time column; without either a scan asks the"
                            + " server.");

    // ---- scan ----

    public static final ConfigOption<String> SCAN_QUERY =
            text(
                    "scan.query",
                    "A query text of one's own, in the language of 'scan.query.language'.");

    public static final ConfigOption<ScanLanguage> SCAN_QUERY_LANGUAGE =
            choice(
                    "scan.query.language",
                    ScanLanguage.AUTO,
                    "The language in which the server is asked.");

    public static final ConfigOption<String> SCAN_QUERY_RESULT =
            text("scan.query.result", "Which of several results of a query in Flux is read.");

    public static final ConfigOption<QueryResume> SCAN_QUERY_RESUME =
            choice(
                    "scan.query.resume",
                    QueryResume.FAIL,
                    "What to do if the answer to a query changed on a retry.");

    public static final ConfigOption<StartupMode> SCAN_STARTUP_MODE =
            choice("scan.startup.mode", StartupMode.EARLIEST, "Where reading starts.");

    public static final ConfigOption<String> SCAN_STARTUP_TIMESTAMP =
            text(
                    "scan.startup.timestamp",
                    "Where 'timestamp' starts, included: ISO-8601 such as"
                            + " '2026-01-01T00:00:00Z'.");

    public static final ConfigOption<Duration> SCAN_STARTUP_BEFORE =
            duration("scan.startup.before", "How long before the job's start 'before' starts.");

    public static final ConfigOption<BoundedMode> SCAN_BOUNDED_MODE =
            choice("scan.bounded.mode", BoundedMode.LATEST, "Where reading stops.");

    public static final ConfigOption<String> SCAN_BOUNDED_TIMESTAMP =
            text(
                    "scan.bounded.timestamp",
                    "Where 'timestamp' stops, excluded: ISO-8601 such as"
                            + " '2026-01-01T00:00:00Z'.");

    public static final ConfigOption<Duration> SCAN_POLL_INTERVAL =
            duration("scan.poll.interval", "How often 'unbounded' asks for new points.");

    public static final ConfigOption<Duration> SCAN_POLL_DELAY =
            duration("scan.poll.delay", "How far 'unbounded' stays behind the server's clock.");

    public static final ConfigOption<Duration> SCAN_LATE_ARRIVAL =
            duration("scan.late-arrival", "How late a point may come and still be read.");

    public static final ConfigOption<Duration> SCAN_LATE_ARRIVAL_INTERVAL =
            duration("scan.late-arrival.interval", "How often to look for late points.");

    public static final ConfigOption<Integer> SCAN_LATE_ARRIVAL_MAX_POINTS =
            number("scan.late-arrival.max-points", "Points remembered of a measurement at most.");

    public static final ConfigOption<Duration> SCAN_DISCOVERY_INTERVAL =
            duration("scan.discovery.interval", "How often to look for new measurements.");

    public static final ConfigOption<Long> SCAN_SPLIT_MAX_ROWS =
            ConfigOptions.key("scan.split.max-rows")
                    .longType()
                    .noDefaultValue()
                    .withDescription("How many rows a split should have about.");

    public static final ConfigOption<Duration> SCAN_SPLIT_DURATION =
            duration("scan.split.duration", "A fixed width of splits.");

    public static final ConfigOption<Integer> SCAN_MAX_OPEN_SPLITS =
            number("scan.max-open-splits", "How many splits a subtask reads at once.");

    public static final ConfigOption<Integer> SCAN_FETCH_SIZE =
            number("scan.fetch-size", "Rows per chunk of an answer in InfluxQL.");

    public static final ConfigOption<String> SCAN_GZIP =
            text(
                    "scan.gzip",
                    "Whether answers come compressed: 'auto' (for Flux, not for InfluxQL), 'true'"
                            + " or 'false'.");

    public static final ConfigOption<Integer> SCAN_MAX_RETRIES =
            number("scan.max-retries", "How often a split is tried again without progress.");

    public static final ConfigOption<Duration> SCAN_RETRY_INITIAL_BACKOFF =
            duration("scan.retry.initial-backoff", "The first pause before a split's retry.");

    public static final ConfigOption<Duration> SCAN_RETRY_MAX_BACKOFF =
            duration("scan.retry.max-backoff", "The longest pause before a split's retry.");

    public static final ConfigOption<Integer> SCAN_PARALLELISM = FactoryUtil.SOURCE_PARALLELISM;

    public static final ConfigOption<FilterHandlingPolicy> FILTER_HANDLING_POLICY =
            choice(
                    "filter.handling.policy",
                    FilterHandlingPolicy.ALWAYS,
                    "Whether filters are pushed down to the server.");

    private InfluxDBConnectorOptions() {}
}
