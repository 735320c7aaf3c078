/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;

import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.io.entity.StringEntity;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sends requests and streams answers. It knows nothing of query languages and line protocol; what
 * it knows of InfluxDB are its errors. Safe for use by several threads.
 */
final class HttpTransport implements Closeable {

    private final InfluxDBConnectionOptions options;
    private final ClientEnvironment environment;
    private final QueryListener listener;
    private final String baseUrl;
    private final HttpClients clients;
    private final ErrorAnswers errors;
    private final ConnectionFaults faults;
    private final HttpWrites writes;
    private final Duration answerTimeout;
    private final Set<StreamedRequest> open = ConcurrentHashMap.newKeySet();

    private Authenticator authenticator;
    private volatile boolean closed;

    HttpTransport(InfluxDBConnectionOptions options) {
        this(options, ClientEnvironment.ofProcess(), QueryListener.NONE);
    }

    HttpTransport(
            InfluxDBConnectionOptions options,
            ClientEnvironment environment,
            QueryListener listener) {
        this(options, environment, listener, options.timeouts().response());
    }

    /**
     * A transport.
     *
     * @param answerTimeout the longest silence before an answer to a query begins
     */
    HttpTransport(
            InfluxDBConnectionOptions options,
            ClientEnvironment environment,
            QueryListener listener,
            Duration answerTimeout) {
        this.options = options;
        this.answerTimeout = answerTimeout;
        this.environment = environment;
        this.listener = listener;
        this.baseUrl = ConnectionUrl.withoutTrailingSlash(options.url());
        this.clients = new HttpClients(options, environment);
        this.errors = new ErrorAnswers(options, environment.clock());
        this.faults = new ConnectionFaults(options);
        this.writes = new HttpWrites(this, clients);
    }

    InfluxDBConnectionOptions options() {
        return options;
    }

    /**
     * Opens a query and waits until its answer begins; an answer other than 200 becomes an
     * exception with the server's words.
     */
    StreamedAnswer open(QueryRequest request) throws InfluxDBException {
        StreamedRequest answer = prepare(request);
        answer.start();
        return answer;
    }

    /**
     * A query that is sent when its body is first read, with the errors of {@link #open}. It can be
     * closed while the server has not begun to answer, which may take minutes.
     */
    StreamedRequest prepare(QueryRequest request) throws InfluxDBException {
        HttpUriRequestBase http =
                new HttpUriRequestBase(
                        request.body() == null ? "GET" : "POST",
                        uri(request.path(), request.parameters()));
        if (request.body() != null) {
            http.setEntity(
                    new StringEntity(
                            request.body(),
                            ContentType.parse(request.contentType())
                                    .withCharset(StandardCharsets.UTF_8)));
        }
        http.setHeader(HttpHeaders.ACCEPT, request.accept());
        http.setHeader(HttpHeaders.ACCEPT_ENCODING, isGzip(request) ? "gzip" : "identity");
        http.setConfig(clients.requestConfig(answerTimeout));
        return new StreamedRequest(
                this, http, new Call(Call.Kind.QUERY, url(request.path()), request.context()));
    }

    private boolean isGzip(QueryRequest request) {
        return options.answerGzip() == AnswerGzip.AUTO
                ? request.gzip()
                : options.answerGzip() == AnswerGzip.ON;
    }

    /** Asks {@code /ping}, whatever the status of the answer. */
    PingAnswer ping() throws InfluxDBException {
        return get(Call.Kind.PING, "/ping");
    }

    /** Asks for something of a few words, whatever the status of the answer. */
    PingAnswer get(Call.Kind kind, String path) throws InfluxDBException {
        Call call = new Call(kind, url(path), "");
        HttpUriRequestBase http = new HttpUriRequestBase("GET", uri(path, Map.of()));
        authenticate(http);
        return new PingAnswer(call, exchange(http, call));
    }

    /** Posts a form to another server, whatever the status of the answer. */
    AnswerHead postForm(Call call, String authorization, String form) throws InfluxDBException {
        HttpUriRequestBase http = new HttpUriRequestBase("POST", URI.create(call.url()));
        http.setHeader(HttpHeaders.AUTHORIZATION, authorization);
        http.setHeader(HttpHeaders.ACCEPT, "application/json");
        http.setEntity(new StringEntity(form, ContentType.APPLICATION_FORM_URLENCODED));
        return exchange(http, call);
    }

    /** Posts JSON, whatever the status of the answer. */
    AnswerHead postJson(Call call, String path, Map<String, String> parameters, String json)
            throws InfluxDBException {
        HttpUriRequestBase http = new HttpUriRequestBase("POST", uri(path, parameters));
        http.setEntity(new StringEntity(json, ContentType.APPLICATION_JSON));
        authenticate(http);
        return exchange(http, call);
    }

    private AnswerHead exchange(HttpUriRequestBase http, Call call) throws InfluxDBException {
        http.setHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
        http.setConfig(clients.requestConfig(options.timeouts().request()));
        try {
            return AnswerHead.read(execute(http, call), ErrorAnswers.BODY_LIMIT);
        } catch (IOException e) {
            throw faults.of(call, ConnectionFaults.Phase.BODY, e);
        } finally {
            http.cancel(); // Without effect if the answer was read whole.
        }
    }

    /**
     * Sends lines.
     *
     * @param request is asked for on a thread of this transport, where it may wait
     * @param listener hears of this write
     * @return done with the server's confirmation, on a thread of this transport
     */
    CompletableFuture<Void> write(
            WriteRequest.Supplier request, ByteBuffer lines, WriteListener listener) {
        return writes.send(request, lines, listener);
    }

    /** Sends a request and waits until its answer begins. */
    ClassicHttpResponse execute(HttpUriRequestBase http, Call call) throws InfluxDBException {
        try {
            return clients.blocking().executeOpen(null, http, clients.context());
        } catch (IOException | IllegalStateException e) {
            // The latter is the HTTP client's word for a request that is cancelled, or a pool that
            // is closed, while it begins.
            throw faults.of(call, ConnectionFaults.Phase.HEAD, e);
        }
    }

    /** Says who we are. May wait for a token server. */
    void authenticate(HttpRequest http) throws InfluxDBException {
        String header = authenticator().header();
        if (!header.isEmpty()) {
            http.setHeader(HttpHeaders.AUTHORIZATION, header);
        }
    }

    private synchronized Authenticator authenticator() throws InfluxDBException {
        if (authenticator == null) {
            authenticator = options.authentication().scheme().open(this, environment);
        }
        return authenticator;
    }

    QueryListener listener() {
        return listener;
    }

    ErrorAnswers errors() {
        return errors;
    }

    ConnectionFaults faults() {
        return faults;
    }

    /** The URL as it may be shown. */
    String url(String path) {
        return baseUrl + path;
    }

    URI uri(String path, Map<String, String> parameters) {
        StringBuilder uri = new StringBuilder(baseUrl).append(path);
        char separator = '?';
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            uri.append(separator).append(encoded(parameter.getKey()));
            uri.append('=').append(encoded(parameter.getValue()));
            separator = '&';
        }
        return URI.create(uri.toString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    void opened(StreamedRequest request) {
        open.add(request);
        if (closed) {
            request.close();
        }
    }

    void ended(StreamedRequest request) {
        open.remove(request);
    }

    /** Ends all requests at once. */
    @Override
    public void close() {
        closed = true;
        for (StreamedRequest request : open) {
            request.close();
        }
        writes.close();
        clients.close();
    }
}
