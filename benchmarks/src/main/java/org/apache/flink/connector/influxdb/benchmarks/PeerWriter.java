/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.benchmarks;

import com.influxdb.client.InfluxDBClient;
import com.influxdb.client.InfluxDBClientFactory;
import com.influxdb.client.WriteApi;
import com.influxdb.client.WriteOptions;
import com.influxdb.client.domain.WritePrecision;
import com.influxdb.client.write.events.BackpressureEvent;
import com.influxdb.client.write.events.WriteErrorEvent;
import com.influxdb.client.write.events.WriteSuccessEvent;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Writes with influxdb-client-java's WriteApi. Since that drops points when its buffer is full, the
 * caller waits for the confirmation of earlier ones.
 */
final class PeerWriter {

    private static final int WAITING = 50_000;

    private PeerWriter() {}

    static long write(
            MeasuredServer server, String bucket, DataSet data, int batchSize, boolean gzip)
            throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Semaphore room = new Semaphore(WAITING);
        try (InfluxDBClient client =
                InfluxDBClientFactory.create(
                        server.url(),
                        server.token().toCharArray(),
                        server.organization(),
                        bucket)) {
            if (gzip) {
                client.enableGzip();
            }
            try (WriteApi api =
                    client.makeWriteApi(
                            WriteOptions.builder()
                                    .batchSize(batchSize)
                                    .bufferLimit(2 * WAITING)
                                    .build())) {
                api.listenEvents(
                        WriteSuccessEvent.class,
                        event -> room.release((int) event.getLineProtocol().lines().count()));
                api.listenEvents(
                        WriteErrorEvent.class,
                        event -> {
                            failure.set(event.getThrowable());
                            room.release(WAITING);
                        });
                api.listenEvents(
                        BackpressureEvent.class,
                        event -> failure.set(new IllegalStateException("Points were dropped")));
                for (long point = 0; point < data.points(); point++) {
                    room.acquire();
                    api.writePoint(data.peerPoint(point, WritePrecision.NS));
                }
            }
        }
        if (failure.get() != null) {
            throw new IllegalStateException("influxdb-client-java failed", failure.get());
        }
        return data.points();
    }
}
