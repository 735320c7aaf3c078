/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.model.InfluxDBException;

/**
 * Tells the faults of one bucket from those of the server, where points go to several, and holds
 * back the bucket alone: it has attempts and waits of its own, and the others go on.
 */
final class BucketFaults {

    private final Lanes lanes;
    private final Retries ofServer;

    BucketFaults(Lanes lanes, Retries ofServer) {
        this.lanes = lanes;
        this.ofServer = ofServer;
    }

    /**
     * Whether the bucket of a failed request is to blame, and not the server: it does not exist, or
     * is not ours to write to; or its requests fail inside of the server, or find no end, while
     * those of others land.
     */
    boolean isToBlame(LaneBatch batch, Throwable cause) {
        if (!lanes.areOfSeveralBuckets()) {
            return false;
        }
        if (cause instanceof InfluxDBException answer && answer.status() != 0) {
            return answer.status() == 403
                    || answer.status() == 404
                    || answer.status() == 500
                            && !WriteErrorClassifier.isOverload(cause)
                            && lanes.othersGoOn(lanes.bucket(batch));
        }
        return WriteErrorClassifier.mayStillLand(cause) && lanes.othersGoOn(lanes.bucket(batch));
    }

    /**
     * Nothing goes to the bucket for a while.
     *
     * @param cause why its request failed
     * @return its attempts
     */
    Retries holdBack(LaneBatch batch, WriteOutcome outcome, Throwable cause) {
        BucketLanes bucket = lanes.bucket(batch);
        Retries own = bucket.retries();
        if (own == null) {
            own = ofServer.anew();
            bucket.setRetries(own);
        }
        if (bucket.isPaused()) {
            // It was on its way with the one that failed first: together they are one attempt.
            return own;
        }
        lanes.pause(bucket, own.wait(outcome, cause, own.round()));
        return own;
    }

    /** The server looked at points of this batch, whatever it thinks of them. */
    void answered(LaneBatch batch) {
        lanes.bucket(batch).setRetries(null);
    }
}
