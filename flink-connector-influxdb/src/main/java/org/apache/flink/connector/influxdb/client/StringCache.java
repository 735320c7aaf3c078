/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Decodes the values of one column whose values repeat, such as a tag: equal bytes give the same
 * string, without a new one. It forgets values rather than grow, so it also serves columns that
 * turn out not to repeat.
 */
final class StringCache {

    private static final int SLOTS = 4096;
    private static final int LONGEST = 256;

    private final byte[][] bytes = new byte[SLOTS][];
    private final String[] strings = new String[SLOTS];

    /** Which slot came last after each slot: columns hold runs of a value, or go round in turns. */
    private final short[] followers = new short[SLOTS];

    private int latest;

    /** The UTF-8 text in {@code buffer[from, to)}. */
    String decode(byte[] buffer, int from, int to) {
        int guess = followers[latest];
        if (isAt(guess, buffer, from, to)) {
            latest = guess;
            return strings[guess];
        }
        if (to - from > LONGEST) {
            return new String(buffer, from, to - from, StandardCharsets.UTF_8);
        }
        int hash = 1;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + buffer[i];
        }
        int slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
        if (!isAt(slot, buffer, from, to)) {
            bytes[slot] = Arrays.copyOfRange(buffer, from, to);
            strings[slot] = new String(buffer, from, to - from, StandardCharsets.UTF_8);
        }
        followers[latest] = (short) slot;
        latest = slot;
        return strings[slot];
    }

    private boolean isAt(int slot, byte[] buffer, int from, int to) {
        byte[] known = bytes[slot];
        return known != null && Arrays.equals(known, 0, known.length, buffer, from, to);
    }
}
