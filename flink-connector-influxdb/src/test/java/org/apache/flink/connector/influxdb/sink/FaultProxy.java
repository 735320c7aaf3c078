/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Stands before a real server, and does to each write and delete what the test says. What it hands
 * on it hands on whole, and reads the answer, whatever becomes of its own client.
 */
final class FaultProxy implements AutoCloseable {

    /** What is done to a write. */
    enum Fate {
        /** Handed on, and answered as the server did. */
        PASS,
        /** Not handed on: the server is busy. */
        REFUSE,
        /** Handed on, and the connection cut instead of an answer. */
        CUT_ANSWER,
        /** Not handed on, and the connection cut. */
        CUT_REQUEST
    }

    private final ExecutorService threads =
            Executors.newCachedThreadPool(
                    task -> {
                        Thread thread = new Thread(task, "fault-proxy");
                        thread.setDaemon(true);
                        return thread;
                    });
    private final HttpClient client = HttpClient.newHttpClient();
    private final String target;
    private final Supplier<Fate> fates;
    private final HttpServer server;

    FaultProxy(String target, Supplier<Fate> fates) throws IOException {
        this.target = target;
        this.fates = fates;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        boolean isWrite =
                path.endsWith("write")
                        || path.endsWith("delete")
                        || new String(body, StandardCharsets.UTF_8).startsWith("q=DELETE");
        Fate fate = isWrite ? fates.get() : Fate.PASS;
        switch (fate) {
            case PASS -> answer(exchange, send(exchange, body));
            case REFUSE -> exchange.sendResponseHeaders(503, -1);
            case CUT_ANSWER -> send(exchange, body);
            case CUT_REQUEST -> {}
        }
        exchange.close();
    }

    private HttpResponse<byte[]> send(HttpExchange exchange, byte[] body) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(target + exchange.getRequestURI()))
                        .method(
                                exchange.getRequestMethod(),
                                HttpRequest.BodyPublishers.ofByteArray(body));
        for (String name : List.of("Accept", "Authorization", "Content-Encoding", "Content-Type")) {
            String value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
                request.header(name, value);
            }
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static void answer(HttpExchange exchange, HttpResponse<byte[]> answer)
            throws IOException {
        answer.headers()
                .map()
                .forEach(
                        (name, values) -> {
                            if (name.toLowerCase().startsWith("x-")
                                    || name.equalsIgnoreCase("Content-Type")) {
                                exchange.getResponseHeaders().put(name, values);
                            }
                        });
        byte[] body = answer.body();
        exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
