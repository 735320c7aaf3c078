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

    private final BatchingChoices batching = new BatchingChoices();
    private final GuardingChoices guarding = new GuardingChoices();
    private final WatchingChoices watching = new WatchingChoices();
    private final RoutingChoices<T> routing = new RoutingChoices<>();
    @Nullable private InfluxDBConnectionOptions connection;
    @Nullable private InfluxDBSerializationSchema<T> serializer;
    @Nullable private Precision precision = Precision.NS;
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
        routing.bucket = bucket;
        return this;
    }

    /**
     * Chooses the bucket of each record, written as for {@link #setBucket}. Buckets are written to
     * side by side, in requests of their own. A record for which it returns null goes to the bucket
     * of {@link #setBucket}; without one, or if the name is blank, its points are rejected.
     * Default: none, all records go to that bucket.
     */
    public InfluxDBSinkBuilder<T> setBucketSelector(SerializableFunction<T, String> selector) {
        routing.bucketSelector = selector;
        return this;
    }

    /**
     * Says which records delete their points instead of writing them. What counts of such a point
     * are measurement, tags and time; it needs no fields. A point that the server could only delete
     * together with others is rejected. Default: none deletes.
     */
    public InfluxDBSinkBuilder<T> setDeleteSelector(FilterFunction<T> selector) {
        routing.deleteSelector = selector;
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
        batching.maxPoints = points;
        return this;
    }

    /**
     * The most bytes of line protocol in one request, before compression, at most 1 GiB. A point
     * whose line alone is longer is rejected. Default: 5 MiB.
     */
    public InfluxDBSinkBuilder<T> setMaxBatchSizeInBytes(long bytes) {
        batching.maxBytes = bytes;
        return this;
    }

    /**
     * How long a point waits at most for its batch to become full, at least 1 ms. While the server
     * is away or busy, points wait longer. Default: 1 s.
     */
    public InfluxDBSinkBuilder<T> setMaxTimeInBuffer(Duration time) {
        batching.maxTime = time;
        return this;
    }

    /** The most requests at a time, per subtask, at least 1. Default: 4. */
    public InfluxDBSinkBuilder<T> setMaxInFlightRequests(int requests) {
        batching.maxInFlight = requests;
        return this;
    }

    /**
     * The most points that wait in a subtask, at least the batch size. Beyond it the job is
     * back-pressured, and a checkpoint waits until there is room again: to let checkpoints complete
     * through an outage, take the points per second and subtask times the seconds of the outage.
     * Default: 50000.
     */
    public InfluxDBSinkBuilder<T> setMaxBufferedRequests(int points) {
        batching.maxBuffered = points;
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
     * What is done about a field that has another type in its bucket. The types are read from the
     * server, and read again before a point is rejected; what the server does not tell is not
     * compared. Default: {@link TypeGuard#CHECK}.
     */
    public InfluxDBSinkBuilder<T> setTypeGuard(TypeGuard typeGuard) {
        guarding.typeGuard = typeGuard;
        return this;
    }

    /**
     * Whether a point that has no time, and whose record has no timestamp, is given the time at
     * which it is written: strictly increasing in each subtask, by a unit of the {@link
     * #setPrecision precision} at least. After a failure such points are written a second time, at
     * another time: duplicates. Default: false, such a point is rejected.
     */
    public InfluxDBSinkBuilder<T> setTimeAssign(boolean assign) {
        guarding.assignsTime = assign;
        return this;
    }

    /** What is done with a point all of whose fields are null. Default: it is rejected. */
    public InfluxDBSinkBuilder<T> setOnEmptyPoint(OnEmptyPoint onEmptyPoint) {
        guarding.onEmptyPoint = onEmptyPoint;
        return this;
    }

    /**
     * How many series each subtask should write at most, at least 1. They are estimated from its
     * start on, to about two percent, and so are the values of each tag. Default: no limit, and no
     * estimate.
     */
    public InfluxDBSinkBuilder<T> setMaxSeries(long series) {
        guarding.maxSeries = series;
        return this;
    }

    /** What is done beyond {@link #setMaxSeries}. Default: a warning in the log. */
    public InfluxDBSinkBuilder<T> setOnMaxSeries(OnMaxSeries onMaxSeries) {
        guarding.onMaxSeries = onMaxSeries;
        return this;
    }

    /**
     * After how many failed attempts in a row only one request at a time is under way, to see
     * whether the server is well again, while all other points wait; at least 1. Default: 5.
     */
    public InfluxDBSinkBuilder<T> setCircuitBreakerFailures(int failures) {
        watching.circuitFailures = failures;
        return this;
    }

    /**
     * Whether the sink asks the server, before the first point goes, if it would take points: a
     * wrong token or bucket fails the job then, although there is nothing to write yet. It stops no
     * job that could write. Default: true.
     */
    public InfluxDBSinkBuilder<T> setPreflight(boolean preflight) {
        watching.preflight = preflight;
        return this;
    }

    /**
     * How long the server may go on with a write after it has given up the request, from 1 ms on:
     * {@code [coordinator] write-timeout} of 1.8, {@code storage-write-timeout} of 2.x. A newer
     * value of a point whose last write may still land waits so long, lest the older one come last.
     * Default: 10 s, as on the servers.
     */
    public InfluxDBSinkBuilder<T> setServerWriteTimeout(Duration timeout) {
        watching.serverWriteTimeout = timeout;
        return this;
    }

    /**
     * Checks all settings and makes the sink.
     *
     * @throws IllegalArgumentException if settings are missing or wrong; it names every one of them
     *     and what it should be
     */
    public InfluxDBSink<T> build() {
        return build(InfluxDBClient::create);
    }

    /** The sink with a client of another kind. */
    InfluxDBSink<T> build(ClientFactory clientFactory) {
        SettingFaults faults = new SettingFaults();
        checkWhere(faults);
        routing.check(faults);
        batching.check(faults);
        SinkSettingChecks.retrying(faults, retryInitialBackoff, retryMaxBackoff, maxRetries);
        SinkSettingChecks.rejecting(faults, onError, deadLetterHandler);
        guarding.check(faults);
        watching.check(faults);
        faults.throwIfAny("The InfluxDB sink");
        return new InfluxDBSink<>(
                connection,
                serializer,
                routing.settings(),
                new SinkSettings(
                        routing.bucket,
                        precision,
                        batching.settings(),
                        retrying(),
                        SinkSettings.Rejecting.of(onError, deadLetterHandler),
                        guarding.settings(),
                        watching.settings(routing.bucketSelector == null)),
                clientFactory);
    }

    private void checkWhere(SettingFaults faults) {
        faults.require(connection != null, "url", "setConnection", "is missing: say which server");
        faults.require(
                serializer != null, "setSerializer is missing: say how a record becomes a point");
        faults.require(precision != null, "sink.precision", "setPrecision", "is null");
    }

    private SinkSettings.Retrying retrying() {
        return new SinkSettings.Retrying(
                retryInitialBackoff.toMillis(),
                retryMaxBackoff.toMillis(),
                maxRetries == null ? SinkSettings.Retrying.NO_LIMIT : maxRetries);
    }
}
