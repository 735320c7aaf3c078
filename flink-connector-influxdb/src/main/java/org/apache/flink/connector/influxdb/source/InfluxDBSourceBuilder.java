/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.functions.InvalidTypesException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.Predicate;
import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.model.TimeRange;

import javax.annotation.Nullable;

import java.time.Duration;
import java.util.List;

/**
 * Collects the settings of an {@link InfluxDBSource}. Nothing is checked before {@link #build},
 * which then reports all faults at once.
 *
 * @param <T> what the source emits
 */
@PublicEvolving
public final class InfluxDBSourceBuilder<T> {

    /** Default of {@link #setSplitMaxRows}. */
    public static final long DEFAULT_SPLIT_MAX_ROWS = 500_000;

    /** Default of {@link #setMaxOpenSplits}. */
    public static final int DEFAULT_MAX_OPEN_SPLITS = 2;

    /** Default of {@link #setMaxRetries}. */
    public static final int DEFAULT_MAX_RETRIES = 10;

    /** Default of {@link #setInitialBackoff}. */
    public static final Duration DEFAULT_INITIAL_BACKOFF = Duration.ofMillis(200);

    /** Default of {@link #setMaxBackoff}. */
    public static final Duration DEFAULT_MAX_BACKOFF = Duration.ofSeconds(30);

    // Package-private, so that the checks of all of them together can live in a file of their own.
    @Nullable InfluxDBConnectionOptions connection;
    @Nullable String bucket;
    @Nullable String measurement;
    List<InfluxDBQuery.FieldColumn> fields = List.of();
    List<Predicate> predicates = List.of();
    @Nullable QueryLanguage language;
    @Nullable String queryText;
    @Nullable QueryLanguage queryTextLanguage;
    TimeBounds start = TimeBounds.earliest();
    TimeBounds stop = TimeBounds.latest();
    @Nullable Long filterStart;
    @Nullable Long filterStop;
    @Nullable Duration splitDuration;
    long splitMaxRows = DEFAULT_SPLIT_MAX_ROWS;
    int maxOpenSplits = DEFAULT_MAX_OPEN_SPLITS;
    int maxRetries = DEFAULT_MAX_RETRIES;
    Duration initialBackoff = DEFAULT_INITIAL_BACKOFF;
    Duration maxBackoff = DEFAULT_MAX_BACKOFF;
    QueryResume queryResume = QueryResume.FAIL;
    @Nullable InfluxDBDeserializationSchema<T> deserializer;
    @Nullable TypeInformation<T> producedType;

    InfluxDBSourceBuilder() {}

    /** How to reach the server. Required. */
    public InfluxDBSourceBuilder<T> setConnection(InfluxDBConnectionOptions connection) {
        this.connection = connection;
        return this;
    }

    /** The bucket; on 1.8 {@code database} or {@code database/retention-policy}. Required. */
    public InfluxDBSourceBuilder<T> setBucket(String bucket) {
        this.bucket = bucket;
        return this;
    }

    /** The measurement to read. Either this or {@link #setQuery} is required. */
    public InfluxDBSourceBuilder<T> setMeasurement(String measurement) {
        this.measurement = measurement;
        return this;
    }

    /**
     * Reads only these fields of the measurement, and only the points that have at least one of
     * them. Without it, or with an empty list, all fields are read, in the server's types.
     */
    public InfluxDBSourceBuilder<T> setFields(List<InfluxDBQuery.FieldColumn> fields) {
        this.fields = List.copyOf(fields);
        return this;
    }

    /**
     * Reads only the points of the measurement that meet all of these conditions. Default: none.
     */
    public InfluxDBSourceBuilder<T> setPredicates(List<Predicate> predicates) {
        this.predicates = List.copyOf(predicates);
        return this;
    }

    /**
     * The language in which the measurement is read: AUTO (default), INFLUXQL or FLUX. All give the
     * same rows in the same order; InfluxQL streams, Flux is read split by split into memory. AUTO
     * is InfluxQL where the server takes it for the bucket, else Flux.
     */
    public InfluxDBSourceBuilder<T> setQueryLanguage(QueryLanguage language) {
        this.language = language;
        return this;
    }

    /**
     * Reads the answer to a query instead of a measurement, in the order in which it comes. One
     * query is sent for the whole range of time, unless {@link #setSplitDuration} says that it may
     * be cut.
     *
     * @param language FLUX or INFLUXQL
     * @param text may use the range of time: {@code v.timeRangeStart} and {@code v.timeRangeStop}
     *     in Flux, {@code $timeFilter} in InfluxQL. After a failure it must give the same rows
     *     again
     */
    public InfluxDBSourceBuilder<T> setQuery(QueryLanguage language, String text) {
        this.queryTextLanguage = language;
        this.queryText = text;
        return this;
    }

