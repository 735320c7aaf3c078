/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.model;

/**
 * Positions by name, for look-ups by the million: a table of names and positions with no objects
 * between, so several times faster than a map. Names are interned, since a literal in the user's
 * code then is the same object, which is found without comparing letters.
 */
final class NameIndex {

    /** The position of a name that is not there. */
    static final int NONE = -1;

    private String[] names = new String[8];
    private int[] positions = new int[8];
    private int size;

    /** The position of the name, or {@link #NONE}. */
    int get(String name) {
        int slot = slotOf(name);
        return names[slot] == null ? NONE : positions[slot];
    }

    /** Gives a name a position, in place of the one that it may have. */
    void put(String name, int position) {
        int slot = slotOf(name);
        if (names[slot] == null) {
            if (2 * ++size > names.length) {
                grow();
                slot = slotOf(name);
            }
            names[slot] = name.intern();
        }
        positions[slot] = position;
    }

    /** Gives a name a position, unless it has one. */
    void putIfAbsent(String name, int position) {
        if (get(name) == NONE) {
            put(name, position);
        }
    }

    /** Takes over all names of another index, with their positions. */
    void putAll(NameIndex other) {
        for (int i = 0; i < other.names.length; i++) {
            if (other.names[i] != null) {
                put(other.names[i], other.positions[i]);
            }
        }
    }

    /** Where the name is, or the free slot where it would be: at least half of them are free. */
    private int slotOf(String name) {
        int mask = names.length - 1;
        int hash = name.hashCode();
        int slot = (hash ^ (hash >>> 16)) & mask;
        for (String there; (there = names[slot]) != null; slot = (slot + 1) & mask) {
            if (there == name || there.equals(name)) {
                break;
            }
        }
        return slot;
    }

    private void grow() {
        String[] oldNames = names;
        int[] oldPositions = positions;
        names = new String[2 * oldNames.length];
        positions = new int[2 * oldNames.length];
        for (int i = 0; i < oldNames.length; i++) {
            if (oldNames[i] != null) {
                int slot = slotOf(oldNames[i]);
                names[slot] = oldNames[i];
                positions[slot] = oldPositions[i];
            }
        }
    }
}
