/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.testserver;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Asks a server for its version, once or until it answers. */
final class Ping {
    private static final Duration START_UP = Duration.ofSeconds(90);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private Ping() {}

    /**
     * Waits until a server that has just been started answers.
     *
     * @param obituary says why the server will never answer, or nothing while it lives
     */
    static void await(String url, Supplier<Optional<String>> obituary) {
        long deadline = System.nanoTime() + START_UP.toNanos();
        // A client of its own: connections that the starting server cut are of no use to anyone.
        HttpClient client = newClient();
        while (true) {
            try {
                version(client, url);
                return;
            } catch (IOException e) {
                Optional<String> death = obituary.get();
                if (death.isPresent()) {
                    throw new TestServerException(death.get());
                }
                if (System.nanoTime() > deadline) {
                    throw new TestServerException(
                            url + " did not answer /ping within " + START_UP.toSeconds() + " s", e);
                }
                LockSupport.parkNanos(PAUSE.toNanos());
                if (Thread.interrupted()) {
                    Thread.currentThread().interrupt();
                    throw new TestServerException("Interrupted while waiting for " + url, e);
                }
            }
        }
    }

    /** The version that a running server calls itself by, without the leading v of some. */
    static String version(String url) throws IOException {
        return version(newClient(), url);
    }

    private static HttpClient newClient() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    private static String version(HttpClient client, String url) throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url + "/ping"))
                        .timeout(Duration.ofSeconds(5))
                        .GET()
                        .build();
        try {
            HttpResponse<String> response =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            String version =
                    response.headers()
                            .firstValue("X-Influxdb-Version")
                            .orElseThrow(
                                    () ->
                                            new IOException(
                                                    "/ping was answered with "
                                                            + response.statusCode()
                                                            + " and no X-Influxdb-Version"));
            return version.startsWith("v") ? version.substring(1) : version;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
