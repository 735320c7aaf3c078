/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.connector.base.sink.writer.BufferedRequestState;
import org.apache.flink.connector.influxdb.client.LineBuffer;
import org.apache.flink.connector.influxdb.client.LineProtocolEncoder;
import org.apache.flink.connector.influxdb.client.UnencodablePointException;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.connector.influxdb.sink.DeadLetter.Category;
import org.apache.flink.util.Collector;

import javax.annotation.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Makes points out of records and lines out of points, and hands them to the request writer. */
final class InfluxDBSinkWriter<T>
        implements StatefulSinkWriter<T, BufferedRequestState<LineEntry>> {

    private final InfluxDBSerializationSchema<T> serializer;
    private final Routing<T> routing;
    private final SinkSettings settings;
    private final MailboxExecutor mailbox;
    private final RequestWriter requests;
    private final PointGuards guards;
    private final PointTimes times;

    private final LineBuffer buffer = new LineBuffer();
    private final List<LineEntry> lines = new ArrayList<>();
    private final List<RejectedPoint> rejected = new ArrayList<>();
    private final LineCollector collector = new LineCollector();

    @Nullable private LineProtocolEncoder encoder;
    private Context context;

    /** Where the points of the record go, or null if it does not say. */
    @Nullable private String bucket;

    /** Whether its points are deleted. */
    private boolean deletes;

    InfluxDBSinkWriter(
            InfluxDBSerializationSchema<T> serializer,
            Routing<T> routing,
            SinkSettings settings,
            MailboxExecutor mailbox,
            RequestWriter requests,
            PointGuards guards,
            PointTimes times) {
        this.serializer = serializer;
        this.routing = routing;
        this.settings = settings;
        this.mailbox = mailbox;
        this.requests = requests;
        this.guards = guards;
        this.times = times;
    }

    /** Says which server it is. Until then records wait, and nothing is sent. */
    void serverIs(ServerFacts facts) {
        routing.check(facts.version());
        encoder = new LineProtocolEncoder(facts.version(), settings.precision());
        requests.serverIs(facts);
    }

    @Override
    public void write(T record, Context context) throws IOException, InterruptedException {
        while (encoder == null) {
            // What the bytes are depends on the server.
            mailbox.yield();
        }
        lines.clear();
        rejected.clear();
        this.context = context;
        bucket = bucketOf(record);
        deletes = routing.deletes(record);
        serialize(record);
        for (RejectedPoint point : rejected) {
            requests.rejections().unsent(point);
        }
        for (int i = 0; i < lines.size(); i++) {
            requests.write(lines.get(i), context);
        }
    }

    /** As the object that its waiting points share, so that they do not hold one each. */
    @Nullable
    private String bucketOf(T record) {
        String own = routing.bucketOf(record);
        return own == null || routing.selector() == null ? own : requests.shared(own);
    }

    private void serialize(T record) throws IOException, InterruptedException {
        collector.failure = null;
        try {
            serializer.serialize(record, context, collector);
        } catch (RejectedRecordException e) {
            // All or nothing of a record.
            lines.clear();
            rejected.clear();
            rejected.add(
                    new RejectedPoint(
                            bucketName(), e.record(), Category.MALFORMED, e.getMessage()));
        } catch (Exception e) {
            failed(collector.failure == null ? e : collector.failure);
        }
        if (collector.failure != null) {
            failed(collector.failure);
        }
    }

    private static void failed(Exception failure) throws IOException, InterruptedException {
        if (failure instanceof IOException io) {
            throw io;
        }
        if (failure instanceof InterruptedException interrupt) {
            throw interrupt;
        }
        if (failure instanceof RuntimeException fault) {
            throw fault;
        }
        throw new IOException("The serializer failed: " + failure.getMessage(), failure);
    }

    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
        requests.flush(endOfInput);
        requests.rejections().flush();
    }

    @Override
    public List<BufferedRequestState<LineEntry>> snapshotState(long checkpointId)
            throws IOException {
        return requests.snapshotState(checkpointId);
    }

    @Override
    public void close() throws IOException {
        // Ends what the guards read, too.
        requests.close();
        guards.close();
        requests.rejections().close();
    }

    private void encode(Point point) throws InterruptedException {
        if (bucket == null) {
            reject(
                    point,
                    "The bucket selector names no bucket for the record of this point, and the"
                            + " sink has none of its own for such records (setBucket).");
            return;
        }
        if (point.fieldCount() == 0 && !deletes) {
            empty(point);
            return;
        }
        Long recordMillis = point.hasTime() ? null : context.timestamp();
        if (deletes && !point.hasTime() && recordMillis == null) {
            reject(point, "A point that is to be deleted has no time, and neither has its record.");
            return;
        }
        String refusal = times.refusal(point, recordMillis);
        if (refusal != null) {
            reject(point, refusal);
            return;
        }
        long time = times.of(point, recordMillis);
        try {
            encode(point, time);
            Verdict verdict = deletes ? Verdict.PASS : guards.check(bucket, point, time);
            if (verdict.category() != null) {
                String line =
                        new LineEntry(bucket, buffer.toByteArray()).inNanos(settings.precision());
                rejected.add(new RejectedPoint(bucket, line, verdict.category(), verdict.reason()));
                return;
            }
            if (verdict.replacement() != null) {
                encode(verdict.replacement(), time);
            }
        } catch (UnencodablePointException e) {
            reject(point, e.getMessage());
            return;
        }
        byte[] line = buffer.toByteArray();
        LineEntry entry = deletes ? LineEntry.delete(bucket, line) : new LineEntry(bucket, line);
        if (buffer.size() > settings.batching().maxBytes()) {
            rejected.add(
                    new RejectedPoint(
                            bucket,
                            entry.inNanos(settings.precision()),
                            Category.TOO_LARGE,
                            tooLarge(point, buffer.size())));
            return;
        }
        lines.add(entry);
    }

    private void encode(Point point, long time) throws UnencodablePointException {
        buffer.clear();
        if (deletes) {
            encoder.encodeKey(point, time, buffer);
        } else {
            encoder.encode(point, time, buffer);
        }
    }

    private void empty(Point point) {
        if (settings.guarding().onEmptyPoint() == OnEmptyPoint.SKIP) {
            guards.emptySkipped();
            return;
        }
        reject(
                point,
                "A point has no field that is not null, and InfluxDB has no points without fields."
                        + " Fill a field, filter such records out (in SQL: WHERE <field> IS NOT"
                        + " NULL OR ...), or leave them out with sink.on-empty-point = 'skip'.");
    }

    private void reject(Point point, String reason) {
        rejected.add(
                new RejectedPoint(
                        bucketName(), point.toString(), Category.NOT_REPRESENTABLE, reason));
    }

    private String bucketName() {
        return bucket == null ? "" : bucket;
    }

    private String tooLarge(Point point, int bytes) {
        return "A point takes "
                + bytes
                + " bytes as a line, and sink.flush-buffer.size allows a request of "
                + settings.batching().maxBytes()
                + ". Raise it, or make the point smaller. Measurement '"
                + point.measurement()
                + "', tags "
                + point.tags()
                + ", fields "
                + point.fields().keySet();
    }

    /** Encodes each point as it comes, so that the serializer may use the same one again. */
    private final class LineCollector implements Collector<Point> {

        /** What ended the wait for a guard; not to be lost in a serializer that catches all. */
        @Nullable private Exception failure;

        @Override
        public void collect(Point point) {
            if (failure != null) {
                return;
            }
            try {
                encode(point);
            } catch (RuntimeException e) {
                failure = e;
                throw e;
            } catch (InterruptedException e) {
                failure = e;
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while the server was asked", e);
            }
        }

        @Override
        public void close() {}
    }
}
