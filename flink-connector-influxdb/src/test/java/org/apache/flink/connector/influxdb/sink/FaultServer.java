/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;

/** An InfluxDB 2.x in this process that takes points, goes away, comes back, falls silent. */
final class FaultServer implements AutoCloseable {

    private final ExecutorService threads =
            Executors.newCachedThreadPool(
                    task -> {
                        Thread thread = new Thread(task, "fault-server");
                        thread.setDaemon(true);
                        return thread;
                    });
    private final AtomicInteger waiting = new AtomicInteger();
    private final Set<String> lines = ConcurrentHashMap.newKeySet();

    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final AtomicLong bytes = new AtomicLong();

    private volatile CountDownLatch silence = new CountDownLatch(0);
    private volatile int status = 204;
    private volatile String authorized;
    private volatile String poison;
    private volatile int largestBatch;
    private HttpServer server;
    private int port;

    /** Starts, or starts again at the same address. */
    void start() throws IOException {
        server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        port = server.getAddress().getPort();
        server.setExecutor(threads);
        server.createContext("/ping", exchange -> answer(exchange, 204));
        server.createContext("/api/v2/write", this::write);
        server.start();
    }

    /** Goes away: connections break, and nobody takes new ones. */
    void stop() {
        server.stop(0);
    }

    /** Answers no write until {@link #speak}. */
    void fallSilent() {
        silence = new CountDownLatch(1);
    }

    void speak() {
        silence.countDown();
    }

    /** Answers every write with this status, and takes nothing unless it is 204. */
    void answerWith(int status) {
        this.status = status;
    }

    /** Fails with 500 whenever it is sent a line that holds this. */
    void failWith(String text) {
        poison = text;
    }

    /** Answers 401 to every write with another header {@code Authorization}. */
    void letIn(String authorization) {
        authorized = authorization;
    }

    String url() {
        return "http://localhost:" + port;
    }

    /** How many writes wait for their answer. */
    int waiting() {
        return waiting.get();
    }

    /** All lines so far, each once. */
    Set<String> lines() {
        return lines;
    }

    /** Who each write said to be. */
    List<String> authorizations() {
        return authorizations;
    }

    /** Bytes of all bodies so far, as they came. */
    long bytes() {
        return bytes.get();
    }

    int largestBatch() {
        return largestBatch;
    }

    private void write(HttpExchange exchange) throws IOException {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        authorizations.add(authorization == null ? "" : authorization);
        byte[] sent = exchange.getRequestBody().readAllBytes();
        bytes.addAndGet(sent.length);
        InputStream in = new ByteArrayInputStream(sent);
        boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        String body =
                new String(
                        (gzip ? new GZIPInputStream(in) : in).readAllBytes(),
                        StandardCharsets.UTF_8);
        waiting.incrementAndGet();
        try {
            silence.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            waiting.decrementAndGet();
        }
        int answer = poison != null && body.contains(poison) ? 500 : status;
        if (authorized != null && !authorized.equals(authorization)) {
            answer = 401;
        }
        if (answer == 204) {
            body.lines().forEach(lines::add);
            largestBatch = Math.max(largestBatch, (int) body.lines().count());
        }
        answer(exchange, answer);
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.getResponseHeaders().add("X-Influxdb-Version", "v2.9.1");
        exchange.getResponseHeaders().add("X-Influxdb-Build", "OSS");
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    @Override
    public void close() {
        speak();
        stop();
        threads.shutdownNow();
    }
}
