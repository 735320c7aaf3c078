/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.annotation.Internal;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SupportsSplitReassignmentOnRecovery;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.lineage.LineageVertexProvider;
import org.apache.flink.streaming.api.lineage.SourceLineageVertex;

import java.util.Random;

/**
 * Reads measurements of an InfluxDB, or the answer to a query, between two times or for ever.
 *
 * <p>The range of time is cut into splits, which are read in parallel, each as one query whose
 * answer streams in. The rows of a measurement come in time order within a split, and splits are
 * handed out in time order. A row's time becomes the record's timestamp, rounded down to
 * milliseconds.
 *
 * <p>A row is a point with one of the fields asked for, known by its series and its time. Into
 * Flink's exactly-once state it comes at most once, over failures of job, server and connection;
 * and it does come if it was there when the query was sent that read over its time. A reader goes
 * on behind the last row that the checkpoint, or it itself, has seen. A point that is written into
 * a range that has been read over is not picked up, and makes no other row come twice or not at
 * all, also where its instant was read in part. A source that never ends does pick it up, exactly
 * once for each change, if it becomes visible no later than late arrival after its time.
 *
 * @param <T> what the source emits
 */
@PublicEvolving
public final class InfluxDBSource<T>
        implements Source<T, InfluxDBSplit, EnumeratorState>,
                SupportsSplitReassignmentOnRecovery,
                ResultTypeQueryable<T>,
                LineageVertexProvider {

    private static final long serialVersionUID = 1L;

    private final InfluxDBConnectionOptions connection;
    private final SourceScope scope;
    private final ReadOptions read;
    private final InfluxDBDeserializationSchema<T> deserializer;
    private final TypeInformation<T> producedType;

    InfluxDBSource(
            InfluxDBConnectionOptions connection,
            SourceScope scope,
            ReadOptions read,
            InfluxDBDeserializationSchema<T> deserializer,
            TypeInformation<T> producedType) {
        this.connection = connection;
        this.scope = scope;
        this.read = read;
        this.deserializer = deserializer;
        this.producedType = producedType;
    }

    /** Begins with the defaults. */
    public static <T> InfluxDBSourceBuilder<T> builder() {
        return new InfluxDBSourceBuilder<>();
    }

    @Override
    public Boundedness getBoundedness() {
        return scope.isUnbounded() ? Boundedness.CONTINUOUS_UNBOUNDED : Boundedness.BOUNDED;
    }

    @Override
    public TypeInformation<T> getProducedType() {
        return producedType;
    }

    /** The server and what is read of it, without secrets. */
    @Override
    public SourceLineageVertex getLineageVertex() {
        return BucketLineage.of(connection, scope);
    }

    @Internal
    @Override
    public SplitEnumerator<InfluxDBSplit, EnumeratorState> createEnumerator(
            SplitEnumeratorContext<InfluxDBSplit> context) {
        return restoreEnumerator(context, EnumeratorState.INITIAL);
    }

    @Internal
    @Override
    public SplitEnumerator<InfluxDBSplit, EnumeratorState> restoreEnumerator(
            SplitEnumeratorContext<InfluxDBSplit> context, EnumeratorState state) {
        InfluxDBClient client = InfluxDBClient.create(connection);
        return new InfluxDBSplitEnumerator(
                context,
                new PatientPlanner(scope, client, read.retry(), new Random()),
                scope,
                state);
    }

    @Internal
    @Override
    public SourceReader<T, InfluxDBSplit> createReader(SourceReaderContext context) {
        ReadMetrics metrics = new ReadMetrics();
        metrics.register(context.metricGroup());
        InfluxDBClient client = InfluxDBClient.create(connection, metrics);
        Readings readings =
                new Readings(scope.query(), client, read, new Random(), System::nanoTime, metrics);
        SplitFetchers fetchers =
                new SplitFetchers(
                        () -> new InfluxDBSplitReader(readings::open, System::nanoTime, metrics),
                        client,
                        read.maxOpenSplits(),
                        context.getConfiguration());
        InfluxDBRecordEmitter<T> emitter =
                new InfluxDBRecordEmitter<>(
                        deserializer,
                        context.metricGroup().getIOMetricGroup().getNumRecordsInCounter(),
                        context.metricGroup().getNumRecordsInErrorsCounter(),
                        metrics,
                        read.sourceWatermarks());
        return new InfluxDBSourceReader<>(fetchers, emitter, scope.query(), read, metrics, context);
    }

    @Internal
    @Override
    public SimpleVersionedSerializer<InfluxDBSplit> getSplitSerializer() {
        return InfluxDBSplitSerializer.INSTANCE;
    }

    @Internal
    @Override
    public SimpleVersionedSerializer<EnumeratorState> getEnumeratorCheckpointSerializer() {
        return EnumeratorStateSerializer.INSTANCE;
    }
}
