/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import javax.annotation.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Which bucket sends the next request. Buckets take turns, and none takes all the requests that may
 * be under way if there are others: a slow one would make them wait.
 */
final class Turns {

    /** The buckets that may have something to send, each once. */
    private final Deque<BucketLanes> queue = new ArrayDeque<>();

    private final int maxInFlight;

    /** Whether there ever were points of two buckets at once. */
    private boolean several;

    /**
     * Nobody's turn.
     *
     * @param maxInFlight most requests at a time, of all buckets
     */
    Turns(int maxInFlight) {
        this.maxInFlight = maxInFlight;
    }

    /** A bucket may have something to send. */
    void give(BucketLanes bucket) {
        if (!bucket.hasTurn()) {
            bucket.setTurn(true);
            queue.addLast(bucket);
        }
    }

    /** There are points of so many buckets. */
    void buckets(int count) {
        several = several || count > 1;
    }

    /** Whether there ever were points of two buckets at once. */
    boolean areSeveral() {
        return several;
    }

    /**
     * Takes the points of the next request.
     *
     * @param buckets how many buckets have points
     * @return null if nothing may go now
     */
    @Nullable
    LaneBatch take(int buckets, int maxPoints, long maxBytes) {
        if (!several) {
            return takeBelow(maxInFlight, maxPoints, maxBytes);
        }
        // On the last place the others wait if this one is slow: no bucket takes it.
        int most = Math.max(1, maxInFlight - 1);
        int share = Math.max(1, Math.min(most, maxInFlight / Math.max(1, buckets)));
        LaneBatch batch = takeBelow(share, maxPoints, maxBytes);
        // What others do not use now.
        return batch != null ? batch : takeBelow(most, maxPoints, maxBytes);
    }

    /** Of a bucket with fewer requests on their way than this many. */
    @Nullable
    private LaneBatch takeBelow(int requests, int maxPoints, long maxBytes) {
        for (int i = queue.size(); i > 0; i--) {
            BucketLanes next = queue.pollFirst();
            if (next.inFlight() >= requests) {
                queue.addLast(next);
                continue;
            }
            LaneBatch batch = next.take(maxPoints, maxBytes);
            if (batch != null) {
                queue.addLast(next);
                return batch;
            }
            next.setTurn(false);
        }
        return null;
    }
}