    /** The first time to read. Default: {@link TimeBounds#earliest}. */
    public InfluxDBSourceBuilder<T> setStartingTime(TimeBounds start) {
        this.start = start;
        return this;
    }

    /** The first time not to read any more. Default: {@link TimeBounds#latest}. */
    public InfluxDBSourceBuilder<T> setBounded(TimeBounds stop) {
        this.stop = stop;
        return this;
    }

    /**
     * Reads of the measurement only what lies between two times, on top of the bounds: for
     * conditions on the time that are known apart from them. If nothing lies between, nothing is
     * read.
     *
     * @param start nanoseconds since 1970, included
     * @param stop nanoseconds since 1970, excluded
     */
    public InfluxDBSourceBuilder<T> setTimeFilter(long start, long stop) {
        this.filterStart = start;
        this.filterStop = stop;
        return this;
    }

    /**
     * Cuts the range of time into splits of this width, at its multiples counted from 1970, instead
     * of cutting by rows. For a query of one's own it means that the query may be cut there: means,
     * limits and windows are then those of each piece.
     *
     * @param width longer than 0; default: none
     */
    public InfluxDBSourceBuilder<T> setSplitDuration(Duration width) {
        this.splitDuration = width;
        return this;
    }

    /**
     * About how many rows of a measurement one split should have: what one query reads, and what a
     * reader works on at a time. More splits balance better over the readers, fewer mean fewer
     * queries.
     *
     * @param rows at least 1; default {@value #DEFAULT_SPLIT_MAX_ROWS}
     */
    public InfluxDBSourceBuilder<T> setSplitMaxRows(long rows) {
        this.splitMaxRows = rows;
        return this;
    }

    /**
     * How many splits each reader reads at the same time: so many queries it keeps the server
     * answering.
     *
     * @param splits at least 1; default {@value #DEFAULT_MAX_OPEN_SPLITS}
     */
    public InfluxDBSourceBuilder<T> setMaxOpenSplits(int splits) {
        this.maxOpenSplits = splits;
        return this;
    }

    /**
     * How often a read that failed for a passing reason is tried again without a single new row,
     * before the job fails.
     *
     * @param retries 0 or more; default {@value #DEFAULT_MAX_RETRIES}
     */
    public InfluxDBSourceBuilder<T> setMaxRetries(int retries) {
        this.maxRetries = retries;
        return this;
    }

    /**
     * The longest wait before the first retry. It doubles from retry to retry; each wait is a
     * random part of it, or what the server asks for if that is longer.
     *
     * @param backoff longer than 0; default 200 ms
     */
    public InfluxDBSourceBuilder<T> setInitialBackoff(Duration backoff) {
        this.initialBackoff = backoff;
        return this;
    }

    /**
     * The longest wait before any retry, unless the server asks for more.
     *
     * @param backoff not shorter than the initial one; default 30 s
     */
    public InfluxDBSourceBuilder<T> setMaxBackoff(Duration backoff) {
        this.maxBackoff = backoff;
        return this;
    }

    /** Makes records of rows. Required. */
    public InfluxDBSourceBuilder<T> setDeserializer(InfluxDBDeserializationSchema<T> deserializer) {
        this.deserializer = deserializer;
        return this;
    }

    /** The type of the records. Required where the deserializer cannot tell it, as a lambda. */
    public InfluxDBSourceBuilder<T> setProducedType(TypeInformation<T> producedType) {
        this.producedType = producedType;
        return this;
    }

    /**
     * Makes the source.
     *
     * @throws IllegalArgumentException that names every setting which is missing or wrong
     */
    public InfluxDBSource<T> build() {
        SourceSettingsCheck.check(this);
        InfluxDBConnectionOptions server = connection;
        return new InfluxDBSource<>(
                () -> InfluxDBClient.create(server),
                query(),
                new PlanOptions(
                        start,
                        stop,
                        filterStart == null ? TimeRange.ALL.start() : filterStart,
                        filterStop == null ? TimeRange.ALL.stop() : filterStop,
                        splitDuration,
                        splitMaxRows),
                new ReadOptions(
                        new RetryOptions(maxRetries, initialBackoff, maxBackoff),
                        TailOptions.DEFAULT,
                        maxOpenSplits,
                        queryResume),
                deserializer,
                resolvedType());
    }

    private InfluxDBQuery query() {
        return queryText == null
                ? new InfluxDBQuery.OfMeasurement(
                        bucket,
                        measurement,
                        fields,
                        predicates,
                        language == null ? QueryLanguage.AUTO : language)
                : new InfluxDBQuery.OfText(bucket, queryTextLanguage, queryText);
    }

    /** The type that is set, else the deserializer's own. */
    TypeInformation<T> resolvedType() throws InvalidTypesException {
        return producedType == null ? deserializer.getProducedType() : producedType;
    }
}
