/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.connector.base.sink.writer.BufferedRequestState;
import org.apache.flink.connector.influxdb.client.LineBuffer;
import org.apache.flink.connector.influxdb.client.LineProtocolEncoder;
import org.apache.flink.connector.influxdb.client.UnencodablePointException;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.util.Collector;

import javax.annotation.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Makes points out of records and lines out of points, and hands them to the request writer. */
final class InfluxDBSinkWriter<T>
        implements StatefulSinkWriter<T, BufferedRequestState<LineEntry>> {

    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final InfluxDBSerializationSchema<T> serializer;
    private final SinkSettings settings;
    private final MailboxExecutor mailbox;
    private final RequestWriter requests;

    private final LineBuffer buffer = new LineBuffer();
    private final List<LineEntry> lines = new ArrayList<>();
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
    void serverIs(InfluxDBVersion version) {
        encoder = new LineProtocolEncoder(version, settings.precision());
        requests.serverIs(version);
    }

    @Override
    public void write(T record, Context context) throws IOException, InterruptedException {
        while (encoder == null) {
            // What the bytes are depends on the server.
            mailbox.yield();
        }
        lines.clear();
        this.context = context;
        try {
            serializer.serialize(record, context, collector);
        } catch (IOException | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("The serializer failed: " + e.getMessage(), e);
        }
        for (int i = 0; i < lines.size(); i++) {
            requests.write(lines.get(i), context);
        }
    }

    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
        requests.flush(endOfInput);
    }

    @Override
    public List<BufferedRequestState<LineEntry>> snapshotState(long checkpointId)
            throws IOException {
        return requests.snapshotState(checkpointId);
    }

    @Override
    public void close() {
        requests.close();
    }

    private byte[] encoded(Point point) {
        buffer.clear();
        try {
            encoder.encode(point, timeOf(point), buffer);
        } catch (UnencodablePointException e) {
            throw new IllegalArgumentException(
                    e.getMessage()
                            + " The job fails, since no point is lost in silence: correct it where"
                            + " it is made, or leave it out there.",
                    e);
        }
        if (buffer.size() > settings.batching().maxBytes()) {
            throw tooLarge(point, buffer.size());
        }
        return buffer.toByteArray();
    }

    private long timeOf(Point point) {
        if (point.hasTime()) {
            return point.timestamp();
        }
        Long millis = context.timestamp();
        if (millis == null) {
            throw new IllegalArgumentException(
                    "A point has no time, and neither has its record: "
                            + point
                            + ". Set Point.time, or give the stream timestamps with"
                            + " assignTimestampsAndWatermarks. The server's own time is not used: a"
                            + " replay after a failure would write the point a second time.");
        }
        try {
            return Math.multiplyExact(millis, NANOS_PER_MILLI);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "The record's timestamp, "
                            + millis
                            + " ms, is outside what InfluxDB can hold (1677-09-21 to 2262-04-11),"
                            + " and its point has no time of its own: "
                            + point,
                    e);
        }
    }

    private IllegalArgumentException tooLarge(Point point, int bytes) {
        return new IllegalArgumentException(
                "A point takes "
                        + bytes
                        + " bytes as a line, and sink.flush-buffer.size allows a request of "
                        + settings.batching().maxBytes()
                        + ". Raise it, or make the point smaller. Measurement '"
                        + point.measurement()
                        + "', tags "
                        + point.tags()
                        + ", fields "
                        + point.fields().keySet());
    }

    /** Encodes each point as it comes, so that the serializer may use the same one again. */
    private final class LineCollector implements Collector<Point> {
        @Override
        public void collect(Point point) {
            lines.add(new LineEntry(encoded(point)));
        }

        @Override
        public void close() {}
    }
}
