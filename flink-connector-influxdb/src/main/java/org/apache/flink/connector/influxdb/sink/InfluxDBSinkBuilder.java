/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.connector.influxdb.client.Precision;
import org.apache.flink.util.function.SerializableFunction;

import javax.annotation.Nullable;

import java.time.Duration;

/**
 * Builds an {@link InfluxDBSink}. Connection, bucket and serializer are required; all else has a
 * default. All settings are checked together by {@link #build()}.
 *
 * @param <T> the type of the records
 */
@PublicEvolving
public final class InfluxDBSinkBuilder<T> {

    /** A request's body is one array. */
    private static final long MAX_BODY = 1L << 30;

    @Nullable private InfluxDBConnectionOptions connection;
    @Nullable private String bucket;
    @Nullable private SerializableFunction<T, String> bucketSelector;
    @Nullable private FilterFunction<T> deleteSelector;
    @Nullable private InfluxDBSerializationSchema<T> serializer;
    @Nullable private Precision precision = Precision.NS;
    private int maxBatchSize = 5_000;
    private long maxBatchSizeInBytes = 5L * 1024 * 1024;
    @Nullable private Duration maxTimeInBuffer = Duration.ofSeconds(1);
    private int maxInFlightRequests = 4;
    private int maxBufferedRequests = 50_000;
    @Nullable private Duration retryInitialBackoff = Duration.ofMillis(200);
    @Nullable private Duration retryMaxBackoff = Duration.ofSeconds(30);
    @Nullable private Integer maxRetries;
    @Nullable private OnError onError;
    @Nullable private DeadLetterHandler deadLetterHandler;

    InfluxDBSinkBuilder() {}

    /** How to reach the server. Required. */
    public InfluxDBSinkBuilder<T> setConnection(InfluxDBConnectionOptions connection) {
        this.connection = connection;
        return this;
    }

    /**
     * Where the points go: a bucket, by name or id; on InfluxDB 1.8 {@code database} or {@code
     * database/retention-policy}. It must exist. Required, unless there is a {@link
     * #setBucketSelector bucket selector}.
     */
    public InfluxDBSinkBuilder<T> setBucket(String bucket) {
        this.bucket = bucket;
        return this;
    }

    /**
     * Chooses the bucket of each record, written as for {@link #setBucket}. Buckets are written to
     * side by side, in requests of their own. A record for which it returns null goes to the bucket
     * of {@link #setBucket}; without one, or if the name is blank, its points are rejected.
     * Default: none, all records go to that bucket.
     */
    public InfluxDBSinkBuilder<T> setBucketSelector(SerializableFunction<T, String> selector) {
        this.bucketSelector = selector;
        return this;
    }

    /**
     * Says which records delete their points instead of writing them. What counts of such a point
     * are measurement, tags and time; it needs no fields. A point that the server could only delete
     * together with others is rejected. Default: none deletes.
     */
    public InfluxDBSinkBuilder<T> setDeleteSelector(FilterFunction<T> selector) {
        this.deleteSelector = selector;
        return this;
    }

    /** Makes points out of records. Required. */
    public InfluxDBSinkBuilder<T> setSerializer(InfluxDBSerializationSchema<T> serializer) {
        this.serializer = serializer;
        return this;
    }

    /**
     * The unit of the times on the wire. A coarser one than the points have rounds their times
     * down, so that points of one series may fall together: then the last one wins. Default:
     * nanoseconds.
     */
    public InfluxDBSinkBuilder<T> setPrecision(Precision precision) {
        this.precision = precision;
        return this;
    }

    /** The most points in one request, at least 1. Default: 5000. */
    public InfluxDBSinkBuilder<T> setMaxBatchSize(int points) {
        this.maxBatchSize = points;
        return this;
    }

    /**
     * The most bytes of line protocol in one request, before compression, at most 1 GiB. A point
     * whose line alone is longer is rejected. Default: 5 MiB.
     */
    public InfluxDBSinkBuilder<T> setMaxBatchSizeInBytes(long bytes) {
        this.maxBatchSizeInBytes = bytes;
        return this;
    }

    /**
     * How long a point waits at most for its batch to become full, at least 1 ms. While the server
     * is away or busy, points wait longer. Default: 1 s.
     */
    public InfluxDBSinkBuilder<T> setMaxTimeInBuffer(Duration time) {
        this.maxTimeInBuffer = time;
        return this;
    }

    /** The most requests at a time, per subtask, at least 1. Default: 4. */
    public InfluxDBSinkBuilder<T> setMaxInFlightRequests(int requests) {
        this.maxInFlightRequests = requests;
        return this;
    }

    /**
     * The most points that wait in a subtask, at least the batch size. Beyond it the job is
     * back-pressured, and a checkpoint waits until there is room again: to let checkpoints complete
     * through an outage, take the points per second and subtask times the seconds of the outage.
     * Default: 50000.
     */
    public InfluxDBSinkBuilder<T> setMaxBufferedRequests(int points) {
        this.maxBufferedRequests = points;
        return this;
    }

    /**
     * The longest wait before the first attempt to write again after a failure, at least 1 ms. Each
     * further failure in a row doubles it; the wait itself is drawn at random below it. A wait that
     * the server asks for wins. Default: 200 ms.
     */
    public InfluxDBSinkBuilder<T> setRetryInitialBackoff(Duration backoff) {
        this.retryInitialBackoff = backoff;
        return this;
    }

    /** The longest wait before any attempt, at least the initial one. Default: 30 s. */
    public InfluxDBSinkBuilder<T> setRetryMaxBackoff(Duration backoff) {
        this.retryMaxBackoff = backoff;
        return this;
    }

