/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import javax.annotation.Nullable;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;

/**
 * The points of one lane whose last request may still land, although we no longer hear of it: its
 * connection broke, or the server gave up waiting for its own storage. They are sent again at once,
 * for the same value twice does no harm. A newer value of one of them has to wait, because the
 * older one could land behind it. So has any value of a series of which points were deleted.
 *
 * <p>The wait begins when the lane has had something confirmed again, or when the server has
 * refused the last of these points for good: before that nobody knows that the server works on
 * anything.
 */
final class UnsettledPoints {

    private static final long[] NONE = {};

    /** Nothing of the lane was confirmed since. Sorted, each once. */
    private long[] open = NONE;

    /** Something was, and their wait runs. Each sorted. */
    private final Deque<long[]> waiting = new ArrayDeque<>();

    boolean isEmpty() {
        return open.length == 0 && waiting.isEmpty();
    }

    /** The request of these points may still land. */
    void add(Collection<LineEntry> entries) {
        long[] all = Arrays.copyOf(open, open.length + 2 * entries.size());
        int at = open.length;
        for (LineEntry entry : entries) {
            all[at++] = LineIdentity.point(entry.line());
            if (entry.isDelete()) {
                // What is deleted is a range of time, in which a new point may lie.
                all[at++] = LineIdentity.series(entry.line());
            }
        }
        all = Arrays.copyOf(all, at);
        Arrays.sort(all);
        int size = 0;
        for (int i = 0; i < all.length; i++) {
            if (i == 0 || all[i] != all[i - 1]) {
                all[size++] = all[i];
            }
        }
        open = Arrays.copyOf(all, size);
    }

    /**
     * The server works on what the lane sends.
     *
     * @return what ends the wait that begins now, or null if none begins
     */
    @Nullable
    Runnable confirmed() {
        if (open.length == 0) {
            return null;
        }
        long[] settling = open;
        open = NONE;
        waiting.add(settling);
        return () -> waiting.removeIf(points -> points == settling);
    }

    /** Whether a value of this point has to wait. */
    boolean holds(LineEntry entry) {
        if (isEmpty()) {
            return false;
        }
        return holds(LineIdentity.point(entry.line())) || holds(LineIdentity.series(entry.line()));
    }

    private boolean holds(long identity) {
        if (Arrays.binarySearch(open, identity) >= 0) {
            return true;
        }
        for (long[] points : waiting) {
            if (Arrays.binarySearch(points, identity) >= 0) {
                return true;
            }
        }
        return false;
    }
}
