/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.benchmarks;

import org.apache.flink.connector.influxdb.client.WireQuery;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Sends queries over plain sockets, and throws the bytes of the answers away: what the server alone
 * needs.
 */
final class Drain {

    private static final int BUFFER = 64 * 1024;
    private static final String GOOD = "HTTP/1.1 200 ";

    private final URI url;
    private final String token;

    Drain(String url, String token) {
        this.url = URI.create(url);
        this.token = token;
    }

    /**
     * Reads the answers to all queries.
     *
     * @param connections how many are read at the same time
     * @return how many bytes came
     */
    long read(List<WireQuery> queries, int connections) throws Exception {
        Queue<WireQuery> waiting = new ConcurrentLinkedQueue<>(queries);
        Callable<Long> reader = () -> readAll(waiting);
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            List<Callable<Long>> readers = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                readers.add(reader);
            }
            long bytes = 0;
            for (Future<Long> done : threads.invokeAll(readers)) {
                bytes += done.get();
            }
            return bytes;
        } catch (ExecutionException e) {
            throw new IOException("The server's answers cannot be read: " + e.getMessage(), e);
        } finally {
            threads.shutdownNow();
        }
    }

    private long readAll(Queue<WireQuery> waiting) throws IOException {
        long bytes = 0;
        for (WireQuery query = waiting.poll(); query != null; query = waiting.poll()) {
            bytes += read(query);
        }
        return bytes;
    }

    private long read(WireQuery query) throws IOException {
        byte[] body = query.body().getBytes(StandardCharsets.UTF_8);
        String head =
                "POST %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nContent-Type: %s\r\nAccept: %s\r\nAccept-Encoding: %s\r\n%sContent-Length: %d\r\n\r\n"
                        .formatted(
                                query.target(),
                                url.getAuthority(),
                                query.contentType(),
                                query.accept(),
                                query.gzip() ? "gzip" : "identity",
                                token.isEmpty() ? "" : "Authorization: Token " + token + "\r\n",
                                body.length);
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.write(body);
            out.flush();
            return readToEnd(socket.getInputStream(), query);
        }
    }

    private static long readToEnd(InputStream in, WireQuery query) throws IOException {
        byte[] buffer = new byte[BUFFER];
        int first = in.readNBytes(buffer, 0, GOOD.length());
        String status = new String(buffer, 0, first, StandardCharsets.US_ASCII);
        if (!status.equals(GOOD)) {
            throw new IOException("Answered with '" + status + "' to " + query);
        }
        long bytes = first;
        for (int count; (count = in.read(buffer)) >= 0; ) {
            bytes += count;
        }
        return bytes;
    }
}
