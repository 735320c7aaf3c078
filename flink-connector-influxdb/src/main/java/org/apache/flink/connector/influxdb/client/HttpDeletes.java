/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;

import java.io.Closeable;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Runs deletes on threads of its own, since each is several requests, one after the other. As many
 * run at a time as the caller starts. A silent server ends each of their requests after {@code
 * request.timeout}, also those that read.
 */
final class HttpDeletes implements Closeable {

    private final HttpTransport transport;
    private final Set<CompletableFuture<?>> pending = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads =
            Executors.newCachedThreadPool(
                    task -> {
                        Thread thread = new Thread(task, "influxdb-client-deletes");
                        thread.setDaemon(true);
                        return thread;
                    });
    private volatile boolean closed;

    HttpDeletes(HttpTransport transport) {
        this.transport = transport;
    }

    CompletableFuture<List<RefusedDelete>> delete(
            InfluxDBVersion version, String bucket, List<PointKey> points) {
        CompletableFuture<List<RefusedDelete>> result = new CompletableFuture<>();
        synchronized (this) {
            if (closed) {
                result.completeExceptionally(closedFault());
                return result;
            }
            pending.add(result);
            threads.execute(() -> run(version, bucket, points, result));
        }
        result.whenComplete((done, failure) -> pending.remove(result));
        return result;
    }

    private void run(
            InfluxDBVersion version,
            String bucket,
            List<PointKey> points,
            CompletableFuture<List<RefusedDelete>> result) {
        try {
            result.complete(deletes(version).delete(bucket, points));
        } catch (InfluxDBException | RuntimeException | Error e) {
            result.completeExceptionally(closed ? closedFault() : e);
        }
    }

    private Deletes deletes(InfluxDBVersion version) throws InfluxDBException {
        Queries queries = new Queries(transport, version);
        return switch (version) {
            case V1 -> new Deletes(queries, new V1Deletes(transport, queries));
            case V2 -> new Deletes(queries, new V2Deletes(transport));
            case V3 ->
                    throw new InfluxDBException(
                            InfluxDBException.Kind.UNSUPPORTED,
                            "InfluxDB 3 deletes no single points.",
                            null);
        };
    }

    private InfluxDBException closedFault() {
        return new InfluxDBException(
                InfluxDBException.Kind.CONNECTION,
                "The delete at " + transport.url("") + " was ended: the client is closed.",
                null);
    }

    /** Ends all deletes. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            threads.shutdownNow();
        }
        transport.close();
        pending.forEach(future -> future.completeExceptionally(closedFault()));
    }
}
