/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import javax.annotation.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The points that wait, and the order in which they are sent: a point's bucket and series pick one
 * of the lanes, and a lane has one request on its way at a time. So two values of a point take
 * effect in the order in which they came, however many requests are under way and whichever of them
 * fail.
 *
 * <p>A bucket has lanes for as long as it has points, and buckets take turns: one that is slow
 * leaves room for the requests of others, and one that is paused needs none.
 *
 * <p>Knows nothing of Flink, and is used on the task thread only.
 */
final class Lanes {

    private final OpenBuckets buckets;
    private final Turns turns;
    private final int maxPoints;
    private final int maxInFlight;
    private final long serverWriteMillis;
    private final Alarm alarm;

    private long maxBytes;
    private int size;
    private int inFlight;
    private int paused;
    private long confirmed;

    /** Does something later, on the task thread. */
    @FunctionalInterface
    interface Alarm {
        void after(long millis, Runnable action);
    }

    /**
     * Empty lanes.
     *
     * @param batching how many lanes, and how large a request may be
     * @param serverWriteMillis how long a request that the server, or the network, gave up may land
     * @param alarm ends waits; it also has to see to it that what may go then is taken
     */
    Lanes(SinkSettings.Batching batching, long serverWriteMillis, Alarm alarm) {
        this.maxPoints = batching.maxPoints();
        this.maxBytes = batching.maxBytes();
        this.maxInFlight = batching.maxInFlight();
        this.serverWriteMillis = serverWriteMillis;
        this.turns = new Turns(batching.maxInFlight());
        this.buckets = new OpenBuckets(batching.maxInFlight(), turns);
        this.alarm = alarm;
    }

    /** The lane of a line among those of its bucket. */
    static int laneOf(byte[] line, int lanes) {
        return (int) Long.remainderUnsigned(LineIdentity.series(line), lanes);
    }

    /** Takes a point, behind all others of its lane. */
    void add(LineEntry entry) {
        BucketLanes bucket = of(entry.bucket());
        bucket.add(entry);
        size++;
        turns.give(bucket);
    }

    /** The same name, as the object that the points of this bucket share, if there are any. */
    String shared(String bucket) {
        return buckets.shared(bucket);
    }

    private BucketLanes of(String bucket) {
        return buckets.of(bucket, confirmed);
    }

    /** Takes what a checkpoint held. */
    void restore(List<LineEntry> entries) {
        Map<BucketLanes, List<LineEntry>> byBucket = new LinkedHashMap<>();
        for (LineEntry entry : entries) {
            byBucket.computeIfAbsent(of(entry.bucket()), bucket -> new ArrayList<>()).add(entry);
        }
        byBucket.forEach(
                (bucket, own) -> {
                    bucket.restore(own);
                    size += own.size();
                    turns.give(bucket);
                });
    }

    /** What waits now goes in requests that need not be full. */
    void markDue(FlushTrigger trigger) {
        for (BucketLanes bucket : buckets.all()) {
            bucket.markDue(trigger);
            turns.give(bucket);
        }
    }

    /**
     * Takes the points of the next request, from each bucket and each of its lanes in turn. Its
     * lane is kept until the request has ended.
     *
     * @return null if nothing may go now
     */
    @Nullable
    LaneBatch take() {
        if (inFlight >= maxInFlight) {
            return null;
        }
        LaneBatch batch = turns.take(buckets.size(), maxPoints, maxBytes);
        if (batch != null) {
            size -= batch.size();
            inFlight++;
        }
        return batch;
    }

    /** The server has all points of a request. */
    void confirmed(LaneBatch batch) {
        BucketLanes bucket = of(batch.bucket());
        settle(bucket, bucket.lane(batch));
        confirmed++;
        bucket.confirmed(batch);
        end(bucket, batch, List.of(), 0);
    }

    /** The server works on what the lane sends: what may still land does so within its time. */
    private void settle(BucketLanes bucket, Lane lane) {
        Runnable wait = lane.unsettled().confirmed();
        if (wait != null) {
            alarm.after(
                    serverWriteMillis,
                    () -> {
                        wait.run();
                        turns.give(bucket);
                        buckets.dropIfIdle(bucket);
                    });
        }
    }

