/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;

import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpStatus;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * A query under way. One thread starts it and reads the body; any thread may close it.
 *
 * <p>To end it early, the request is cancelled, which cuts the connection. Closing the client's own
 * stream instead would first read the rest of the answer, to save the connection.
 */
final class StreamedRequest extends InputStream implements StreamedAnswer {

    private static final int GZIP_BUFFER = 16 * 1024;

    private final HttpTransport transport;
    private final HttpUriRequestBase http;
    private final Call call;

    private volatile boolean closed;

    // Of the reading thread alone.
    private CountedBody wire;
    private InputStream decoded;
    private boolean ended;
    private InfluxDBException failure;

    StreamedRequest(HttpTransport transport, HttpUriRequestBase http, Call call) {
        this.transport = transport;
        this.http = http;
        this.call = call;
    }

    /** Sends the request, unless that is done, and waits until a good answer begins. */
    void start() throws InfluxDBException {
        if (failure != null) {
            throw failure;
        }
        if (decoded != null) {
            return;
        }
        try {
            transport.opened(this);
            failIfClosed();
            transport.authenticate(http);
            QueryListener.Answer answer = transport.listener().sent();
            ClassicHttpResponse response = transport.execute(http, call);
            AnswerHead.Headers headers = AnswerHead.headers(response);
            if (response.getCode() != HttpStatus.SC_OK || AnswerHead.isPage(headers)) {
                throw transport
                        .errors()
                        .of(call, AnswerHead.read(response, ErrorAnswers.BODY_LIMIT));
            }
            answer.begins();
            wire =
                    new CountedBody(
                            response.getEntity() == null
                                    ? nullInputStream()
                                    : response.getEntity().getContent(),
                            answer);
            boolean gzip = headers.first("Content-Encoding").equalsIgnoreCase("gzip");
            decoded = gzip ? new GZIPInputStream(wire, GZIP_BUFFER) : wire;
        } catch (IOException e) {
            throw failed(e);
        } catch (IllegalStateException e) {
            // The HTTP client's word for a request that is cancelled while it begins or is read.
            throw failed(new IOException(e));
        }
    }

    @Override
    public InputStream body() {
        return this;
    }

    @Override
    public int read() throws InfluxDBException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws InfluxDBException {
        start();
        if (ended || length == 0) {
            return ended ? -1 : 0;
        }
        try {
            failIfClosed();
            int count = decoded.read(buffer, offset, length);
            if (count < 0) {
                end();
            }
            return count;
        } catch (IOException e) {
            throw failed(e);
        } catch (IllegalStateException e) {
            // The HTTP client's word for a request that is cancelled while it begins or is read.
            throw failed(new IOException(e));
        }
    }

    /** The compressed content may end before the body does. */
    private void end() throws IOException {
        if (decoded != wire && wire.read() >= 0) {
            throw new IOException("the body goes on behind its compressed content");
        }
        ended = true;
        transport.ended(this);
    }

    private void failIfClosed() throws IOException {
        if (closed) {
            throw new IOException("closed");
        }
    }

    private InfluxDBException failed(IOException cause) {
        http.cancel();
        transport.ended(this);
        if (closed) {
            failure =
                    new InfluxDBException(
                            InfluxDBException.Kind.CONNECTION,
                            call.failed() + ": it was closed on our side" + call.where(),
                            cause);
        } else if (cause instanceof InfluxDBException known) {
            failure = known;
        } else {
            ConnectionFaults.Phase phase =
                    wire != null && !wire.hasBegun()
                            ? ConnectionFaults.Phase.BODY_AWAITED
                            : ConnectionFaults.Phase.BODY;
            failure = transport.faults().of(call, phase, cause);
        }
        return failure;
    }

    @Override
    public void close() {
        closed = true;
        http.cancel();
        transport.ended(this);
    }
}