    /**
     * After how many further attempts in a row, none of which wrote anything, the job fails; at
     * least 0, which means after the first failure. Default: no limit, the sink waits for the
     * server.
     */
    public InfluxDBSinkBuilder<T> setMaxRetries(int retries) {
        this.maxRetries = retries;
        return this;
    }

    /**
     * What is done with a point that will never be taken. Default: the job fails; with a {@link
     * #setDeadLetterHandler dead letter handler}, the point goes there.
     */
    public InfluxDBSinkBuilder<T> setOnError(OnError onError) {
        this.onError = onError;
        return this;
    }

    /** Takes the points that will never be taken by the server. Default: none. */
    public InfluxDBSinkBuilder<T> setDeadLetterHandler(DeadLetterHandler handler) {
        this.deadLetterHandler = handler;
        return this;
    }

    /**
     * Checks all settings and makes the sink.
     *
     * @throws IllegalArgumentException if settings are missing or wrong; it names every one of them
     *     and what it should be
     */
    public InfluxDBSink<T> build() {
        SettingFaults faults = new SettingFaults();
        checkWhere(faults);
        checkBatching(faults);
        checkRetrying(faults);
        checkRejecting(faults);
        faults.throwIfAny("The InfluxDB sink");
        return new InfluxDBSink<>(
                connection,
                serializer,
                new Routing<>(bucket, bucketSelector, deleteSelector),
                new SinkSettings(bucket, precision, batching(), retrying(), rejecting()),
                InfluxDBClient::create);
    }

    private void checkWhere(SettingFaults faults) {
        faults.require(connection != null, "url", "setConnection", "is missing: say which server");
        faults.require(
                bucket == null ? bucketSelector != null : !bucket.isBlank(),
                "bucket",
                "setBucket",
                "is missing: name the bucket, or the database of an InfluxDB 1.8, or let records"
                        + " choose (setBucketSelector)");
        faults.require(
                serializer != null, "setSerializer is missing: say how a record becomes a point");
        faults.require(precision != null, "sink.precision", "setPrecision", "is null");
    }

    private void checkBatching(SettingFaults faults) {
        faults.atLeast(1, maxBatchSize, "sink.batch.max-size", "setMaxBatchSize");
        faults.require(
                maxBatchSizeInBytes >= 1 && maxBatchSizeInBytes <= MAX_BODY,
                "sink.flush-buffer.size",
                "setMaxBatchSizeInBytes",
                "is " + maxBatchSizeInBytes + " bytes: it must be from 1 byte to 1 gb");
        faults.period(maxTimeInBuffer, "sink.flush-buffer.timeout", "setMaxTimeInBuffer");
        faults.atLeast(
                1, maxInFlightRequests, "sink.requests.max-inflight", "setMaxInFlightRequests");
        faults.require(
                maxBufferedRequests >= maxBatchSize,
                "sink.requests.max-buffered",
                "setMaxBufferedRequests",
                "is "
                        + maxBufferedRequests
                        + ": it must be at least sink.batch.max-size, "
                        + maxBatchSize
                        + ", or no batch ever becomes full");
    }

    private SinkSettings.Batching batching() {
        return new SinkSettings.Batching(
                maxBatchSize,
                maxBatchSizeInBytes,
                maxTimeInBuffer.toMillis(),
                maxInFlightRequests,
                maxBufferedRequests);
    }

    private void checkRetrying(SettingFaults faults) {
        faults.period(retryInitialBackoff, "sink.retry.initial-backoff", "setRetryInitialBackoff");
        faults.period(retryMaxBackoff, "sink.retry.max-backoff", "setRetryMaxBackoff");
        faults.require(
                retryMaxBackoff == null
                        || retryInitialBackoff == null
                        || retryMaxBackoff.compareTo(retryInitialBackoff) >= 0,
                "sink.retry.max-backoff",
                "setRetryMaxBackoff",
                "is "
                        + retryMaxBackoff
                        + ": it must be at least sink.retry.initial-backoff, "
                        + retryInitialBackoff);
        faults.require(
                maxRetries == null || maxRetries >= 0,
                "sink.max-retries",
                "setMaxRetries",
                "is " + maxRetries + ": it must be at least 0; leave it out for no limit");
    }

    private SinkSettings.Retrying retrying() {
        return new SinkSettings.Retrying(
                retryInitialBackoff.toMillis(),
                retryMaxBackoff.toMillis(),
                maxRetries == null ? SinkSettings.Retrying.NO_LIMIT : maxRetries);
    }

    private void checkRejecting(SettingFaults faults) {
        faults.require(
                onError != OnError.DEAD_LETTER || deadLetterHandler != null,
                "sink.on-error",
                "setOnError",
                "is 'dead-letter', and nothing takes them: set sink.dead-letter.path, or"
                        + " setDeadLetterHandler");
        faults.require(
                deadLetterHandler == null || onError == null || onError == OnError.DEAD_LETTER,
                "sink.on-error",
                "setOnError",
                "is '"
                        + onError
                        + "', so that no dead letter is ever written: leave out"
                        + " sink.dead-letter.path (setDeadLetterHandler), or set 'dead-letter'");
    }

    private SinkSettings.Rejecting rejecting() {
        if (deadLetterHandler != null) {
            return new SinkSettings.Rejecting(OnError.DEAD_LETTER, deadLetterHandler);
        }
        return onError == OnError.SKIP ? SinkSettings.Rejecting.SKIP : SinkSettings.Rejecting.FAIL;
    }
}
