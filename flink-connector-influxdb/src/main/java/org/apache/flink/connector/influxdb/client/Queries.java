/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;
import org.apache.flink.connector.influxdb.model.MeasurementSchema;
import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.model.TimeRange;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The reading half of the client: asks in the dialect of a server, and parses what it answers. Safe
 * for use by several threads.
 */
final class Queries {

    private static final Logger LOG = LoggerFactory.getLogger(Queries.class);

    /** Why a schema may be out of reach where the data are not. */
    private static final Set<Kind> NO_INFLUXQL =
            EnumSet.of(Kind.UNSUPPORTED, Kind.UNAUTHENTICATED, Kind.FORBIDDEN, Kind.NOT_FOUND);

    /** Tags may have these names, but Flux has columns of its own that are called so. */
    private static final Set<String> COLUMNS_OF_FLUX =
            Set.of("_time", "_value", "_field", "_measurement", "_start", "_stop");

    private final HttpTransport transport;
    private final InfluxDBVersion version;
    private final V2Buckets buckets;
    private final ShutdownGuard shutdowns;
    private final Map<String, BucketPath> paths = new ConcurrentHashMap<>();
    private final Set<String> unmapped = ConcurrentHashMap.newKeySet();

    Queries(HttpTransport transport, InfluxDBVersion version) {
        this.transport = transport;
        this.version = version;
        this.buckets = new V2Buckets(transport);
        this.shutdowns = new ShutdownGuard(transport);
    }

    RowCursor query(InfluxDBQuery query, TimeRange range) throws InfluxDBException {
        if (query instanceof InfluxDBQuery.OfText text) {
            return text(QueryDialect.of(query.language(), version), text, range);
        }
        InfluxDBQuery.OfMeasurement points = (InfluxDBQuery.OfMeasurement) query;
        QueryLanguage language = points.language();
        Optional<MeasurementSchema> schema = schema(points);
        if (language == QueryLanguage.AUTO) {
            // Who tells the schema in InfluxQL takes the query in InfluxQL.
            language = schema.isPresent() ? QueryLanguage.INFLUXQL : QueryLanguage.FLUX;
        }
        QueryDialect dialect = QueryDialect.of(language, version);
        return language == QueryLanguage.FLUX
                ? flux(dialect, points, schema, range)
                : influxQl(dialect, points, schema.orElseThrow(), range);
    }

    /** The schema, or nothing where it is out of reach and the query does not depend on it. */
    private Optional<MeasurementSchema> schema(InfluxDBQuery.OfMeasurement query)
            throws InfluxDBException {
        boolean isInfluxQl =
                query.language() == QueryLanguage.INFLUXQL
                        || query.language() == QueryLanguage.AUTO && version == InfluxDBVersion.V1;
        return isInfluxQl
                ? Optional.of(schema(query.bucket(), query.measurement()))
                : schemaIfTold(query);
    }

    private RowCursor text(QueryDialect dialect, InfluxDBQuery.OfText query, TimeRange range)
            throws InfluxDBException {
        if (query.language() == QueryLanguage.FLUX) {
            QueryRequest request = dialect.text(query, fluxPath(), range);
            return new ResultCursor(
                    new AnnotatedCsvCursor(fluxAnswer(request), request.context()),
                    query.result(),
                    request.context());
        }
        QueryRequest request = dialect.text(query, path(query.bucket()), range);
        return new InfluxQlTextCursor(transport.prepare(request), request.context());
    }

    private RowCursor influxQl(
            QueryDialect dialect,
            InfluxDBQuery.OfMeasurement query,
            MeasurementSchema schema,
            TimeRange range)
            throws InfluxDBException {
        MeasurementRead read = new MeasurementRead(query, schema);
        if (read.fields().isEmpty()) {
            return new EmptyCursor();
        }
        QueryRequest request = dialect.points(read, path(query.bucket()), range);
        return new InfluxQlCursor(transport.prepare(request), read, request.context());
    }

    /**
     * Reads through Flux, but for what Flux cannot read right: a field whose type changes from
     * shard to shard, of which it leaves out all but the first type without a word, and tags with
     * the names of its own columns. Such a measurement is read through InfluxQL.
     *
     * <p>Where 2.x does not tell the schema (no mapping for InfluxQL, or a token that {@code
     * /query} does not take), one shard group after the other is read: in each a field has one
     * type.
     */
    private RowCursor flux(
            QueryDialect dialect,
            InfluxDBQuery.OfMeasurement query,
            Optional<MeasurementSchema> schema,
            TimeRange range)
            throws InfluxDBException {
        MeasurementRead read =
                new MeasurementRead(query, new MeasurementSchema(List.of(), Map.of()));
        if (schema.isPresent()) {
            read = new MeasurementRead(query, schema.get());
            if (read.isMixed() || read.tags().stream().anyMatch(COLUMNS_OF_FLUX::contains)) {
                QueryDialect influxQl = QueryDialect.of(QueryLanguage.INFLUXQL, version);
                return influxQl(influxQl, query, schema.get(), range);
            }
            if (read.fields().isEmpty()) {
                return new EmptyCursor();
            }
        }
        if (version == InfluxDBVersion.V2 && schema.isEmpty()) {
            return byShardGroup(dialect, read, range);
        }
        if (version == InfluxDBVersion.V2 && range.stop() > EpochNanos.MAX) {
            return withLastInstant(dialect, read, schema.orElseThrow(), range);
        }
        return flux(dialect, read, range);
    }

