/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.annotation.Nullable;

import java.io.IOException;

/**
 * Asks, before the first point goes, whether the server would take points of this job: whether it
 * knows us, the organization and the bucket, and lets us write. An error says what to change.
 *
 * <p>It stops no job that could write: what a write would wait for passes, and so does an answer
 * that says nothing of other writes. Then the first point will tell.
 */
final class Preflight {

    private static final Logger LOG = LoggerFactory.getLogger(Preflight.class);

    private final SinkSettings settings;
    private final ServerProbe probe;
    private final ProcessingTimeService timers;
    private final SinkMetrics metrics;
    private final Runnable passed;

    private int refusals;

    /**
     * A check that has not begun.
     *
     * @param passed is called on the task thread if points may go
     */
    Preflight(
            SinkSettings settings,
            ServerProbe probe,
            ProcessingTimeService timers,
            SinkMetrics metrics,
            Runnable passed) {
        this.settings = settings;
        this.probe = probe;
        this.timers = timers;
        this.metrics = metrics;
        this.passed = passed;
    }

    /** Asks the server, which is of this version. */
    void begin(InfluxDBVersion version) {
        if (settings.bucket() == null) {
            // Only records know where points go.
            passed.run();
            return;
        }
        probe.ask(settings.bucket(), failure -> ended(failure, version));
    }

    private void ended(@Nullable Throwable failure, InfluxDBVersion version) throws IOException {
        Throwable cause = WriteErrorClassifier.unwrap(failure);
        if (cause == null) {
            passed.run();
        } else if (!isVerdict(cause, version)) {
            metrics.preflightUnknown();
            LOG.warn(
                    "Whether points can be written to bucket '{}' is not known yet, the first of"
                            + " them will tell: {}",
                    settings.bucket(),
                    cause.getMessage());
            passed.run();
        } else if (WriteErrorClassifier.mayPass(cause) && ++refusals < Retries.REFUSALS) {
            LOG.warn("The server is asked once more if it takes points: {}", cause.getMessage());
            timers.registerTimer(
                    timers.getCurrentProcessingTime() + Retries.AFTER_REFUSAL.toMillis(),
                    time -> begin(version));
        } else {
            throw WriteFailures.preflight(settings, cause);
        }
    }

    /** Whether every write will fail as this one did, until a person changes something. */
    private boolean isVerdict(Throwable cause, InfluxDBVersion version) {
        return !isAboutThisWrite(cause)
                && WriteErrorClassifier.classify(cause, version) == WriteOutcome.HALT;
    }

    /** Whether it may be that others succeed: with points, or of another bucket. */
    private boolean isAboutThisWrite(Throwable cause) {
        if (!(cause instanceof InfluxDBException answer)) {
            return false;
        }
        boolean isAboutItsBucket =
                answer.kind() == Kind.FORBIDDEN || answer.kind() == Kind.NOT_FOUND;
        return answer.status() == 400
                || answer.status() == 422
                || !settings.watching().hasOneBucket() && isAboutItsBucket;
    }
}
