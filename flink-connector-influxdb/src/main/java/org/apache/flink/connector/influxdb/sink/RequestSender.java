/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.base.sink.writer.ResultHandler;
import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.client.Precision;
import org.apache.flink.util.function.ThrowingRunnable;

import javax.annotation.Nullable;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/** Sends requests, and brings each to its end: exactly one call of the handler. */
final class RequestSender {

    private final Precision precision;
    private final InfluxDBClient client;
    private final TaskThread task;
    private final RequestEnds ends;
    private final SinkMetrics metrics;
    private final LongSupplier nanoTime;
    private final ThrowingRunnable<InterruptedException> next;

    /**
     * A sender.
     *
     * @param nanoTime a clock like System.nanoTime
     * @param next sends what may go when a request has ended
     */
    RequestSender(
            Precision precision,
            InfluxDBClient client,
            TaskThread task,
            RequestEnds ends,
            SinkMetrics metrics,
            LongSupplier nanoTime,
            ThrowingRunnable<InterruptedException> next) {
        this.precision = precision;
        this.client = client;
        this.task = task;
        this.ends = ends;
        this.metrics = metrics;
        this.nanoTime = nanoTime;
        this.next = next;
    }

    /** Sends a request. Whatever happens to it, its end is one call of the handler. */
    void send(LaneBatch batch, ResultHandler<LineEntry> handler) {
        SentRequest request = new SentRequest(batch, ends.round(), nanoTime);
        CompletableFuture<Void> answer;
        try {
            metrics.sends(batch);
            answer =
                    Objects.requireNonNull(
                            BatchRequest.send(client, precision, batch, request),
                            "The client gave no answer to come");
        } catch (Throwable e) {
            answer = CompletableFuture.failedFuture(e);
        }
        // On a thread of the client.
        answer.whenComplete(
                (done, failure) -> {
                    request.ended();
                    task.later(
                            () -> end(request, handler, failure),
                            "End of a write of %s points",
                            batch.size());
                });
    }

    private void end(
            SentRequest request, ResultHandler<LineEntry> handler, @Nullable Throwable failure)
            throws InterruptedException {
        Exception fatal;
        try {
            fatal = verdict(request, failure);
        } catch (Error e) {
            IllegalStateException why = new IllegalStateException("A write cannot end: " + e, e);
            task.unlessEnded(() -> handler.completeExceptionally(why));
            throw e;
        }
        if (fatal != null) {
            task.unlessEnded(() -> handler.completeExceptionally(fatal));
            return;
        }
        // What has to be sent again is in its lane by now: for the base class nothing is left over.
        task.unlessEnded(handler::complete);
        next.run();
    }

    /** Why the job has to fail, if it has to. */
    @Nullable
    private Exception verdict(SentRequest request, @Nullable Throwable failure) {
        try {
            metrics.ended(request);
            return ends.end(request.batch(), failure, request.round());
        } catch (Exception e) {
            return e;
        }
    }
}
