/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * The points that a tail has handed on and may read again. It forgets by dropping slices of time as
 * a whole, so that neither a large window nor its movement keeps the task from its work.
 */
final class SeenMemory {

    /** So many slices make up the window, and what is too old is kept for one at most. */
    private static final int SLICES_OF_WINDOW = 16;

    private final long sliceWidth;
    private final TreeMap<Long, SeenTable> slices = new TreeMap<>();
    private int size;

    /**
     * Without a point.
     *
     * @param window for how long points are remembered, in nanoseconds
     */
    SeenMemory(long window) {
        sliceWidth = Math.max(1, window / SLICES_OF_WINDOW);
    }

    /** How many there are; some of them may be older than need be. */
    int size() {
        return size;
    }

    /** Whether this point was put in with this hash. */
    boolean contains(long time, Hash128 identity, long values) {
        SeenTable slice = slices.get(Math.floorDiv(time, sliceWidth));
        return slice != null && slice.contains(time, identity, values);
    }

    /** Puts a point in, in the place of what it was before. */
    void put(long time, Hash128 identity, long values) {
        long slice = Math.floorDiv(time, sliceWidth);
        if (slices.computeIfAbsent(slice, start -> new SeenTable()).put(time, identity, values)) {
            size++;
        }
    }

    /** Puts points in that came from state. */
    void putAll(SeenPoints points) {
        for (int i = 0; i < points.size(); i++) {
            put(points.time(i), points.identity(i), points.values(i));
        }
    }

    /** Forgets what lies before a time, but for what shares a slice with it. */
    void forgetBefore(long time) {
        Map<Long, SeenTable> old = slices.headMap(Math.floorDiv(time, sliceWidth));
        old.values().forEach(slice -> size -= slice.size());
        old.clear();
    }

    /** The points from a time on. */
    SeenPoints from(long time) {
        long[] packed = new long[Math.multiplyExact(size, SeenPoints.LONGS)];
        int end = 0;
        for (SeenTable slice : slices.values()) {
            end = slice.copyTo(packed, end, time);
        }
        return SeenPoints.ofPacked(Arrays.copyOf(packed, end));
    }
}
