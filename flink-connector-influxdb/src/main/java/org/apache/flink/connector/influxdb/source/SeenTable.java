/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

/**
 * Points with the hashes of their values: open addressing in one array, four longs a point, at most
 * {@value #MAX_LOAD_PERCENT} percent full. Points are added, never removed.
 */
final class SeenTable {

    private static final int MAX_LOAD_PERCENT = 75;

    /**
     * One less than a power of two, and so after each growth: with its header an array of a whole
     * number of megabytes would take a further region of the heap from the garbage collector G1.
     */
    private static final int MIN_SLOTS = 15;

    /** No point has this time. */
    private static final long NO_TIME = Long.MIN_VALUE;

    private static final int HIGH = 1;
    private static final int LOW = 2;
    private static final int VALUES = 3;

    private long[] table = empty(MIN_SLOTS);
    private int size;

    private static long[] empty(int slots) {
        long[] table = new long[Math.multiplyExact(slots, SeenPoints.LONGS)];
        for (int i = 0; i < table.length; i += SeenPoints.LONGS) {
            table[i] = NO_TIME;
        }
        return table;
    }

    int size() {
        return size;
    }

    /** Whether this point was put in with this hash. */
    boolean contains(long time, Hash128 identity, long values) {
        int at = find(table, time, identity.high(), identity.low());
        return table[at] != NO_TIME && table[at + VALUES] == values;
    }

    /**
     * Puts a point in, in the place of what it was before.
     *
     * @return whether the point is a new one
     */
    boolean put(long time, Hash128 identity, long values) {
        int at = find(table, time, identity.high(), identity.low());
        boolean isNew = table[at] == NO_TIME;
        set(table, at, time, identity.high(), identity.low(), values);
        if (isNew) {
            size++;
            if (size * 100L > slots(table) * (long) MAX_LOAD_PERCENT) {
                grow();
            }
        }
        return isNew;
    }

    private static int slots(long[] in) {
        return in.length / SeenPoints.LONGS;
    }

    private void grow() {
        long[] larger = empty(Math.addExact(Math.multiplyExact(slots(table), 2), 1));
        for (int i = 0; i < table.length; i += SeenPoints.LONGS) {
            if (table[i] != NO_TIME) {
                int at = find(larger, table[i], table[i + HIGH], table[i + LOW]);
                set(larger, at, table[i], table[i + HIGH], table[i + LOW], table[i + VALUES]);
            }
        }
        table = larger;
    }

    private static void set(long[] to, int at, long time, long high, long low, long values) {
        to[at] = time;
        to[at + HIGH] = high;
        to[at + LOW] = low;
        to[at + VALUES] = values;
    }

    /** Where the point is, or would be. */
    private static int find(long[] in, long time, long high, long low) {
        int slots = slots(in);
        long hash = (time ^ low) * 0x9e3779b97f4a7c15L;
        int slot = (int) ((hash >>> Integer.SIZE) * slots >>> Integer.SIZE);
        while (true) {
            int at = slot * SeenPoints.LONGS;
            boolean isHere = in[at] == time && in[at + HIGH] == high && in[at + LOW] == low;
            if (isHere || in[at] == NO_TIME) {
                return at;
            }
            slot = slot + 1 == slots ? 0 : slot + 1;
        }
    }

    /**
     * Lays down the points from a time on.
     *
     * @param packed as {@link SeenPoints} has them
     * @param index of the first long to be set
     * @return the index behind the last one
     */
    int copyTo(long[] packed, int index, long from) {
        int end = index;
        for (int i = 0; i < table.length; i += SeenPoints.LONGS) {
            if (table[i] != NO_TIME && table[i] >= from) {
                System.arraycopy(table, i, packed, end, SeenPoints.LONGS);
                end += SeenPoints.LONGS;
            }
        }
        return end;
    }
}
