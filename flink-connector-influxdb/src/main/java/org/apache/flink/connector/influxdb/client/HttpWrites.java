/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;

import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleRequestProducer;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;

import java.io.Closeable;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Sends line protocol. Compressing, and waiting for a token server, is done on a thread of its own,
 * so that the caller goes on at once.
 */
final class HttpWrites implements Closeable {

    private static final ContentType LINES = ContentType.create("text/plain", "utf-8");

    private final HttpTransport transport;
    private final HttpClients clients;

    // Every future is in here until it is done, so that none is left open at the end.
    private final Set<CompletableFuture<Void>> pending = ConcurrentHashMap.newKeySet();

    private ExecutorService preparation;
    private volatile boolean closed;

    HttpWrites(HttpTransport transport, HttpClients clients) {
        this.transport = transport;
        this.clients = clients;
    }

    CompletableFuture<Void> send(
            WriteRequest.Supplier request, ByteBuffer lines, WriteListener listener) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        pending.add(result);
        result.whenComplete((done, failure) -> pending.remove(result));
        if (closed || !submit(() -> prepare(request, lines.duplicate(), listener, result))) {
            result.completeExceptionally(closedFault());
        }
        return result;
    }

    private synchronized boolean submit(Runnable task) {
        if (closed) {
            return false;
        }
        if (preparation == null) {
            preparation =
                    Executors.newSingleThreadExecutor(
                            task0 -> {
                                Thread thread = new Thread(task0, "influxdb-client-writes");
                                thread.setDaemon(true);
                                return thread;
                            });
        }
        preparation.execute(task);
        return true;
    }

    private void prepare(
            WriteRequest.Supplier supplier,
            ByteBuffer lines,
            WriteListener listener,
            CompletableFuture<Void> result) {
        if (result.isDone()) {
            return;
        }
        Call call = new Call(Call.Kind.WRITE, transport.url(""), "");
        try {
            WriteRequest request = supplier.get();
            call = new Call(Call.Kind.WRITE, transport.url(request.path()), request.context());
            boolean gzip = transport.options().writeGzip();
            SimpleHttpRequest http =
                    SimpleHttpRequest.create(
                            "POST", transport.uri(request.path(), request.parameters()));
            transport.authenticate(http);
            http.setConfig(clients.requestConfig(transport.options().timeouts().request()));
            http.setHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
            if (gzip) {
                http.setHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
            }
            // An answer may quote each line, and JSON makes six bytes of one now and then.
            long longestAnswer = 16L * (ErrorAnswers.WRITE_BODY_LIMIT + lines.remaining());
            byte[] body = gzip ? GzipLines.compress(lines) : bytes(lines);
            http.setBody(body, LINES);
            listener.sends(body.length);
            CloseableHttpAsyncClient client = clients.asynchronous();
            client.execute(
                    SimpleRequestProducer.create(http),
                    new LimitedAnswer(ErrorAnswers.WRITE_BODY_LIMIT, longestAnswer),
                    clients.context(),
                    new Callback(client, call, result));
        } catch (Throwable e) {
            // Also an error, such as a heap without room for the body: who waits must be told.
            result.completeExceptionally(
                    transport.faults().of(call, ConnectionFaults.Phase.HEAD, e));
        }
    }

    private static byte[] bytes(ByteBuffer lines) {
        byte[] bytes = new byte[lines.remaining()];
        lines.get(bytes);
        return bytes;
    }

    private InfluxDBException closedFault() {
        return new InfluxDBException(
                InfluxDBException.Kind.CONNECTION,
                "The write to " + transport.url("") + " was ended: the client is closed.",
                null);
    }

    /** What becomes of a request; called once by the client. */
    private final class Callback implements FutureCallback<AnswerHead> {

        private final CloseableHttpAsyncClient client;
        private final Call call;
        private final CompletableFuture<Void> result;

        Callback(CloseableHttpAsyncClient client, Call call, CompletableFuture<Void> result) {
            this.client = client;
            this.call = call;
            this.result = result;
        }

        @Override
        public void completed(AnswerHead answer) {
            // A page with status 200 is no confirmation, but what a gateway puts in the way.
            if (answer.status() == HttpStatus.SC_NO_CONTENT
                    || answer.status() == HttpStatus.SC_OK && !answer.isPage()) {
                result.complete(null);
            } else {
                result.completeExceptionally(fault(answer));
            }
        }

        private InfluxDBException fault(AnswerHead answer) {
            try {
                return transport.errors().of(call, answer);
            } catch (Throwable e) {
                return transport.faults().of(call, ConnectionFaults.Phase.HEAD, e);
            }
        }

        @Override
        public void failed(Exception cause) {
            clients.failed(client, cause);
            result.completeExceptionally(
                    closed
                            ? closedFault()
                            : transport.faults().of(call, ConnectionFaults.Phase.HEAD, cause));
        }

        @Override
        public void cancelled() {
            result.completeExceptionally(closedFault());
        }
    }

    /** Ends all writes; the clients are closed by their owner. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            if (preparation != null) {
                preparation.shutdownNow();
            }
        }
        for (CompletableFuture<Void> future : pending) {
            future.completeExceptionally(closedFault());
        }
    }
}
