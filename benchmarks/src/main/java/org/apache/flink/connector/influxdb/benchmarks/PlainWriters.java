/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

/** HTTP clients that post batches which are ready before the clock starts. */
final class PlainWriters {

    private static final int CLIENTS = 4;

    private final List<byte[]> bodies = new ArrayList<>();
    private final boolean gzip;

    /** Makes the batches. */
    PlainWriters(DataSet data, int batchSize, boolean gzip) throws IOException {
        this.gzip = gzip;
        StringBuilder lines = new StringBuilder();
        for (long point = 0; point < data.points(); point++) {
            data.appendLine(point, lines);
            if ((point + 1) % batchSize == 0 || point + 1 == data.points()) {
                bodies.add(body(lines.toString()));
                lines.setLength(0);
            }
        }
    }

    private byte[] body(String lines) throws IOException {
        byte[] plain = lines.getBytes(StandardCharsets.UTF_8);
        if (!gzip) {
            return plain;
        }
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(plain);
        }
        return compressed.toByteArray();
    }

    long bytes() {
        return bodies.stream().mapToLong(body -> body.length).sum();
    }

    /** Posts all of them, several at a time, and returns the bytes. */
    long post(MeasuredServer server, String bucket) {
        AtomicInteger next = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<CompletableFuture<Void>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(
                        CompletableFuture.runAsync(() -> postAll(server, bucket, next), threads));
            }
            clients.forEach(CompletableFuture::join);
        } finally {
            threads.shutdown();
        }
        return bytes();
    }

    private void postAll(MeasuredServer server, String bucket, AtomicInteger next) {
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        for (int i = next.getAndIncrement(); i < bodies.size(); i = next.getAndIncrement()) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(
                                    URI.create(
                                            "%s/api/v2/write?org=%s&bucket=%s"
                                                    .formatted(
                                                            server.url(),
                                                            encoded(server.organization()),
                                                            encoded(bucket))))
                            .header("Authorization", "Token " + server.token())
                            .POST(HttpRequest.BodyPublishers.ofByteArray(bodies.get(i)));
            if (gzip) {
                request.header("Content-Encoding", "gzip");
            }
            try {
                HttpResponse<String> answer =
                        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() != 204) {
                    throw new IOException(answer.statusCode() + " " + answer.body());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException("Nobody interrupts this", e);
            }
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
