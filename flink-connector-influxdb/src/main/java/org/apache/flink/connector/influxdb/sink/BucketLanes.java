/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import javax.annotation.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The lanes of one bucket, for as long as anything of it waits or is on its way. */
final class BucketLanes {

    private final String bucket;
    private final Lane[] lanes;
    private final BucketHealth health = new BucketHealth();

    private int size;
    private int inFlight;
    private int lastTaken;
    private int pauses;
    private boolean paused;
    private boolean hasTurn;
    private long confirmed;
    private long confirmedOfOthers;
    @Nullable private Retries retries;

    /**
     * Empty lanes.
     *
     * @param count how many
     * @param confirmedOfOthers how many requests of other buckets were confirmed so far
     */
    BucketLanes(String bucket, int count, long confirmedOfOthers) {
        this.bucket = bucket;
        this.confirmedOfOthers = confirmedOfOthers;
        this.lanes = new Lane[count];
        for (int i = 0; i < count; i++) {
            lanes[i] = new Lane(i);
        }
    }

    String bucket() {
        return bucket;
    }

    void add(LineEntry entry) {
        laneOf(entry).add(entry);
        size++;
    }

    private Lane laneOf(LineEntry entry) {
        return lanes[Lanes.laneOf(entry.line(), lanes.length)];
    }

    Lane lane(LaneBatch batch) {
        return lanes[batch.lane()];
    }

    /** Takes what a checkpoint held. Those with the same mark are a part of a search. */
    void restore(List<LineEntry> entries) {
        Map<Lane, List<LineEntry>> open = new LinkedHashMap<>();
        for (LineEntry entry : entries) {
            Lane lane = laneOf(entry);
            List<LineEntry> part = open.computeIfAbsent(lane, unseen -> new ArrayList<>());
            if (!part.isEmpty() && part.get(0).mark() != entry.mark()) {
                restorePart(lane, part);
            }
            if (entry.mark() == LineEntry.UNMARKED) {
                add(entry);
            } else {
                part.add(entry);
            }
        }
        open.forEach(this::restorePart);
    }

    private void restorePart(Lane lane, List<LineEntry> part) {
        if (!part.isEmpty()) {
            Isolation search = Isolation.restored(part.get(0).mark() < 0);
            lane.restore(LaneBatch.of(lane.number(), List.copyOf(part), search));
            size += part.size();
            part.clear();
        }
    }

    void markDue(FlushTrigger trigger) {
        for (Lane lane : lanes) {
            lane.markDue(trigger);
        }
    }

    /**
     * Takes the points of the next request, from each lane in turn.
     *
     * @return null if no lane has anything that may go now
     */
    @Nullable
    LaneBatch take(int maxPoints, long maxBytes) {
        for (int i = 1; i <= lanes.length && !paused; i++) {
            int at = (lastTaken + i) % lanes.length;
            LaneBatch batch = lanes[at].take(maxPoints, maxBytes);
            if (batch != null) {
                lastTaken = at;
                size -= batch.size();
                inFlight++;
                return batch;
            }
        }
        return null;
    }

    /**
     * A request has come to its end.
     *
     * @param toSendAgain what of it waits again
     * @param more how many points came to wait beside these, less those that no longer do
     * @param confirmedOfOthers how many requests of other buckets were confirmed so far
     */
    void end(LaneBatch batch, List<LaneBatch> toSendAgain, int more, long confirmedOfOthers) {
        for (LaneBatch part : toSendAgain) {
            size += part.size();
        }
        size += more;
        lane(batch).end(toSendAgain);
        inFlight--;
        this.confirmedOfOthers = confirmedOfOthers;
    }

    void forget(int decided) {
        size -= decided;
    }

    void confirmed(LaneBatch batch) {
        confirmed++;
        lane(batch).landed(batch);
    }

    /**
     * Lets others of its lane go before a batch that was put back: what follows it, or else the
     * newest point of its search that the server took, once more.
     *
     * @return how many points wait more than before
     */
    int letOthersPass(LaneBatch putBack, int maxPoints, long maxBytes) {
        Lane lane = lane(putBack);
        if (lane.letOthersPass(maxPoints, maxBytes) || !lane.addWitness(putBack)) {
            return 0;
        }
        size++;
        return 1;
    }

    /** How the server deals with the requests of the bucket. */
    BucketHealth health() {
        return health;
    }

    /** How many of its requests were confirmed. */
    long confirmations() {
        return confirmed;
    }

    /** How many requests of other buckets were, when one of this bucket last ended. */
    long confirmedOfOthers() {
        return confirmedOfOthers;
    }

    int inFlight() {
        return inFlight;
    }

    boolean isPaused() {
        return paused;
    }

    /** Nothing is taken; the number of this pause, to end it by. */
    int pause() {
        paused = true;
        return ++pauses;
    }

    /** Ends a pause, unless another one has begun; whether it did. */
    boolean resume(int pause) {
        boolean ends = paused && pause == pauses;
        paused = paused && !ends;
        return ends;
    }

    /** The attempts that failed in a row by the fault of this bucket, if any. */
    @Nullable
    Retries retries() {
        return retries;
    }

    void setRetries(@Nullable Retries retries) {
        this.retries = retries;
    }

    /** Whether it stands in the queue for a turn. */
    boolean hasTurn() {
        return hasTurn;
    }

    void setTurn(boolean hasTurn) {
        this.hasTurn = hasTurn;
    }

    /** Whether nothing waits, nothing is on its way, and nothing has to be remembered. */
    boolean isIdle() {
        if (size > 0 || inFlight > 0 || paused) {
            return false;
        }
        for (Lane lane : lanes) {
            if (!lane.unsettled().isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** Adds what waits to a list, the points of each lane in their order. */
    void copyTo(List<LineEntry> waiting) {
        for (Lane lane : lanes) {
            lane.copyTo(waiting);
        }
    }
}