    /**
     * The duration of shard groups is asked for each time, since it may be changed while a tail is
     * followed.
     */
    private RowCursor byShardGroup(QueryDialect dialect, MeasurementRead read, TimeRange range)
            throws InfluxDBException {
        ShardGroups groups = shardGroups(read.query().bucket());
        if (groups.containing(range.start()).stop() >= range.stop()) {
            return flux(dialect, read, range);
        }
        Census census = new FluxCensus(this::fluxAnswer, read.query(), fluxPath());
        return new ChainedCursor(
                new ReadsByShardGroup(range, groups, census, part -> flux(dialect, read, part)));
    }

    /**
     * Flux of 2.x never finds a point at {@link EpochNanos#MAX}, since no stop behind it can be
     * written that the storage would not cut back (seen on 2.9.1). InfluxQL does.
     */
    private RowCursor withLastInstant(
            QueryDialect dialect, MeasurementRead read, MeasurementSchema schema, TimeRange range)
            throws InfluxDBException {
        RowCursor last =
                influxQl(
                        QueryDialect.of(QueryLanguage.INFLUXQL, version),
                        read.query(),
                        schema,
                        new TimeRange(EpochNanos.MAX, EpochNanos.MAX + 1));
        if (range.start() == EpochNanos.MAX) {
            return last;
        }
        RowCursor others = flux(dialect, read, range.withStop(EpochNanos.MAX));
        Iterator<RowCursor> both = List.of(others, last).iterator();
        return new ChainedCursor(
                hadRows -> both.hasNext() ? Optional.of(both.next()) : Optional.empty());
    }

    private RowCursor flux(QueryDialect dialect, MeasurementRead read, TimeRange range)
            throws InfluxDBException {
        QueryRequest request = dialect.points(read, fluxPath(), range);
        return new FluxCursor(
                fluxAnswer(request),
                new FluxLayout(read),
                range,
                FluxCursor.DEFAULT_MAX_BYTES,
                request.context());
    }

    /** 1.8 lets Flux run until its process ends, and the connection with it. */
    private StreamedAnswer fluxAnswer(QueryRequest request) throws InfluxDBException {
        StreamedRequest answer = transport.prepare(request);
        return version == InfluxDBVersion.V2 ? shutdowns.guard(answer, request.context()) : answer;
    }

    private Optional<MeasurementSchema> schemaIfTold(InfluxDBQuery.OfMeasurement query)
            throws InfluxDBException {
        if (unmapped.contains(query.bucket())) {
            return Optional.empty();
        }
        try {
            return Optional.of(schema(query.bucket(), query.measurement()));
        } catch (InfluxDBException e) {
            if (NO_INFLUXQL.contains(e.kind())) {
                if (e.kind() == Kind.UNSUPPORTED) {
                    unmapped.add(query.bucket());
                }
                LOG.debug("The server does not tell a schema in InfluxQL", e);
                return Optional.empty();
            }
            throw e;
        }
    }

    MeasurementSchema schema(String bucket, String measurement) throws InfluxDBException {
        return new SchemaQuery(transport, this::fluxAnswer)
                .schema(path(bucket), bucket, measurement);
    }

    Optional<Map<String, MeasurementSchema>> schemas(String bucket, int limit)
            throws InfluxDBException {
        BucketPath path = path(bucket);
        boolean isDefault =
                version == InfluxDBVersion.V1 ? path.retentionPolicy().isEmpty() : path.isDefault();
        return isDefault
                ? Optional.of(
                        new SchemaQuery(transport, this::fluxAnswer).schemas(path, bucket, limit))
                : Optional.empty();
    }

    List<String> measurements(String bucket) throws InfluxDBException {
        MeasurementsQuery names = new MeasurementsQuery(transport, this::fluxAnswer);
        try {
            BucketPath path = path(bucket);
            return path.isDefault() ? names.influxQl(path, bucket) : names.flux(fluxPath(), bucket);
        } catch (InfluxDBException e) {
            if (version == InfluxDBVersion.V1 || !NO_INFLUXQL.contains(e.kind())) {
                throw e;
            }
            return names.flux(fluxPath(), bucket);
        }
    }

    ShardGroups shardGroups(String bucket) throws InfluxDBException {
        return version == InfluxDBVersion.V1
                ? new V1ShardGroups(transport).of(BucketPath.ofV1(bucket), bucket)
                : AlignedShardGroups.of(
                        buckets.find(bucket)
                                .map(found -> found.retention().shardGroupSeconds())
                                .orElse(0L));
    }

    BucketRetention retention(String bucket) throws InfluxDBException {
        return version == InfluxDBVersion.V1
                ? new V1ShardGroups(transport).retention(BucketPath.ofV1(bucket), bucket)
                : buckets.readable(bucket).retention();
    }

    Census census(InfluxDBQuery.OfMeasurement query) throws InfluxDBException {
        Optional<MeasurementSchema> schema = schema(query);
        if (schema.isEmpty()) {
            return new FluxCensus(this::fluxAnswer, query, fluxPath());
        }
        MeasurementRead read = new MeasurementRead(query, schema.get());
        return read.fields().isEmpty()
                ? Census.NO_POINTS
                : new InfluxQlCensus(transport, read, path(query.bucket()));
    }

    private BucketPath path(String bucket) throws InfluxDBException {
        BucketPath known = paths.get(bucket);
        if (known == null) {
            QueryDialect.of(QueryLanguage.INFLUXQL, version);
            known = version == InfluxDBVersion.V1 ? BucketPath.ofV1(bucket) : buckets.path(bucket);
            paths.put(bucket, known);
        }
        return known;
    }

    private BucketPath fluxPath() {
        return BucketPath.ofFlux(
                version == InfluxDBVersion.V1 ? "" : transport.options().organization());
    }
}
