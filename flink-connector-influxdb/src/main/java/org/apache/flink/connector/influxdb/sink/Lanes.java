/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import javax.annotation.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The points that wait, and the order in which they are sent: a point's series picks one of the
 * lanes, and a lane has one request on its way at a time. So two values of a point take effect in
 * the order in which they came, however many requests are under way and whichever of them fail.
 *
 * <p>Knows nothing of Flink, and is used on the task thread only.
 */
final class Lanes {

    private final Lane[] lanes;
    private final int maxPoints;
    private final long serverWriteMillis;
    private final Alarm alarm;

    private long maxBytes;
    private int size;
    private int inFlight;
    private int lastTaken;

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
        this.serverWriteMillis = serverWriteMillis;
        this.maxBytes = batching.maxBytes();
        this.alarm = alarm;
        this.lanes = new Lane[batching.maxInFlight()];
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = new Lane(i);
        }
    }

    /** The lane of a line. */
    static int laneOf(byte[] line, int lanes) {
        return (int) Long.remainderUnsigned(LineIdentity.series(line), lanes);
    }

    /** Takes a point, behind all others of its lane. */
    void add(LineEntry entry) {
        lanes[laneOf(entry.line(), lanes.length)].add(entry);
        size++;
    }

    /** Takes what a checkpoint held. */
    void restore(List<LineEntry> entries) {
        List<List<LineEntry>> open = new ArrayList<>();
        for (int i = 0; i < lanes.length; i++) {
            open.add(new ArrayList<>());
        }
        for (LineEntry entry : entries) {
            int lane = laneOf(entry.line(), lanes.length);
            List<LineEntry> part = open.get(lane);
            if (!part.isEmpty() && part.get(0).mark() != entry.mark()) {
                restorePart(lane, part);
            }
            if (entry.mark() == LineEntry.UNMARKED) {
                add(entry);
            } else {
                part.add(entry);
            }
        }
        for (int i = 0; i < lanes.length; i++) {
            restorePart(i, open.get(i));
        }
    }

    private void restorePart(int lane, List<LineEntry> part) {
        if (!part.isEmpty()) {
            Isolation search = Isolation.restored(part.get(0).mark() < 0);
            lanes[lane].restore(LaneBatch.of(lane, List.copyOf(part), search));
            size += part.size();
            part.clear();
        }
    }

    /** What waits now goes in requests that need not be full. */
    void markDue(FlushTrigger trigger) {
        for (Lane lane : lanes) {
            lane.markDue(trigger);
        }
    }

    /**
     * Takes the points of the next request, from each lane in turn. Its lane is kept until the
     * request has ended.
     *
     * @return null if no lane has anything that may go now
     */
    @Nullable
    LaneBatch take() {
        for (int i = 1; i <= lanes.length; i++) {
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

    /** The server has all points of a request. */
    void confirmed(LaneBatch batch) {
        Lane lane = lanes[batch.lane()];
        settle(lane);
        lane.landed(batch);
        end(batch, List.of(), 0);
    }

    private void settle(Lane lane) {
        Runnable wait = lane.unsettled().confirmed();
        if (wait != null) {
            alarm.after(serverWriteMillis, wait);
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
        if (mayLand) {
            lanes[batch.lane()].unsettled().add(batch.entries());
        }
        end(batch, parts, undecided);
    }

    /**
     * Lets others of its lane go before a batch that was put back, so that something may land: what
     * follows it, or else a point of its search that the server took once, once more.
     */
    void letOthersPass(LaneBatch putBack) {
        Lane lane = lanes[putBack.lane()];
        Isolation search = putBack.isolation();
        if (!lane.letOthersPass(maxPoints, maxBytes) && search != null && search.hasLanded()) {
            lane.addWitness(search);
            size++;
        }
        settleIfAwaited(lane);
    }

    /** Of a lane to which a batch was put back: all parts of its search are one batch again. */
    void regroup(LaneBatch putBack) {
        Lane lane = lanes[putBack.lane()];
        lane.regroup(putBack.isolation());
        settleIfAwaited(lane);
    }

    private void end(LaneBatch batch, List<LaneBatch> toSendAgain, int undecided) {
        for (LaneBatch part : toSendAgain) {
            size += part.size();
        }
        size += undecided;
        inFlight--;
        Lane lane = lanes[batch.lane()];
        lane.end(toSendAgain);
        settleIfAwaited(lane);
    }

    /** Nothing will be confirmed before what goes next, from which its wait could begin. */
    private void settleIfAwaited(Lane lane) {
        if (lane.awaitsSettlement()) {
            settle(lane);
        }
    }

    /** So many undecided points of a search were decided. */
    void forget(int decided) {
        size -= decided;
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

    /** Whether nothing waits and nothing is on its way. */
    boolean isIdle() {
        return size == 0 && inFlight == 0;
    }

    /** A copy of what waits, the points of each lane in their order. */
    List<LineEntry> waiting() {
        List<LineEntry> waiting = new ArrayList<>(size);
        for (Lane lane : lanes) {
            lane.copyTo(waiting);
        }
        return waiting;
    }
}
