/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.model;

import org.apache.flink.annotation.PublicEvolving;

import javax.annotation.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What went wrong between us and an InfluxDB: what happened, where, what the server said, what to
 * do. It holds no secret.
 */
@PublicEvolving
public final class InfluxDBException extends IOException {

    private static final long serialVersionUID = 1L;

    /** What kind of fault it is, which decides what is done about it. */
    @PublicEvolving
    public enum Kind {
        /** No connection, or it broke, or the server was silent for too long. */
        CONNECTION(true),
        /** The answer ended before it was complete. */
        INCOMPLETE(true),
        /** The server asks for patience: 429, 503, a full queue (2.x says it with 400). */
        OVERLOADED(true),
        /** The server failed: 5xx, or an error inside an answer that had begun well. */
        SERVER(true),
        /** No answer to a query began in time: the server hangs, or it is more than it can do. */
        RESPONSE_TIMEOUT(true),
        /** The query is more than the server can do at once: memory, files, time. */
        TOO_HEAVY(false),
        /** The body is larger than the server takes: 413. */
        TOO_LARGE(false),
        /** 401: the server does not know us. */
        UNAUTHENTICATED(false),
        /** 403: the server knows us and says no, or has the service switched off. */
        FORBIDDEN(false),
        /** 404: no such bucket, database or path. */
        NOT_FOUND(false),
        /** Some points of a write were refused; the server wrote the others or none. */
        REJECTED(false),
        /** The request is wrong and stays so: any other 4xx, a query that does not compile. */
        INVALID(false),
        /** The answer is not what an InfluxDB says: a proxy's page, a broken format. */
        MALFORMED(false),
        /** What is asked for does not exist in this version of the server or connector. */
        UNSUPPORTED(false);

        private final boolean isTransient;

        Kind(boolean isTransient) {
            this.isTransient = isTransient;
        }

        /** Whether the same request can succeed later, with nothing changed. */
        public boolean isTransient() {
            return isTransient;
        }
    }

    private final Kind kind;
    private final int status;
    private final String serverMessage;
    @Nullable private final Duration retryAfter;

    @SuppressWarnings("serial") // List.copyOf makes serializable ones.
    private final List<String> rejectedLines;

    /** A fault without an answer of the server. */
    public InfluxDBException(Kind kind, String message, @Nullable Throwable cause) {
        this(kind, message, cause, 0, "", null, List.of());
    }

    /**
     * A fault that a server told.
     *
     * @param message whole: what happened, where, the server's words, what to do
     * @param status the HTTP status, or 0 if there was no answer
     * @param serverMessage the server's words alone, or empty
     * @param retryAfter how long the server asked to wait, or null
     * @param rejectedLines the lines of a write that the server named as refused
     */
    public InfluxDBException(
            Kind kind,
            String message,
            @Nullable Throwable cause,
            int status,
            String serverMessage,
            @Nullable Duration retryAfter,
            List<String> rejectedLines) {
        super(message, cause);
        this.kind = kind;
        this.status = status;
        this.serverMessage = serverMessage;
        this.retryAfter = retryAfter;
        this.rejectedLines = List.copyOf(rejectedLines);
    }

    /** What kind of fault it is. */
    public Kind kind() {
        return kind;
    }

    /** Whether the same request can succeed later, with nothing changed. */
    public boolean isTransient() {
        return kind.isTransient();
    }

    /** The HTTP status, or 0 if there was no answer. */
    public int status() {
        return status;
    }

    /** The server's words alone, or empty. */
    public String serverMessage() {
        return serverMessage;
    }

    /** How long the server asked to wait. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** The lines of a write that the server named as refused, as it quoted them. */
    public List<String> rejectedLines() {
        return rejectedLines;
    }
}
