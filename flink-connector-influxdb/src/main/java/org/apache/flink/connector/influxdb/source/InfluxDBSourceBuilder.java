/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.functions.InvalidTypesException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.Predicate;
import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.model.TimeRange;

import javax.annotation.Nullable;

import java.util.List;

/**
 * Collects the settings of an {@link InfluxDBSource}. Nothing is checked before {@link #build},
 * which then reports all faults at once.
 *
 * @param <T> what the source emits
 */
@PublicEvolving
public final class InfluxDBSourceBuilder<T> extends SourceReadSettings<InfluxDBSourceBuilder<T>> {

    // Package-private, so that the checks of all of them together can live in a file of their own.
    @Nullable InfluxDBConnectionOptions connection;
    @Nullable String bucket;
    @Nullable String measurement;
    @Nullable List<String> measurements;
    @Nullable String measurementPattern;
    List<InfluxDBQuery.FieldColumn> fields = List.of();
    List<Predicate> predicates = List.of();
    @Nullable QueryLanguage language;
    @Nullable String queryText;
    @Nullable QueryLanguage queryTextLanguage;
    @Nullable String queryResult;
    TimeBounds start = TimeBounds.earliest();
    @Nullable TimeBounds stop;
    boolean isUnbounded;
    @Nullable Long filterStart;
    @Nullable Long filterStop;
    @Nullable InfluxDBDeserializationSchema<T> deserializer;
    @Nullable TypeInformation<T> producedType;

    InfluxDBSourceBuilder() {}

    @Override
    InfluxDBSourceBuilder<T> self() {
        return this;
    }

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

    /**
     * The measurement to read. One of this, {@link #setMeasurements}, {@link
     * #setMeasurementPattern} and {@link #setQuery} is required.
     */
    public InfluxDBSourceBuilder<T> setMeasurement(String measurement) {
        this.measurement = measurement;
        return this;
    }

    /**
     * Several measurements to read, with the same fields and predicates.
     *
     * @param measurements at least one, each once
     */
    public InfluxDBSourceBuilder<T> setMeasurements(List<String> measurements) {
        this.measurements = List.copyOf(measurements);
        return this;
    }

    /**
     * Reads all measurements whose name matches, as it is with {@link #setMeasurements}. Those that
     * the server gets later are read as well, if the source is unbounded, from the source's start
     * on; see {@link #setDiscoveryInterval}. Their rows may be late for the watermark.
     *
     * @param regex a regular expression of Java that the whole name must match
     */
    public InfluxDBSourceBuilder<T> setMeasurementPattern(String regex) {
        this.measurementPattern = regex;
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

    /**
     * Reads one of the results that a query in Flux answers with, by the name that {@code yield}
     * gives it. Required where there are several, since they come in another order each time.
     */
    public InfluxDBSourceBuilder<T> setQueryResult(String name) {
        this.queryResult = name;
        return this;
    }

    /** The first time to read. Default: {@link TimeBounds#earliest}. */
    public InfluxDBSourceBuilder<T> setStartingTime(TimeBounds start) {
        this.start = start;
        return this;
    }

    /**
     * The first time not to read any more. Default: {@link TimeBounds#latest}. Not together with
     * {@link #setUnbounded}.
     */
    public InfluxDBSourceBuilder<T> setBounded(TimeBounds stop) {
        this.stop = stop;
        return this;
    }

    /**
     * Reads on for ever: first the history, as a bounded source does, then new points as they come.
     * A point that becomes visible no later than {@link #setLateArrival} after its time is handed
     * on exactly once, and so is each change of its values that is seen within that time.
     */
    public InfluxDBSourceBuilder<T> setUnbounded() {
        this.isUnbounded = true;
        return this;
    }

    /**
     * Reads of the measurement only what lies between two times, on top of the bounds: for
     * conditions on the time that are known apart from them. If nothing lies between, nothing is
     * read.
     *
     * @param start nanoseconds since 1970, included
     * @param stop nanoseconds since 1970, excluded; {@link Long#MAX_VALUE} if unbounded
     */
    public InfluxDBSourceBuilder<T> setTimeFilter(long start, long stop) {
        this.filterStart = start;
        this.filterStop = stop;
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
        PlanOptions time =
                new PlanOptions(
                        start,
                        stop == null ? TimeBounds.latest() : stop,
                        filterStart == null ? TimeRange.ALL.start() : filterStart,
                        filterStop == null ? TimeRange.ALL.stop() : filterStop,
                        splitDuration,
                        splitMaxRows);
        return new InfluxDBSource<>(
                connection,
                new SourceScope(
                        query(),
                        queryText == null ? choice() : null,
                        time,
                        isUnbounded ? tailOptions() : null,
                        discoveryInterval()),
                readOptions(),
                deserializer,
                resolvedType());
    }

    private InfluxDBQuery query() {
        return queryText == null
                ? new InfluxDBQuery.OfMeasurement(
                        bucket,
                        choice().isPattern() ? "" : choice().names().get(0),
                        fields,
                        predicates,
                        language == null ? QueryLanguage.AUTO : language,
                        fetchSize)
                : new InfluxDBQuery.OfText(
                        bucket,
                        queryTextLanguage,
                        queryText,
                        queryResult == null ? "" : queryResult,
                        fetchSize);
    }

    private MeasurementChoice choice() {
        if (measurementPattern != null) {
            return MeasurementChoice.matching(measurementPattern);
        }
        return MeasurementChoice.named(measurements == null ? List.of(measurement) : measurements);
    }

    /** The type that is set, else the deserializer's own. */
    TypeInformation<T> resolvedType() throws InvalidTypesException {
        return producedType == null ? deserializer.getProducedType() : producedType;
    }
}
