/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.connector.influxdb.client.Precision;
import org.apache.flink.connector.influxdb.sink.OnEmptyPoint;
import org.apache.flink.connector.influxdb.sink.OnError;
import org.apache.flink.connector.influxdb.sink.OnMaxSeries;
import org.apache.flink.connector.influxdb.sink.TypeGuard;
import org.apache.flink.table.factories.FactoryUtil;

import java.time.Duration;
import java.util.Set;

import static org.apache.flink.connector.influxdb.table.OptionKinds.choice;
import static org.apache.flink.connector.influxdb.table.OptionKinds.duration;
import static org.apache.flink.connector.influxdb.table.OptionKinds.flag;
import static org.apache.flink.connector.influxdb.table.OptionKinds.number;
import static org.apache.flink.connector.influxdb.table.OptionKinds.text;

/**
 * The options of writing to a table with {@code 'connector' = 'influxdb'}, beside {@link
 * InfluxDBConnectorOptions}.
 *
 * <p>An option without a default here has it where it takes effect: in {@code
 * InfluxDBConnectionOptions} or {@code InfluxDBSinkBuilder}. So SQL and DataStream jobs cannot
 * differ.
 */
@PublicEvolving
public final class InfluxDBSinkOptions {

    public static final ConfigOption<Integer> BATCH_MAX_SIZE =
            number("sink.batch.max-size", "Points per request at most.");

    public static final ConfigOption<MemorySize> FLUSH_BUFFER_SIZE =
            ConfigOptions.key("sink.flush-buffer.size")
                    .memoryType()
                    .noDefaultValue()
                    .withDescription("Line protocol per request at most, before compression.");

    public static final ConfigOption<Duration> FLUSH_BUFFER_TIMEOUT =
            duration("sink.flush-buffer.timeout", "How long a point waits for others at most.");

    public static final ConfigOption<Integer> REQUESTS_MAX_INFLIGHT =
            number("sink.requests.max-inflight", "Requests of a subtask under way at once.");

    public static final ConfigOption<Integer> REQUESTS_MAX_BUFFERED =
            number(
                    "sink.requests.max-buffered",
                    "Points of a subtask that wait at most; then the job is back-pressured.");

    public static final ConfigOption<Precision> PRECISION =
            choice(
                    "sink.precision",
                    Precision.class,
                    "The unit of written times; finer times are rounded down.");

    public static final ConfigOption<Boolean> GZIP =
            flag("sink.gzip", "Whether requests are compressed.");

    public static final ConfigOption<Integer> MAX_RETRIES =
            number(
                    "sink.max-retries",
                    "How often a request is tried again after a transient answer; without it there"
                            + " is no limit.");

    public static final ConfigOption<Duration> RETRY_INITIAL_BACKOFF =
            duration("sink.retry.initial-backoff", "The first pause before a request's retry.");

    public static final ConfigOption<Duration> RETRY_MAX_BACKOFF =
            duration("sink.retry.max-backoff", "The longest pause before a request's retry.");

    public static final ConfigOption<OnError> ON_ERROR =
            choice(
                    "sink.on-error",
                    OnError.class,
                    "What is done with a point that will never be taken.");

    public static final ConfigOption<String> DEAD_LETTER_PATH =
            text("sink.dead-letter.path", "The folder of the points that will never be taken.");

    public static final ConfigOption<Integer> CIRCUIT_BREAKER_FAILURES =
            number(
                    "sink.circuit-breaker.failures",
                    "After how many failures in a row one request probes while the others wait.");

    public static final ConfigOption<Boolean> PREFLIGHT =
            flag("sink.preflight", "Whether the server is asked at the start if it takes points.");
    public static final ConfigOption<TypeGuard> TYPE_GUARD =
            choice(
                    "sink.type-guard",
                    TypeGuard.class,
                    "What is done about a field that has another type in the bucket.");

    public static final ConfigOption<Integer> MAX_SERIES =
            number(
                    "sink.max-series",
                    "How many series a subtask should write at most; without it they are not"
                            + " estimated.");

    public static final ConfigOption<OnMaxSeries> ON_MAX_SERIES =
            choice("sink.on-max-series", OnMaxSeries.class, "What is done beyond sink.max-series.");

    public static final ConfigOption<OnEmptyPoint> ON_EMPTY_POINT =
            choice(
                    "sink.on-empty-point",
                    OnEmptyPoint.class,
                    "What is done with a row all of whose fields are NULL.");

    public static final ConfigOption<Boolean> TIME_ASSIGN =
            flag(
                    "sink.time.assign",
                    "Whether a row whose time is NULL is given the time at which it is written;"
                            + " such rows are written twice after a failure.");

    public static final ConfigOption<Boolean> IGNORE_NULL_VALUES =
            ConfigOptions.key("sink.ignore-null-values")
                    .booleanType()
                    .defaultValue(true)
                    .withDescription("Whether a NULL field is left out; else it is an error.");

    public static final ConfigOption<DeleteMode> DELETE_MODE =
            choice("sink.delete.mode", DeleteMode.FAIL, "What a DELETE does.");

    public static final ConfigOption<Integer> PARALLELISM = FactoryUtil.SINK_PARALLELISM;

    static final Set<ConfigOption<?>> ALL =
            Set.of(
                    BATCH_MAX_SIZE,
                    FLUSH_BUFFER_SIZE,
                    FLUSH_BUFFER_TIMEOUT,
                    REQUESTS_MAX_INFLIGHT,
                    REQUESTS_MAX_BUFFERED,
                    PRECISION,
                    GZIP,
                    MAX_RETRIES,
                    RETRY_INITIAL_BACKOFF,
                    RETRY_MAX_BACKOFF,
                    ON_ERROR,
                    DEAD_LETTER_PATH,
                    CIRCUIT_BREAKER_FAILURES,
                    PREFLIGHT,
                    TYPE_GUARD,
                    MAX_SERIES,
                    ON_MAX_SERIES,
                    ON_EMPTY_POINT,
                    TIME_ASSIGN,
                    IGNORE_NULL_VALUES,
                    DELETE_MODE,
                    PARALLELISM);

    private InfluxDBSinkOptions() {}
}
