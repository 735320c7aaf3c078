/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.client.RefusedDelete;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;
import org.apache.flink.connector.influxdb.sink.DeadLetter.Category;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.annotation.Nullable;

import java.io.IOException;

/** What follows from the end of a request, for its points and for the requests to come. */
final class RequestEnds {

    private static final Logger LOG = LoggerFactory.getLogger(RequestEnds.class);

    private final SinkSettings settings;
    private final Lanes lanes;
    private final RequestPacer pacer;
    private final Retries retries;
    private final Rejections rejections;
    private final SinkMetrics metrics;
    private final RefusedBatches refused;
    private final BucketFaults bucketFaults;
    private final PoisonBatches poison;

    @Nullable private InfluxDBVersion version;

    /**
     * Ends of requests.
     *
     * @param probe asks the server if it would take points
     */
    RequestEnds(
            SinkSettings settings,
            Lanes lanes,
            RequestPacer pacer,
            Retries retries,
            Rejections rejections,
            SinkMetrics metrics,
            ServerProbe probe) {
        this.settings = settings;
        this.lanes = lanes;
        this.pacer = pacer;
        this.retries = retries;
        this.rejections = rejections;
        this.metrics = metrics;
        this.refused = new RefusedBatches(settings, lanes, rejections, metrics);
        this.bucketFaults = new BucketFaults(lanes, retries);
        this.poison = new PoisonBatches(lanes, refused, probe);
    }

    /** To be kept with a request that is sent now. */
    int round() {
        return retries.round();
    }

    void serverIs(InfluxDBVersion version) {
        this.version = version;
    }

    /**
     * Draws the consequences.
     *
     * @param failure why the request failed, or null if it did not
     * @param round the round of {@link Retries} in which it was sent
     * @return why the job has to fail, or null if it goes on
     * @throws IOException if a refused point may not be left out, or does not reach the dead
     *     letters: the job has to fail
     */
    @Nullable
    Exception end(LaneBatch batch, @Nullable Throwable failure, int round) throws IOException {
        Throwable cause = withoutInexact(batch, WriteErrorClassifier.unwrap(failure));
        WriteOutcome outcome = WriteErrorClassifier.classify(cause, version);
        metrics.ended(outcome);
        if (outcome == WriteOutcome.DONE) {
            answered(batch);
            refused.taken(batch);
            lanes.confirmed(batch);
            return null;
        }
        if (cause instanceof InfluxDBException answer) {
            if (outcome == WriteOutcome.SPLIT) {
                answered(batch);
                return refused.tooLarge(batch, answer);
            }
            if (outcome == WriteOutcome.ISOLATE) {
                answered(batch);
                return refused.refused(batch, answer);
            }
        }
        int attempts = 0;
        if (outcome == WriteOutcome.RETRY || WriteErrorClassifier.mayPass(cause)) {
            Retries tries =
                    bucketFaults.isToBlame(batch, cause)
                            ? bucketFaults.holdBack(batch, outcome, cause)
                            : holdBack(outcome, cause, round);
            attempts = tries.inARow();
            if (!tries.areExhausted()) {
                if (attempts == 1) {
                    LOG.warn(
                            "Points of bucket '{}' wait for the server: {}",
                            batch.bucket(),
                            cause.getMessage());
                }
                metrics.retried();
                poison.failed(batch, cause);
                return null;
            }
        }
        metrics.failed(batch.size());
        return WriteFailures.describe(settings, outcome, batch.entries(), cause, attempts);
    }

    /** Rejects the points that could not be deleted alone, where that is all that went wrong. */
    @Nullable
    private Throwable withoutInexact(LaneBatch batch, @Nullable Throwable cause)
            throws IOException {
        if (!(cause instanceof InexactDeletesException inexact)) {
            return cause;
        }
        for (RefusedDelete refused : inexact.refused()) {
            rejections.unsent(
                    new RejectedPoint(
                            batch.bucket(),
                            batch.entries().get(refused.index()).inNanos(settings.precision()),
                            Category.NOT_REPRESENTABLE,
                            refused.reason()));
        }
        return null;
    }

    /** The server looked at points, whatever it thinks of them. */
    private void answered(LaneBatch batch) {
        bucketFaults.answered(batch);
        if (retries.inARow() > 0) {
            LOG.info("The server takes points again, after {} attempts", retries.inARow());
        }
        retries.succeeded();
        pacer.succeeded();
        poison.answered(batch);
    }

    /** Nothing goes to the server for a while, and less afterwards. */
    private Retries holdBack(WriteOutcome outcome, Throwable cause, int round) {
        if (round == retries.round()) {
            pacer.failed();
        }
        pacer.pauseFor(retries.wait(outcome, cause, round));
        return retries;
    }
}
