/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;

import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;

import javax.annotation.Nullable;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Tells from the end of a write what to do about it. Pure and total: every end has an outcome. */
final class WriteErrorClassifier {

    /**
     * How InfluxDB's own words about single points begin, in lower case. A 400 or 422 that says
     * anything else is no verdict on points: a proxy's page, a wrong parameter, a quota.
     */
    private static final List<String> POINT_ERRORS =
            List.of(
                    // 1.8 and 2.x, the whole batch or a part of it.
                    "unable to parse '",
                    "partial write: unable to parse '",
                    "partial write: field type conflict",
                    "partial write: points beyond retention policy",
                    "partial write: invalid field name",
                    "partial write: invalid tag key",
                    "partial write: input field",
                    // 1.8, where the points of one request contradict each other.
                    "field type conflict",
                    // 3.x, both endpoints, newer and older wording.
                    "partial write of line protocol occurred",
                    "line protocol parsing error",
                    "parsing failed for write_lp endpoint");

    /** What 2.x puts before the words of its storage. */
    private static final String STORAGE_PREFIX = "failure writing points to database: ";

    /** 2.x and its {@code partial write: dropped N points outside retention policy of ...}. */
    private static final String OUTSIDE_RETENTION = "points outside retention policy";

    /**
     * How InfluxDB says, in lower case, that it has too much to do: its cache or queue is full, or
     * its storage does not keep up.
     */
    private static final List<String> FULL =
            List.of("cache-max-memory-size exceeded", "queue full");

    private WriteErrorClassifier() {}

    /**
     * What the end of a request means.
     *
     * @param failure why it failed, or null if it did not
     * @param version which server said so
     */
    static WriteOutcome classify(@Nullable Throwable failure, InfluxDBVersion version) {
        Throwable cause = unwrap(failure);
        if (cause == null) {
            return WriteOutcome.DONE;
        }
        if (cause instanceof InfluxDBException answer) {
            return answer.status() == 0 ? withoutAnswer(answer) : answered(answer, version);
        }
        // What the client did not explain: the network's, or a programming error.
        return cause instanceof IOException
                        || cause instanceof TimeoutException
                        || cause instanceof CancellationException
                ? networkFault(cause)
                : WriteOutcome.HALT;
    }

    /**
     * Whether a few more attempts are worth it before the job stops: a token is being renewed, a
     * bucket is being made, a node does not know them yet.
     */
    static boolean mayPass(Throwable cause) {
        return cause instanceof InfluxDBException answer
                && (answer.status() == 401 || answer.status() == 403 || answer.status() == 404);
    }

    /**
     * Whether the request may still take effect after this end: it was cut or given up on its way,
     * or the server gave up waiting for what goes on inside of it. A server that refuses points may
     * still be writing others, for it writes its shards side by side and answers with the first
     * fault.
     */
    static boolean mayStillLand(Throwable cause) {
        if (!(cause instanceof InfluxDBException answer)) {
            return true;
        }
        int status = answer.status();
        if (status == 0) {
            return !isBeforeSending(answer.getCause());
        }
        return status >= 500
                ? status != 503
                : status == 400 || status == 408 || status == 422 || status == 499;
    }

    /** No connection, so that nothing can have been sent. */
    private static boolean isBeforeSending(@Nullable Throwable cause) {
        return cause instanceof ConnectException
                || cause instanceof ConnectTimeoutException
                || cause instanceof ConnectionRequestTimeoutException
                || cause instanceof NoRouteToHostException
                || cause instanceof UnknownHostException;
    }

    /** The failure itself, without what futures wrap around it. */
    @Nullable
    static Throwable unwrap(@Nullable Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static WriteOutcome withoutAnswer(InfluxDBException failure) {
        return switch (failure.kind()) {
            case CONNECTION, INCOMPLETE, OVERLOADED, SERVER, RESPONSE_TIMEOUT ->
                    networkFault(failure);
            case TOO_LARGE -> WriteOutcome.SPLIT;
            case REJECTED -> WriteOutcome.ISOLATE;
            case TOO_HEAVY,
                    UNAUTHENTICATED,
                    FORBIDDEN,
                    NOT_FOUND,
                    INVALID,
                    MALFORMED,
                    UNSUPPORTED ->
                    WriteOutcome.HALT;
        };
    }

    /** A certificate that is not trusted will not be trusted later; all else may pass. */
    private static WriteOutcome networkFault(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 20; depth++) {
            if (cause instanceof CertificateException
                    || cause instanceof CertPathValidatorException) {
                return WriteOutcome.HALT;
            }
            cause = cause.getCause();
        }
        return WriteOutcome.RETRY;
    }

    private static WriteOutcome answered(InfluxDBException answer, InfluxDBVersion version) {
        int status = answer.status();
        if (status >= 500) {
            // 1.8 says with 500, as if the fault were its own, that a retention policy is missing.
            return answer.kind() == InfluxDBException.Kind.NOT_FOUND
                    ? WriteOutcome.HALT
                    : WriteOutcome.RETRY;
        }
        return switch (status) {
            case 408, 425, 429, 499 -> WriteOutcome.RETRY;
            case 413 -> WriteOutcome.SPLIT;
            case 400 -> refused(answer);
            // 3.x says 422 when a limit of its schema is reached, which is no point's fault.
            case 422 -> version == InfluxDBVersion.V3 ? WriteOutcome.HALT : refused(answer);
            default -> WriteOutcome.HALT;
        };
    }

    private static WriteOutcome refused(InfluxDBException answer) {
        String words = answer.serverMessage().toLowerCase(Locale.ROOT);
        if (answer.kind() == InfluxDBException.Kind.REJECTED && isAboutPoints(words)) {
            return WriteOutcome.ISOLATE;
        }
        // Servers say with 5xx that they are full; should one say it with 4xx, it is as passing.
        return isFull(words) ? WriteOutcome.RETRY : WriteOutcome.HALT;
    }

    private static boolean isFull(String words) {
        return FULL.stream().anyMatch(words::contains);
    }

    /** Whether the server says, of a request that is to be sent again, that it is overloaded. */
    static boolean isOverload(Throwable cause) {
        if (!(cause instanceof InfluxDBException answer) || answer.status() == 0) {
            return false;
        }
        String words = answer.serverMessage().toLowerCase(Locale.ROOT);
        return isFull(words) || answer.status() >= 500 && words.contains("timeout");
    }

    /**
     * Whether the server failed with a request, and not because it is away, busy or overloaded:
     * should it go on to fail with this one and take others, it may be for what is in it.
     */
    static boolean isServerFault(Throwable cause) {
        return cause instanceof InfluxDBException answer
                && answer.status() == 500
                && answer.kind() == InfluxDBException.Kind.SERVER
                && !isOverload(cause);
    }

    private static boolean isAboutPoints(String words) {
        String own =
                words.startsWith(STORAGE_PREFIX) ? words.substring(STORAGE_PREFIX.length()) : words;
        return POINT_ERRORS.stream().anyMatch(own::startsWith)
                || own.startsWith("partial write: ") && own.contains(OUTSIDE_RETENTION);
    }
}
