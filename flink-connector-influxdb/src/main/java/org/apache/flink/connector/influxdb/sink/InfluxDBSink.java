/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.base.sink.AsyncSinkBase;
import org.apache.flink.connector.base.sink.writer.BufferedRequestState;
import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.core.io.SimpleVersionedSerializer;

import java.io.IOException;
import java.util.Collection;

/**
 * Writes records to InfluxDB as line protocol.
 *
 * <p>At least once, over checkpoints: what a checkpoint covers is either confirmed by the server or
 * in the checkpoint. Since a replayed record makes the same point, and the same point overwrites
 * itself, the effect is once. The time of a point must therefore come from the data.
 *
 * @param <T> the type of the records
 */
@PublicEvolving
public final class InfluxDBSink<T> extends AsyncSinkBase<T, LineEntry> {

    private static final long serialVersionUID = 1L;

    private final InfluxDBConnectionOptions connection;
    private final InfluxDBSerializationSchema<T> serializer;
    private final SinkSettings settings;
    private final ClientFactory clientFactory;

    InfluxDBSink(
            InfluxDBConnectionOptions connection,
            InfluxDBSerializationSchema<T> serializer,
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
        this.settings = settings;
        this.clientFactory = clientFactory;
    }

    /** A builder with the defaults. */
    public static <T> InfluxDBSinkBuilder<T> builder() {
        return new InfluxDBSinkBuilder<>();
    }

    @Override
    public StatefulSinkWriter<T, BufferedRequestState<LineEntry>> createWriter(
            WriterInitContext context) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public StatefulSinkWriter<T, BufferedRequestState<LineEntry>> restoreWriter(
            WriterInitContext context, Collection<BufferedRequestState<LineEntry>> recoveredState)
            throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public SimpleVersionedSerializer<BufferedRequestState<LineEntry>> getWriterStateSerializer() {
        return new LineEntrySerializer();
    }
}
