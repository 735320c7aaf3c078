/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.connector.influxdb.sink.DeadLetterHandler;
import org.apache.flink.connector.influxdb.sink.InfluxDBSink;
import org.apache.flink.connector.influxdb.sink.InfluxDBSinkBuilder;
import org.apache.flink.table.data.RowData;

import java.util.List;
import java.util.Optional;

/**
 * Makes sinks of a table's options. Only what is set is handed on, so that the builder's defaults
 * hold.
 */
final class SinkConfig {

    private final ReadableConfig options;
    private final InfluxDBConnectionOptions connection;

    SinkConfig(ReadableConfig options, InfluxDBConnectionOptions connection) {
        this.options = options;
        this.connection = connection;
    }

    Optional<Integer> parallelism() {
        return get(InfluxDBSinkOptions.PARALLELISM);
    }

    /** Whether rows that are deleted delete their points. */
    boolean isDeleting() {
        return options.get(InfluxDBSinkOptions.DELETE_MODE) == DeleteMode.DELETE;
    }

    /**
     * Makes the sink.
     *
     * @throws IllegalArgumentException that names every setting which is wrong
     */
    InfluxDBSink<RowData> sink(TableMapping mapping, List<MetadataColumn> metadata) {
        InfluxDBSinkBuilder<RowData> builder = InfluxDBSink.builder();
        builder.setConnection(connection)
                .setSerializer(
                        new RowDataSerializer(
                                mapping,
                                metadata,
                                options.get(InfluxDBSinkOptions.IGNORE_NULL_VALUES),
                                options.get(InfluxDBSinkOptions.DELETE_MODE),
                                get(InfluxDBSinkOptions.TIME_ASSIGN).orElse(false)));
        setBucket(builder, mapping);
        if (isDeleting()) {
            builder.setDeleteSelector(RowDataSerializer::isRemoved);
        }
        get(InfluxDBSinkOptions.PRECISION).ifPresent(builder::setPrecision);
        get(InfluxDBSinkOptions.BATCH_MAX_SIZE).ifPresent(builder::setMaxBatchSize);
        get(InfluxDBSinkOptions.FLUSH_BUFFER_SIZE)
                .map(MemorySize::getBytes)
                .ifPresent(builder::setMaxBatchSizeInBytes);
        get(InfluxDBSinkOptions.FLUSH_BUFFER_TIMEOUT).ifPresent(builder::setMaxTimeInBuffer);
        get(InfluxDBSinkOptions.REQUESTS_MAX_INFLIGHT).ifPresent(builder::setMaxInFlightRequests);
        get(InfluxDBSinkOptions.REQUESTS_MAX_BUFFERED).ifPresent(builder::setMaxBufferedRequests);
        get(InfluxDBSinkOptions.MAX_RETRIES).ifPresent(builder::setMaxRetries);
        get(InfluxDBSinkOptions.RETRY_INITIAL_BACKOFF).ifPresent(builder::setRetryInitialBackoff);
        get(InfluxDBSinkOptions.RETRY_MAX_BACKOFF).ifPresent(builder::setRetryMaxBackoff);
        get(InfluxDBSinkOptions.CIRCUIT_BREAKER_FAILURES)
                .ifPresent(builder::setCircuitBreakerFailures);
        get(InfluxDBSinkOptions.PREFLIGHT).ifPresent(builder::setPreflight);
        get(InfluxDBSinkOptions.ON_ERROR).ifPresent(builder::setOnError);
        get(InfluxDBSinkOptions.DEAD_LETTER_PATH)
                .map(DeadLetterHandler::files)
                .ifPresent(builder::setDeadLetterHandler);
        get(InfluxDBSinkOptions.TYPE_GUARD).ifPresent(builder::setTypeGuard);
        get(InfluxDBSinkOptions.MAX_SERIES).ifPresent(builder::setMaxSeries);
        get(InfluxDBSinkOptions.ON_MAX_SERIES).ifPresent(builder::setOnMaxSeries);
        get(InfluxDBSinkOptions.ON_EMPTY_POINT).ifPresent(builder::setOnEmptyPoint);
        get(InfluxDBSinkOptions.TIME_ASSIGN).ifPresent(builder::setTimeAssign);
        return builder.build();
    }

    private void setBucket(InfluxDBSinkBuilder<RowData> builder, TableMapping mapping) {
        ColumnPattern bucket =
                new ColumnPattern("bucket", options.get(InfluxDBConnectorOptions.BUCKET));
        if (bucket.isFixed()) {
            builder.setBucket(bucket.text());
        } else {
            builder.setBucketSelector(new RowName(bucket, mapping));
        }
    }

    private <T> Optional<T> get(ConfigOption<T> option) {
        return options.getOptional(option);
    }
}
