/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.annotation.Internal;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.base.sink.AsyncSinkBase;
import org.apache.flink.connector.base.sink.writer.BufferedRequestState;
import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.lineage.LineageVertex;
import org.apache.flink.streaming.api.lineage.LineageVertexProvider;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Writes records to InfluxDB as line protocol.
 *
 * <p>At least once, over checkpoints: what a checkpoint covers is either confirmed by the server or
 * in the checkpoint. Since a replayed record makes the same point, and the same point overwrites
 * itself, the effect is once. The time of a point must therefore come from the data.
 *
 * <p>While the server is away or busy, points wait and are sent again, and checkpoints go on as
 * long as the waiting points fit {@link InfluxDBSinkBuilder#setMaxBufferedRequests}. A point that
 * the server will never take fails the job, unless {@link InfluxDBSinkBuilder#setOnError} says
 * otherwise; a server that refuses us always does, with its words.
 *
 * @param <T> the type of the records
 */
@PublicEvolving
public final class InfluxDBSink<T> extends AsyncSinkBase<T, LineEntry>
        implements LineageVertexProvider {

    private static final long serialVersionUID = 1L;

    private final InfluxDBConnectionOptions connection;
    private final InfluxDBSerializationSchema<T> serializer;
    private final Routing<T> routing;
    private final SinkSettings settings;
    private final ClientFactory clientFactory;

    InfluxDBSink(
            InfluxDBConnectionOptions connection,
            InfluxDBSerializationSchema<T> serializer,
            Routing<T> routing,
            SinkSettings settings,
            ClientFactory clientFactory) {
        super(
                (record, context) -> {
                    throw new UnsupportedOperationException(
                            "A record makes none, one or many entries: the writer makes them");
                },
                settings.batching().maxPoints(),
                settings.batching().maxInFlight(),
                settings.batching().maxBuffered(),
                settings.batching().maxBytes(),
                settings.batching().maxMillis(),
                settings.batching().maxBytes());
        this.connection = connection;
        this.serializer = serializer;
        this.routing = routing;
        this.settings = settings;
        this.clientFactory = clientFactory;
    }

    /** A builder with the defaults. */
    public static <T> InfluxDBSinkBuilder<T> builder() {
        return new InfluxDBSinkBuilder<>();
    }

    /**
     * The server and the bucket, without secrets. Buckets that records choose are not known yet:
     * they are one dataset, {@code *}.
     */
    @Override
    public LineageVertex getLineageVertex() {
        return BucketLineage.of(connection, routing.knownBuckets());
    }

    /** Starts afresh. The server has to answer, so that a wrong URL is an error at once. */
    @Internal
    @Override
    public StatefulSinkWriter<T, BufferedRequestState<LineEntry>> createWriter(
            WriterInitContext context) throws IOException {
        return open(context, List.of(), false);
    }

    /** Goes on from a checkpoint. A server that is away is waited for, as in a running job. */
    @Internal
    @Override
    public StatefulSinkWriter<T, BufferedRequestState<LineEntry>> restoreWriter(
            WriterInitContext context, Collection<BufferedRequestState<LineEntry>> recoveredState)
            throws IOException {
        return open(context, recoveredState, true);
    }

    private StatefulSinkWriter<T, BufferedRequestState<LineEntry>> open(
            WriterInitContext context,
            Collection<BufferedRequestState<LineEntry>> states,
            boolean mayWait)
            throws IOException {
        InfluxDBClient client = clientFactory.create(connection);
        Deque<Closeable> opened = new ArrayDeque<>(List.of(client::close));
        try {
            openSerializer(context);
            opened.push(settings.rejecting().handler()::close);
            Retries retries = new Retries(backoff(), settings.retrying().maxRetries());
            InfluxDBSinkWriter<T> writer =
                    new InfluxDBSinkWriter<>(
                            serializer,
                            routing,
                            settings,
                            context.getMailboxExecutor(),
                            RequestWriter.create(context, settings, client, retries, states),
                            PointGuards.create(context, settings.guarding(), client),
                            times());
            greet(writer, context, client, retries, mayWait);
            return writer;
        } catch (IOException | RuntimeException | Error e) {
            // There is no writer that Flink could close.
            for (Closeable what : opened) {
                closeAfter(e, what);
            }
            throw e;
        }
    }

    /** Finds out which server it is, at once or, if it may wait, later. */
    private void greet(
            InfluxDBSinkWriter<T> writer,
            WriterInitContext context,
            InfluxDBClient client,
            Retries retries,
            boolean mayWait)
            throws InfluxDBException {
        boolean preflight = settings.watching().preflight();
        try {
            ProcessingTimeService timers = context.getProcessingTimeService();
            writer.serverIs(ServerFacts.ask(client, preflight, timers::getCurrentProcessingTime));
        } catch (InfluxDBException e) {
            if (!mayWait) {
                throw e;
            }
            new ServerInquiry(context, client, retries, preflight, writer::serverIs).askLater(e);
        }
    }

    private static void closeAfter(Throwable failure, Closeable opened) {
        try {
            opened.close();
        } catch (IOException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private void openSerializer(WriterInitContext context) throws IOException {
        try {
            serializer.open(context.asSerializationSchemaInitializationContext());
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("The serializer does not open: " + e.getMessage(), e);
        }
    }

    private PointTimes times() {
        return new PointTimes(
                settings.guarding().assignsTime(),
                settings.precision(),
                () -> EpochNanos.of(Instant.now()));
    }

    private Backoff backoff() {
        return new Backoff(
                settings.retrying().initialMillis(),
                settings.retrying().maxMillis(),
                bound -> ThreadLocalRandom.current().nextLong(bound));
    }

    @Internal
    @Override
    public SimpleVersionedSerializer<BufferedRequestState<LineEntry>> getWriterStateSerializer() {
        return new LineEntrySerializer(routing.bucket(), settings.precision());
    }
}
