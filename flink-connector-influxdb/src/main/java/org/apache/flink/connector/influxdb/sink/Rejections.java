/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.sink.DeadLetter.Category;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.annotation.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Does with points that will never be taken what the sink was told to do. Each is counted, whatever
 * that is. Used on the task thread only.
 */
final class Rejections {

    private static final Logger LOG = LoggerFactory.getLogger(Rejections.class);

    private static final long LOG_EVERY_MILLIS = Duration.ofMinutes(1).toMillis();

    private final SinkSettings settings;
    private final SinkMetrics metrics;
    private final LongSupplier clock;

    private long logged = Long.MIN_VALUE;
    private long sinceLogged;

    /**
     * Rejections.
     *
     * @param clock milliseconds since 1970
     */
    Rejections(SinkSettings settings, SinkMetrics metrics, LongSupplier clock) {
        this.settings = settings;
        this.metrics = metrics;
        this.clock = clock;
    }

    void open(int subtask) throws IOException {
        settings.rejecting().handler().open(subtask);
    }

    /** A point that is not sent: no server could carry it, or its bucket would not take it. */
    void unsent(RejectedPoint point) throws IOException {
        reject(point, null);
    }

    /** A point that the server refused. */
    void refused(LineEntry entry, InfluxDBException answer) throws IOException {
        String reason = PointErrors.reason(answer, entry.toString());
        reject(point(entry, PointErrors.category(answer, reason), reason), answer);
    }

    /** A point with which the server fails whenever it is sent. */
    void poisonous(LineEntry entry, InfluxDBException answer) throws IOException {
        String reason =
                "The server failed "
                        + PoisonBatches.ATTEMPTS
                        + " times in a row with this point alone, and took others meanwhile: "
                        + PointErrors.reason(answer, entry.toString());
        reject(point(entry, Category.MALFORMED, reason), answer);
    }

    private RejectedPoint point(LineEntry entry, Category category, String reason) {
        return new RejectedPoint(
                entry.bucket(), entry.inNanos(settings.precision()), category, reason);
    }

    private void reject(RejectedPoint point, @Nullable InfluxDBException answer)
            throws IOException {
        metrics.rejected(point.category());
        switch (settings.rejecting().onError()) {
            case FAIL -> throw WriteFailures.rejected(point, answer);
            case SKIP -> logOnceInAWhile(point);
            case DEAD_LETTER -> {
                logOnceInAWhile(point);
                settings.rejecting()
                        .handler()
                        .handle(
                                new DeadLetter(
                                        Instant.ofEpochMilli(clock.getAsLong()),
                                        point.bucket(),
                                        point.point(),
                                        point.category(),
                                        answer == null ? 0 : answer.status(),
                                        point.reason()));
            }
        }
    }

    private void logOnceInAWhile(RejectedPoint point) {
        sinceLogged++;
        long now = clock.getAsLong();
        if (logged != Long.MIN_VALUE && Math.abs(now - logged) < LOG_EVERY_MILLIS) {
            return;
        }
        LOG.warn(
                "Points are not written, sink.on-error is '{}': {} since the last such line, the"
                        + " newest of them for bucket '{}': {} ({}): {}",
                settings.rejecting().onError(),
                sinceLogged,
                point.bucket(),
                WriteFailures.shortened(point.point()),
                point.category(),
                point.reason());
        logged = now;
        sinceLogged = 0;
    }

    /** Makes all rejected points so far safe. */
    void flush() throws IOException {
        settings.rejecting().handler().flush();
    }

    void close() throws IOException {
        settings.rejecting().handler().close();
    }
}
