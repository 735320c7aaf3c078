/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import javax.annotation.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

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

    private long freshBytes;
    private boolean busy;
    private boolean due;

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

    /** What waits now has waited long enough: it goes in requests that need not be full. */
    void markDue() {
        due = !fresh.isEmpty();
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
                again.isEmpty() ? takeFresh(maxPoints, maxBytes) : takeAgain(maxPoints, maxBytes);
        busy = batch != null;
        return batch;
    }

    private LaneBatch takeAgain(int maxPoints, long maxBytes) {
        LaneBatch batch = again.pollFirst();
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
    private LaneBatch takeFresh(int maxPoints, long maxBytes) {
        if (!due && fresh.size() < maxPoints && freshBytes < maxBytes) {
            return null;
        }
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
        due = due && !fresh.isEmpty();
        return entries.isEmpty() ? null : new LaneBatch(number, entries, bytes, null);
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

    UnsettledPoints unsettled() {
        return unsettled;
    }

    /** Takes what a checkpoint held of a search for refused points. */
    void restore(LaneBatch part) {
        again.addLast(part);
    }

    /** Adds what waits to a list, in its order; parts of a search are marked. */
    void copyTo(List<LineEntry> waiting) {
        Isolation previous = null;
        for (LaneBatch batch : again) {
            Isolation isolation = batch.isolation();
            if (isolation == null) {
                waiting.addAll(batch.entries());
                continue;
            }
            if (isolation != previous) {
                for (Isolation.Undecided point : isolation.undecided()) {
                    addMarked(List.of(point.entry()), isolation, waiting);
                }
                previous = isolation;
            }
            addMarked(batch.entries(), isolation, waiting);
        }
        waiting.addAll(fresh);
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
