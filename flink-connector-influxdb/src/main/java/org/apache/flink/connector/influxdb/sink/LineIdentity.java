/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

/**
 * Tells points and series apart, mostly by the bytes of their lines. The encoder writes tags
 * sorted, so that lines of one series begin with the same bytes, and it ends each line with the
 * time.
 *
 * <p>These are hashes: different points may share one, which costs a wait and no correctness.
 */
final class LineIdentity {

    // FNV-1a, 64 bits, http://www.isthe.com/chongo/tech/comp/fnv/
    private static final long BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private LineIdentity() {}

    /** A hash of measurement and tags. */
    static long series(byte[] line) {
        return mixed(hash(BASIS, line, 0, seriesEnd(line)));
    }

    /** A hash of measurement, tags and time: two lines of one point have the same. */
    static long point(byte[] line) {
        long series = hash(BASIS, line, 0, seriesEnd(line));
        return mixed(hash(series, line, timeStart(line), line.length));
    }

    /** A hash of a text. */
    static long text(String text) {
        long hash = BASIS;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * PRIME;
        }
        return mixed(hash);
    }

    /** A hash of what went before and of another text. */
    static long and(long before, String text) {
        return and(before, text(text));
    }

    /** A hash of two hashes, in this order. */
    static long and(long before, long hash) {
        return mixed(before * PRIME ^ hash);
    }

    /** The first space that is not escaped. A backslash hides what follows it. */
    private static int seriesEnd(byte[] line) {
        int at = 0;
        while (at < line.length && line[at] != ' ') {
            at += line[at] == '\\' ? 2 : 1;
        }
        return Math.min(at, line.length);
    }

    private static int timeStart(byte[] line) {
        int at = line.length;
        while (at > 0 && line[at - 1] != ' ') {
            at--;
        }
        return at;
    }

    private static long hash(long start, byte[] line, int from, int to) {
        long hash = start;
        for (int i = from; i < to; i++) {
            hash = (hash ^ line[i]) * PRIME;
        }
        return hash;
    }

    /** Spreads the differences over all bits (the last step of MurmurHash3). */
    private static long mixed(long hash) {
        long h = hash;
        h = (h ^ h >>> 33) * 0xff51afd7ed558ccdL;
        h = (h ^ h >>> 33) * 0xc4ceb9fe1a85ec53L;
        return h ^ h >>> 33;
    }
}
