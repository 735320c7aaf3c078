/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;

import javax.annotation.Nullable;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The one place where an answer that nobody hoped for becomes an exception. Its message says what
 * happened, where, what the server said, and what to do.
 */
final class ErrorAnswers {

    /** How much of an error's body is read. */
    static final int BODY_LIMIT = 64 * 1024;

    /** The same for writes: 2.x quotes every line that it refuses. */
    static final int WRITE_BODY_LIMIT = 1024 * 1024;

    private static final int SHOWN_LIMIT = 2000;

    private final Clock clock;
    private final ErrorAdvice advice;

    ErrorAnswers(InfluxDBConnectionOptions options, Clock clock) {
        this.clock = clock;
        this.advice = new ErrorAdvice(options);
    }

    InfluxDBException of(Call call, AnswerHead answer) {
        ServerWords words = ServerWords.of(answer);
        Kind kind = kind(call.kind(), answer.status(), words);
        StringBuilder message = new StringBuilder(call.failed());
        message.append(" with HTTP status ").append(answer.status()).append(call.where());
        message.append('.');
        if (!words.text().isEmpty()) {
            message.append(" Server said: ").append(shortened(words.text()));
            if (".!?".indexOf(message.charAt(message.length() - 1)) < 0) {
                message.append('.');
            }
        }
        message.append(advice.of(call, kind, answer, words));
        return new InfluxDBException(
                kind,
                message.toString(),
                null,
                answer.status(),
                words.text(),
                retryAfter(answer.headers().first("Retry-After")),
                words.rejectedLines());
    }

    private static Kind kind(Call.Kind call, int status, ServerWords words) {
        String text = words.text().toLowerCase(Locale.ROOT);
        if (status >= 400) {
            // 2.x sends these with 400, 1.8 with 500.
            if (text.contains("queue length exceeded")) {
                return Kind.OVERLOADED;
            }
            if (text.contains("memory allocation limit") || text.contains("query would scan")) {
                return Kind.TOO_HEAVY;
            }
        }
        return switch (status) {
            case 401, 407 -> Kind.UNAUTHENTICATED;
            case 403 -> Kind.FORBIDDEN;
            case 404 -> words.isPage() ? Kind.MALFORMED : Kind.NOT_FOUND;
            case 408, 499 -> Kind.SERVER;
            case 413 -> Kind.TOO_LARGE;
            case 429, 503 -> Kind.OVERLOADED;
            default ->
                    status < 400
                            ? good(status)
                            : status < 500 ? wrong(call, text, words) : failed(call, text);
        };
    }

    /** Not the answer that was hoped for, but no error either. */
    private static Kind good(int status) {
        return status >= 300 ? Kind.INVALID : Kind.MALFORMED;
    }

    private static Kind wrong(Call.Kind call, String text, ServerWords words) {
        if (words.isPage()) {
            return Kind.MALFORMED;
        }
        if (call == Call.Kind.TOKEN) {
            return Kind.UNAUTHENTICATED; // RFC 6749, section 5.2, says most faults with 400.
        }
        boolean aboutPoints =
                text.contains("unable to parse")
                        || text.contains("partial write")
                        || text.contains("field type conflict")
                        || text.contains("line protocol pars")
                        || text.contains("parsing failed for write_lp")
                        || text.contains("failure writing points");
        return call == Call.Kind.WRITE && words.isInfluxDB() && aboutPoints
                ? Kind.REJECTED
                : Kind.INVALID;
    }

    private static Kind failed(Call.Kind call, String text) {
        // The last two are what Flux of 1.8 says.
        if (text.contains("retention policy not found")
                || text.contains("invalid retention policy")
                || text.endsWith("no database")) {
            return Kind.NOT_FOUND;
        }
        // 1.8 answers a Flux query that is wrong like a fault of its own.
        boolean wrong =
                text.startsWith("loc ")
                        || text.startsWith("type error")
                        || text.startsWith("error in building plan")
                        || text.contains("compilation failed");
        return call == Call.Kind.QUERY && wrong ? Kind.INVALID : Kind.SERVER;
    }

    /** RFC 9110, section 10.2.3: seconds, or a time by the server's clock. */
    @Nullable
    private Duration retryAfter(String header) {
        if (header.isEmpty()) {
            return null;
        }
        try {
            Duration wait =
                    header.chars().allMatch(c -> c >= '0' && c <= '9')
                            ? Duration.ofSeconds(Long.parseLong(header))
                            : Duration.between(
                                    clock.instant(),
                                    DateTimeFormatter.RFC_1123_DATE_TIME.parse(
                                            header, Instant::from));
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeException | NumberFormatException | ArithmeticException e) {
            return null; // A header that says nothing leaves the wait to the caller.
        }
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN_LIMIT
                ? text
                : text.substring(0, SHOWN_LIMIT)
                        + "... ("
                        + (text.length() - SHOWN_LIMIT)
                        + " more characters)";
    }
}
