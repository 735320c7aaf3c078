/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery.FieldColumn;
import org.apache.flink.connector.influxdb.model.TimeRange;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Finds points where the server answers Flux only, which is 2.x without a mapping for InfluxQL, or
 * with a token that {@code /query} does not take.
 *
 * <p>Flux over several shards leaves out what has another type than the first shard, in counts, in
 * {@code first()} and in {@code influxdb.cardinality()} alike (seen on 2.9.1). So what is proved
 * here is proved by the index of fields: a field that no shard of a range knows has no point there.
 */
final class FluxCensus implements Census {

    /** What an older server may say to what it does not know: nothing is proved then. */
    private static final Set<Kind> NOT_TOLD =
            EnumSet.of(Kind.INVALID, Kind.UNSUPPORTED, Kind.TOO_HEAVY);

    /** Servers make no shard group shorter than an hour. */
    private static final long SHORT_SHARD = 3_600_000_000_000L;

    private final FluxRequests flux;
    private final InfluxDBQuery.OfMeasurement query;
    private final BucketPath path;

    FluxCensus(FluxRequests flux, InfluxDBQuery.OfMeasurement query, BucketPath path) {
        this.flux = flux;
        this.query = query;
        this.path = path;
    }

    @Override
    public Optional<TimeRange> extent(TimeRange range) throws InfluxDBException {
        return isIndexed(range) ? Optional.of(range) : Optional.empty();
    }

    @Override
    public Optional<Long> earliest(TimeRange range) throws InfluxDBException {
        return new EarliestSearch(this::isIndexed, this::first).in(range);
    }

    /** The start of the first shard that knows a field, to within the length of a short one. */
    private Optional<Long> first(TimeRange range) throws InfluxDBException {
        if (!isIndexed(range)) {
            return Optional.empty();
        }
        TimeRange holding = range;
        while (Long.compareUnsigned(holding.unsignedLength(), SHORT_SHARD) > 0) {
            TimeRange half = holding.withStop(holding.middle());
            holding = isIndexed(half) ? half : holding.withStart(holding.middle());
        }
        return Optional.of(holding.start());
    }

    private boolean isIndexed(TimeRange range) throws InfluxDBException {
        String text = FluxDialect.fieldKeys(query, range);
        try (AnnotatedCsvCursor answer = ask(text)) {
            while (answer.next()) {
                if (isAsked(answer.getString(column(answer, CsvTable.VALUE, text)))) {
                    return true;
                }
            }
            return false;
        } catch (InfluxDBException e) {
            if (NOT_TOLD.contains(e.kind())) {
                return true;
            }
            throw e;
        }
    }

    private boolean isAsked(String field) {
        return query.fields().isEmpty()
                || query.fields().stream().map(FieldColumn::name).anyMatch(field::equals);
    }

    @Override
    public DensityCursor density(TimeRange range, long width) throws InfluxDBException {
        Optional<TimeRange> countable = wholeWindows(width).flatMap(range::intersect);
        if (countable.isEmpty()) {
            return DensityCursor.NO_WINDOWS;
        }
        String text = FluxDialect.density(query, countable.get(), width);
        try (AnnotatedCsvCursor answer = ask(text)) {
            return FluxDensity.read(answer, countable.get(), width, text);
        }
    }

    /**
     * Where windows neither begin before time (1677) nor end behind it (2262): there 2.9.1 answers
     * with windows without end.
     */
    private static Optional<TimeRange> wholeWindows(long width) {
        return width >= Long.MAX_VALUE / 2
                ? Optional.empty()
                : Optional.of(
                        new TimeRange(TimeRange.ALL.start() + width, TimeRange.ALL.stop() - width));
    }

    private AnnotatedCsvCursor ask(String text) throws InfluxDBException {
        QueryRequest request = FluxDialect.request(text, path.organization(), context(text));
        return new AnnotatedCsvCursor(flux.prepare(request), request.context());
    }

    private static String context(String text) {
        return "Flux query: " + text;
    }

    /** The position of a column that the answer must have. */
    static int column(AnnotatedCsvCursor answer, String name, String query)
            throws InfluxDBException {
        int position = answer.table().position(name);
        if (position < 0) {
            throw new InfluxDBException(
                    Kind.MALFORMED,
                    "The answer has no column '"
                            + name
                            + "', at line "
                            + answer.line()
                            + ". "
                            + context(query),
                    null);
        }
        return position;
    }
}
