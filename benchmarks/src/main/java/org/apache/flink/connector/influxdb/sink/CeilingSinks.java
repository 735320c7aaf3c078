/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.base.sink.AsyncSinkBase;
import org.apache.flink.connector.base.sink.writer.AsyncSinkWriter;
import org.apache.flink.connector.base.sink.writer.AsyncSinkWriterStateSerializer;
import org.apache.flink.connector.base.sink.writer.BufferedRequestState;
import org.apache.flink.connector.base.sink.writer.ResultHandler;
import org.apache.flink.connector.base.sink.writer.config.AsyncSinkWriterConfiguration;
import org.apache.flink.connector.influxdb.client.BucketRetention;
import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.client.ServerInfo;
import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;
import org.apache.flink.connector.influxdb.model.MeasurementSchema;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.util.function.SerializableSupplier;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Sinks whose server is as fast as can be: it has confirmed before it is asked. */
public final class CeilingSinks {

    private static final int BATCH_SIZE = 5_000;
    private static final long BYTES = 100;

    private CeilingSinks() {}

    /**
     * The sink of this builder.
     *
     * @param types of the fields, which the guard of the sink asks for
     */
    public static <T> Sink<T> confirmedAtOnce(
            InfluxDBSinkBuilder<T> builder, SerializableSupplier<Map<String, ColumnType>> types) {
        return builder.build(connection -> confirmingClient(schema(types.get())));
    }

    private static MeasurementSchema schema(Map<String, ColumnType> types) {
        Map<String, Set<ColumnType>> fields = new HashMap<>();
        types.forEach((name, type) -> fields.put(name, Set.of(type)));
        return new MeasurementSchema(List.of("host", "region"), fields);
    }

    /** A client that knows its server and confirms; the sink asks for nothing else. */
    private static InfluxDBClient confirmingClient(MeasurementSchema schema) {
        return (InfluxDBClient)
                Proxy.newProxyInstance(
                        CeilingSinks.class.getClassLoader(),
                        new Class<?>[] {InfluxDBClient.class},
                        (proxy, method, arguments) ->
                                switch (method.getName()) {
                                    case "server" ->
                                            new ServerInfo(InfluxDBVersion.V2, "v2.9.1", "OSS");
                                    case "write" -> CompletableFuture.completedFuture(null);
                                    case "schema" -> schema;
                                    case "retention" -> new BucketRetention(0, 0);
                                    case "serverTime" -> Instant.now();
                                    case "close" -> null;
                                    default ->
                                            throw new UnsupportedOperationException(
                                                    method.toString());
                                });
    }

    /** Flink's base class with nothing around it. */
    public static Sink<Long> bare() {
        return new BareSink();
    }

    private static final class BareSink extends AsyncSinkBase<Long, Long> {

        private static final long serialVersionUID = 1L;

        BareSink() {
            super(
                    (number, context) -> number,
                    BATCH_SIZE,
                    4,
                    10 * BATCH_SIZE,
                    BATCH_SIZE * BYTES,
                    1_000,
                    BYTES);
        }

        @Override
        public StatefulSinkWriter<Long, BufferedRequestState<Long>> createWriter(
                WriterInitContext context) {
            return restoreWriter(context, List.of());
        }

        // The other constructor wants what this one sets: Flink's own batches and buffer.
        @SuppressWarnings("deprecation")
        @Override
        public StatefulSinkWriter<Long, BufferedRequestState<Long>> restoreWriter(
                WriterInitContext context, Collection<BufferedRequestState<Long>> states) {
            return new AsyncSinkWriter<>(
                    getElementConverter(),
                    context,
                    AsyncSinkWriterConfiguration.builder()
                            .setMaxBatchSize(getMaxBatchSize())
                            .setMaxBatchSizeInBytes(getMaxBatchSizeInBytes())
                            .setMaxInFlightRequests(getMaxInFlightRequests())
                            .setMaxBufferedRequests(getMaxBufferedRequests())
                            .setMaxTimeInBufferMS(getMaxTimeInBufferMS())
                            .setMaxRecordSizeInBytes(getMaxRecordSizeInBytes())
                            .build(),
                    states) {
                @Override
                protected void submitRequestEntries(
                        List<Long> entries, ResultHandler<Long> resultHandler) {
                    resultHandler.complete();
                }

                @Override
                protected long getSizeInBytes(Long entry) {
                    return BYTES;
                }
            };
        }

        @Override
        public SimpleVersionedSerializer<BufferedRequestState<Long>> getWriterStateSerializer() {
            return new AsyncSinkWriterStateSerializer<>() {
                @Override
                protected void serializeRequestToStream(Long number, DataOutputStream out)
                        throws IOException {
                    out.writeLong(number);
                }

                @Override
                protected Long deserializeRequestFromStream(long size, DataInputStream in)
                        throws IOException {
                    return in.readLong();
                }

                @Override
                public int getVersion() {
                    return 1;
                }
            };
        }
    }
}
