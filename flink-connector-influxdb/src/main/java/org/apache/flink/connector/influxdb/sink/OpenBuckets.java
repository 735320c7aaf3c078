/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import javax.annotation.Nullable;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The buckets that have points which wait or are on their way. */
final class OpenBuckets {

    private final Map<String, BucketLanes> buckets = new LinkedHashMap<>();

    private final int maxInFlight;
    private final Turns turns;

    /** Where the last point went, which is where most go next. */
    @Nullable private BucketLanes last;

    /**
     * No buckets.
     *
     * @param maxInFlight most requests at a time, of all buckets
     * @param turns is told how many buckets there are
     */
    OpenBuckets(int maxInFlight, Turns turns) {
        this.maxInFlight = maxInFlight;
        this.turns = turns;
    }

    /**
     * The lanes of a bucket, which has some from now on.
     *
     * @param confirmed how many requests were confirmed so far
     */
    BucketLanes of(String bucket, long confirmed) {
        BucketLanes known = last;
        // The same object most of the time: no need to compare letters.
        if (known == null || known.bucket() != bucket) {
            known = buckets.get(bucket);
            if (known == null) {
                known = new BucketLanes(bucket, lanesOfOneMore(), confirmed);
                buckets.put(bucket, known);
                turns.buckets(buckets.size());
            }
            last = known;
        }
        return known;
    }

    /** Many buckets are written side by side anyway: more lanes would mean smaller requests. */
    private int lanesOfOneMore() {
        return Math.max(1, maxInFlight / (buckets.size() + 1));
    }

    /** The same name, as the object that the points of this bucket share, if there are any. */
    String shared(String bucket) {
        BucketLanes known = buckets.get(bucket);
        return known == null ? bucket : known.bucket();
    }

    /** Forgets a bucket if it has no more points. */
    void dropIfIdle(BucketLanes bucket) {
        if (bucket.isIdle()) {
            buckets.remove(bucket.bucket(), bucket);
            last = last == bucket ? null : last;
        }
    }

    Collection<BucketLanes> all() {
        return buckets.values();
    }

    int size() {
        return buckets.size();
    }
}
