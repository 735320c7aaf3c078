/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.annotation.Nullable;

import java.io.IOException;
import java.io.InputStream;

/**
 * Keeps the shutdown of a 2.x server from passing for the end of an answer in Flux.
 *
 * <p>A server that is told to end (SIGINT) takes no more connections, waits 2 seconds, and cancels
 * the queries that still run. The storage then says "no more points", so that the answer ends as a
 * complete one does, with its blank line and its last chunk, and points are missing (seen on 2.9.1,
 * each time). So an answer counts as complete only if the server says afterwards that it has been
 * running since before the query: then it was not shutting down before the answer had ended. It
 * says so at {@code /ready}.
 */
final class ShutdownGuard {

    private static final Logger LOG = LoggerFactory.getLogger(ShutdownGuard.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of servers that do not tell when they started. */
    private static final String UNKNOWN = "";

    private final HttpTransport transport;
    private volatile String lastKnownStart = UNKNOWN;
    private volatile boolean hasWarned;

    ShutdownGuard(HttpTransport transport) {
        this.transport = transport;
    }

    /**
     * An answer whose end is checked.
     *
     * @param answer must be sent when it is first read, not before
     * @param context names the query in errors
     */
    StreamedAnswer guard(StreamedAnswer answer, String context) {
        return new GuardedAnswer(answer, context);
    }

    /** When the server started, as it says itself. */
    private String start() throws InfluxDBException {
        PingAnswer ready = transport.get(Call.Kind.READY, "/ready");
        AnswerHead answer = ready.answer();
        if (answer.status() >= 400) {
            InfluxDBException fault = transport.errors().of(ready.call(), answer);
            if (fault.isTransient()) {
                throw fault;
            }
        }
        String start = answer.status() == 200 ? startInBody(answer) : UNKNOWN;
        if (start.equals(UNKNOWN) && !hasWarned) {
            hasWarned = true;
            LOG.warn(
                    "{} does not say when the server started (HTTP status {}). Should the server be"
                            + " shut down while it answers a query in Flux, the answer may lack"
                            + " rows without a sign. Let whatever stands between here and the"
                            + " server pass GET /ready, or read with InfluxQL.",
                    ready.call().url(),
                    answer.status());
        }
        lastKnownStart = start;
        return start;
    }

    private static String startInBody(AnswerHead answer) {
        try {
            return JSON.readTree(answer.body()).path("started").asText(UNKNOWN);
        } catch (JsonProcessingException e) {
            return UNKNOWN; // A page of whatever stands in between.
        }
    }

    private final class GuardedAnswer extends InputStream implements StreamedAnswer {
        private final StreamedAnswer answer;
        private final String context;
        @Nullable private String startBefore;

        GuardedAnswer(StreamedAnswer answer, String context) {
            this.answer = answer;
            this.context = context;
        }

        @Override
        public InputStream body() {
            return this;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (startBefore == null) {
                String known = lastKnownStart;
                startBefore = known.equals(UNKNOWN) ? start() : known;
            }
            int count = answer.body().read(buffer, offset, length);
            if (count < 0 && !startBefore.equals(UNKNOWN)) {
                check();
            }
            return count;
        }

        private void check() throws InfluxDBException {
            String start;
            try {
                start = start();
            } catch (InfluxDBException e) {
                throw e.isTransient() ? doubtful("cannot be reached", e) : e;
            }
            if (!start.equals(startBefore)) {
                String when = start.equals(UNKNOWN) ? "at an unknown time" : start;
                throw doubtful("was started " + when + ", before that " + startBefore, null);
            }
        }

        private InfluxDBException doubtful(String now, @Nullable InfluxDBException cause) {
            return new InfluxDBException(
                    Kind.INCOMPLETE,
                    "The answer looks complete, but the server "
                            + now
                            + ". If it was shut down while it answered, rows are missing. "
                            + (cause == null ? "" : cause.getMessage() + ". ")
                            + context,
                    cause);
        }

        @Override
        public void close() {
            answer.close();
        }
    }
}
