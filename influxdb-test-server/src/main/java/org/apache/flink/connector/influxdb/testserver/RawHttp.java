/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.testserver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Plain requests to one server. Knows nothing of the connector's client, which it helps to test.
 */
final class RawHttp {
    static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final String url;
    private final Credentials credentials;
    private volatile HttpClient client = newClient();

    RawHttp(String url, Credentials credentials) {
        this.url = url;
        this.credentials = credentials;
    }

    private static HttpClient newClient() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }

    /** Forgets open connections: those to a server that has ended fail at their next request. */
    void forgetConnections() {
        client = newClient();
    }

    /** The answer whatever its status. */
    HttpResponse<String> exchange(HttpRequest.Builder request) {
        request.timeout(TIMEOUT);
        if (!credentials.token().isEmpty()) {
            request.header("Authorization", "Token " + credentials.token());
        }
        HttpRequest built = request.build();
        try {
            return client.send(built, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new TestServerException(
                    built.method() + " " + built.uri() + " got no answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TestServerException(
                    built.method() + " " + built.uri() + " was interrupted", e);
        }
    }

    /** The body of a 2xx answer; any other is an exception that quotes it. */
    String send(HttpRequest.Builder request) {
        HttpResponse<String> response = exchange(request);
        if (response.statusCode() / 100 != 2) {
            throw new TestServerException(
                    response.request().method()
                            + " "
                            + response.uri()
                            + " was answered with "
                            + response.statusCode()
                            + ": "
                            + response.body().strip(),
                    response.statusCode(),
                    null);
        }
        return response.body();
    }

    String get(String path, Map<String, String> parameters) {
        return send(request(path, parameters).GET());
    }

    String post(String path, Map<String, String> parameters, String contentType, String body) {
        return send(
                request(path, parameters)
                        .header("Content-Type", contentType)
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    JsonNode postJson(String path, JsonNode body) {
        return json(post(path, Map.of(), "application/json", body.toString()));
    }

    HttpRequest.Builder request(String path, Map<String, String> parameters) {
        String query = parameters.isEmpty() ? "" : "?" + form(parameters);
        return HttpRequest.newBuilder(URI.create(url + path + query));
    }

    static String form(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(e -> encode(e.getKey()) + "=" + encode(e.getValue()))
                .collect(Collectors.joining("&"));
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new TestServerException("The server's answer is not JSON: " + text, e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