    private void settleIfAwaited(BucketLanes bucket, Lane lane) {
        if (lane.awaitsSettlement()) {
            // Nothing will be confirmed before what goes next, from which its wait could begin.
            settle(bucket, lane);
        }
    }

    /**
     * The points of a failed request wait again, before all others of their lane.
     *
     * @param mayLand whether the request may still take effect, unheard
     */
    void putBack(LaneBatch batch, boolean mayLand) {
        putBack(batch, List.of(batch.again(null)), mayLand, 0);
    }

    /**
     * Parts of a failed request wait again, before all others of their lane.
     *
     * @param parts of the batch, in their order; the rest of it has come to its end
     * @param mayLand whether the request may still take effect, unheard
     * @param undecided how many points came to be undecided in its search, less those that no
     *     longer are
     */
    void putBack(LaneBatch batch, List<LaneBatch> parts, boolean mayLand, int undecided) {
        BucketLanes bucket = of(batch.bucket());
        if (mayLand) {
            bucket.lane(batch).unsettled().add(batch.entries());
        }
        end(bucket, batch, parts, undecided);
    }

    /**
     * Lets others of its lane go before a batch that was put back, so that something may land: what
     * follows it, or else the newest point of its search that the server took, once more.
     */
    void letOthersPass(LaneBatch putBack) {
        BucketLanes bucket = of(putBack.bucket());
        size += bucket.letOthersPass(putBack, maxPoints, maxBytes);
        settleIfAwaited(bucket, bucket.lane(putBack));
    }

    /** Of a lane to which a batch was put back: all parts of its search are one batch again. */
    void regroup(LaneBatch putBack) {
        BucketLanes bucket = of(putBack.bucket());
        bucket.lane(putBack).regroup(putBack.isolation());
        settleIfAwaited(bucket, bucket.lane(putBack));
    }

    private void end(
            BucketLanes bucket, LaneBatch batch, List<LaneBatch> toSendAgain, int undecided) {
        for (LaneBatch part : toSendAgain) {
            size += part.size();
        }
        size += undecided;
        inFlight--;
        bucket.end(batch, toSendAgain, undecided, confirmed - bucket.confirmations());
        settleIfAwaited(bucket, bucket.lane(batch));
        turns.give(bucket);
        buckets.dropIfIdle(bucket);
    }

    /** So many undecided points of the batch's search were decided. */
    void forget(LaneBatch batch, int decided) {
        of(batch.bucket()).forget(decided);
        size -= decided;
    }

    /** The lanes of a batch on its way. */
    BucketLanes bucket(LaneBatch batch) {
        return of(batch.bucket());
    }

    /** Whether there ever were points of two buckets at once. */
    boolean areOfSeveralBuckets() {
        return turns.areSeveral();
    }

    /** Whether other buckets had requests confirmed since one of this bucket last ended. */
    boolean othersGoOn(BucketLanes bucket) {
        return confirmed - bucket.confirmations() > bucket.confirmedOfOthers();
    }

    /** No request of a bucket goes for a while. */
    void pause(BucketLanes bucket, long millis) {
        paused += bucket.isPaused() ? 0 : 1;
        int pause = bucket.pause();
        alarm.after(
                millis,
                () -> {
                    if (bucket.resume(pause)) {
                        paused--;
                        turns.give(bucket);
                        buckets.dropIfIdle(bucket);
                    }
                });
    }

    /**
     * The server refused so many bytes in one request: half of them is the limit from now on, also
     * for what is put back.
     */
    void refusedBytes(long bytes) {
        maxBytes = Math.max(1, Math.min(maxBytes, bytes / 2));
    }

    /** How many points wait, without those on their way. */
    int size() {
        return size;
    }

    /** How many requests are on their way. */
    int inFlight() {
        return inFlight;
    }

    /** How many buckets have points that wait or are on their way. */
    int buckets() {
        return buckets.size();
    }

    /** How many of them are paused. */
    int pausedBuckets() {
        return paused;
    }

    /** Whether nothing waits and nothing is on its way. */
    boolean isIdle() {
        return size == 0 && inFlight == 0;
    }

    /** A copy of what waits, the points of each lane in their order. */
    List<LineEntry> waiting() {
        List<LineEntry> waiting = new ArrayList<>(size);
        for (BucketLanes bucket : buckets.all()) {
            bucket.copyTo(waiting);
        }
        return waiting;
    }
}
