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

    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final long MAX_MILLIS = Long.MAX_VALUE / NANOS_PER_MILLI;

    private final InfluxDBSerializationSchema<T> serializer;
    private final SinkSettings settings;
    private final MailboxExecutor mailbox;
    private final RequestWriter requests;

    private final LineBuffer buffer = new LineBuffer();
    private final List<LineEntry> lines = new ArrayList<>();
    private final List<RejectedPoint> rejected = new ArrayList<>();
    private final Collector<Point> collector = new LineCollector();

    @Nullable private LineProtocolEncoder encoder;
    private Context context;

    InfluxDBSinkWriter(
            InfluxDBSerializationSchema<T> serializer,
            SinkSettings settings,
            MailboxExecutor mailbox,
            RequestWriter requests) {
        this.serializer = serializer;
        this.settings = settings;
        this.mailbox = mailbox;
        this.requests = requests;
    }

    /** Says which server it is. Until then records wait, and nothing is sent. */
    void serverIs(ServerFacts facts) {
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
        try {
            serializer.serialize(record, context, collector);
        } catch (RejectedRecordException e) {
            // All or nothing of a record.
            lines.clear();
            rejected.clear();
            rejected.add(new RejectedPoint(e.record(), Category.MALFORMED, e.getMessage()));
        } catch (IOException | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("The serializer failed: " + e.getMessage(), e);
        }
        for (RejectedPoint point : rejected) {
            requests.rejections().unsent(point);
        }
        for (int i = 0; i < lines.size(); i++) {
            requests.write(lines.get(i), context);
        }
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
        requests.close();
        requests.rejections().close();
    }

    private void encode(Point point) {
        Long millis = point.hasTime() ? null : context.timestamp();
        if (!point.hasTime() && millis == null) {
            reject(
                    point,
                    "A point has no time, and neither has its record. Set Point.time, or give the"
                            + " stream timestamps with assignTimestampsAndWatermarks. The server's"
                            + " own time is not used: a replay after a failure would write the"
                            + " point a second time.");
            return;
        }
        if (millis != null && Math.abs(millis) > MAX_MILLIS) {
            reject(
                    point,
                    "The record's timestamp, "
                            + millis
                            + " ms, is outside what InfluxDB can hold (1677-09-21 to 2262-04-11),"
                            + " and its point has no time of its own.");
            return;
        }
        buffer.clear();
        try {
            long time = millis == null ? point.timestamp() : millis * NANOS_PER_MILLI;
            encoder.encode(point, time, buffer);
        } catch (UnencodablePointException e) {
            reject(point, e.getMessage());
            return;
        }
        LineEntry entry = new LineEntry(buffer.toByteArray());
        if (buffer.size() > settings.batching().maxBytes()) {
            rejected.add(
                    new RejectedPoint(
                            entry.toString(), Category.TOO_LARGE, tooLarge(point, buffer.size())));
            return;
        }
        lines.add(entry);
    }

    private void reject(Point point, String reason) {
        rejected.add(new RejectedPoint(point.toString(), Category.NOT_REPRESENTABLE, reason));
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
        @Override
        public void collect(Point point) {
            encode(point);
        }

        @Override
        public void close() {}
    }
}
