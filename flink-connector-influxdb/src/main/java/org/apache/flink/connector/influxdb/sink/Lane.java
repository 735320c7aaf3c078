/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import javax.annotation.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The queue of some series, of which one request at a time is on its way. What failed goes before
 * what was never sent, in the requests that it was sent in.
 */
final class Lane {

    /** Each may be requests of its own, one after the other, for which a checkpoint waits. */
    private static final int MAX_DELETES = 500;

    private final int number;

    /** To be sent again, before all else. */
    private final Deque<LaneBatch> again = new ArrayDeque<>();

    private final Deque<LineEntry> fresh = new ArrayDeque<>();
    private final UnsettledPoints unsettled = new UnsettledPoints();

    @Nullable private LineEntry lastLanded;
    private long freshBytes;
    private boolean busy;

    /** Why what waits goes although it fills no request, or null if it does not. */
    @Nullable private FlushTrigger due;

    Lane(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    void add(LineEntry entry) {
        fresh.addLast(entry);
        freshBytes += entry.line().length;
    }

    /** What waits now goes in requests that need not be full. The first reason counts. */
    void markDue(FlushTrigger trigger) {
        if (fresh.isEmpty()) {
            due = null;
        } else if (due == null) {
            due = trigger;
        }
    }

    /**
     * Takes what goes next, and keeps the lane for it.
     *
     * @return null if nothing may go now
     */
    @Nullable
    LaneBatch take(int maxPoints, long maxBytes) {
        if (busy) {
            return null;
        }
        LaneBatch batch =
                again.isEmpty() ? takeDue(maxPoints, maxBytes) : takeAgain(maxPoints, maxBytes);
        busy = batch != null;
        return batch;
    }

    @Nullable
    private LaneBatch takeDue(int maxPoints, long maxBytes) {
        FlushTrigger trigger =
                fresh.size() >= maxPoints
                        ? FlushTrigger.SIZE
                        : freshBytes >= maxBytes ? FlushTrigger.BYTES : due;
        return trigger == null ? null : takeFresh(maxPoints, maxBytes, trigger);
    }

    @Nullable
    private LaneBatch takeAgain(int maxPoints, long maxBytes) {
        LaneBatch batch = again.peekFirst();
        if (batch.overwrites() && batch.entries().stream().anyMatch(unsettled::holds)) {
            return null;
        }
        again.pollFirst();
        int end = 0;
        long bytes = 0;
        while (end < batch.size() && end < maxPoints) {
            bytes += batch.entries().get(end).line().length;
            if (bytes > maxBytes && end > 0) {
                break;
            }
            end++;
        }
        if (end == batch.size()) {
            return batch;
        }
        List<LaneBatch> parts = batch.cutAt(end);
        again.addFirst(parts.get(1));
        return parts.get(0);
    }

    @Nullable
    private LaneBatch takeFresh(int maxPoints, long maxBytes, @Nullable FlushTrigger trigger) {
        List<LineEntry> entries = new ArrayList<>(Math.min(maxPoints, fresh.size()));
        OvertakenPoints overtaken = new OvertakenPoints();
        long bytes = 0;
        while (entries.size() < maxPoints && !fresh.isEmpty()) {
            LineEntry entry = fresh.peekFirst();
            boolean fits = bytes + entry.line().length <= maxBytes || entries.isEmpty();
            if (!fits || unsettled.holds(entry)) {
                break;
            }
            if (overtaken.holds(entry) || !isOfOneKind(entries, entry)) {
                if (overtaken.size() == maxPoints || isFullOfDeletes(entries)) {
                    break;
                }
                overtaken.add(fresh.pollFirst());
                continue;
            }
            if (isFullOfDeletes(entries)) {
                break;
            }
            entries.add(fresh.pollFirst());
            bytes += entry.line().length;
        }
        overtaken.putBack(fresh);
        freshBytes -= bytes;
        due = fresh.isEmpty() ? null : due;
        return entries.isEmpty()
                ? null
                : new LaneBatch(number, entries, bytes, null, null, trigger, false);
    }

    /** Points are written or deleted, in a request of their own. */
    private static boolean isOfOneKind(List<LineEntry> batch, LineEntry entry) {
        return batch.isEmpty() || batch.get(0).isDelete() == entry.isDelete();
    }

    private static boolean isFullOfDeletes(List<LineEntry> batch) {
        return batch.size() >= MAX_DELETES && batch.get(0).isDelete();
    }

    /** Puts back what has to be sent again, and only then frees the lane. */
    void end(List<LaneBatch> toSendAgain) {
        for (int i = toSendAgain.size() - 1; i >= 0; i--) {
            again.addFirst(toSendAgain.get(i));
        }
        busy = false;
    }

    /**
     * Lets what follows the batch at the head of the lane go before it, as far as they hold values
     * of other points.
     *
     * @return whether anything does
     */
    boolean letOthersPass(int maxPoints, long maxBytes) {
        LaneBatch batch = again.pollFirst();
        if (again.isEmpty()) {
            LaneBatch next = takeFresh(maxPoints, maxBytes, null);
            if (next != null) {
                again.addFirst(next);
            }
        }
        Deque<LaneBatch> passed = new ArrayDeque<>();
        while (!again.isEmpty() && again.peekFirst().mayPass(batch)) {
            passed.addLast(again.pollFirst());
        }
        again.addFirst(batch);
        boolean isAny = !passed.isEmpty();
        while (!passed.isEmpty()) {
            again.addFirst(passed.pollLast());
        }
        return isAny;
    }

    /**
     * Puts the newest point that the server took before the batch at the head of the lane, if the
     * search for a point of this batch needs one.
     *
     * @return whether there is one
     */
    boolean addWitness(LaneBatch batch) {
        Isolation search = batch.isolation();
        if (search == null || !search.hasLanded() || lastLanded == null || batch.isDelete()) {
            return false;
        }
        search.halved();
        again.addFirst(LaneBatch.of(number, List.of(lastLanded), search));
        return true;
    }

    /** Makes one batch again of all parts of a search that wait. */
    void regroup(Isolation search) {
        List<LineEntry> entries = allOf(search);
        search.undecided().clear();
        again.removeIf(batch -> batch.isolation() == search);
        LaneBatch whole = LaneBatch.of(number, entries, null);
        again.addFirst(whole.hasRepeatedPoints() ? whole.overwriting() : whole);
    }

    /** Whether what goes next waits until points that were sent before cannot land any more. */
    boolean awaitsSettlement() {
        return again.isEmpty() || again.peekFirst().overwrites();
    }

    /** The server took these points, which are the newest that it has of the lane. */
    void landed(LaneBatch batch) {
        // After a delete it may not be written once more.
        lastLanded = batch.isDelete() ? null : batch.entries().get(batch.size() - 1);
    }

    UnsettledPoints unsettled() {
        return unsettled;
    }

    /** Takes what a checkpoint held of a search for refused points. */
    void restore(LaneBatch part) {
        again.addLast(part);
    }

    /** Adds what waits to a list, in its order; parts of a search are marked. */
    void copyTo(List<LineEntry> waiting) {
        Set<Isolation> begun = new HashSet<>();
        for (LaneBatch batch : again) {
            Isolation search = batch.isolation();
            if (search == null) {
                waiting.addAll(batch.entries());
            } else if (search.isTaken()) {
                addMarked(batch.entries(), search, waiting);
            } else if (begun.add(search)) {
                addMarked(allOf(search), search, waiting);
            }
        }
        waiting.addAll(fresh);
    }

    /**
     * All points of a search of which the server took nothing yet: what it says to one of them
     * means something beside the others only, so they stay together.
     */
    private List<LineEntry> allOf(Isolation search) {
        List<LineEntry> entries = new ArrayList<>();
        search.undecided().forEach(point -> entries.add(point.entry()));
        for (LaneBatch batch : again) {
            if (batch.isolation() == search) {
                entries.addAll(batch.entries());
            }
        }
        return entries;
    }

    /** The mark is the place of the part in the state, so that each part has another. */
    private static void addMarked(
            List<LineEntry> entries, Isolation isolation, List<LineEntry> waiting) {
        int place = waiting.size() + 1;
        int mark = isolation.isTaken() ? -place : place;
        for (LineEntry entry : entries) {
            waiting.add(entry.marked(mark));
        }
    }
}
