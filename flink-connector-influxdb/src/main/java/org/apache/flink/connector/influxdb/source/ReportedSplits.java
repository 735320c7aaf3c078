/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Tells which of the splits that a restored reader reports are news.
 *
 * <p>A reader that fails on its own, before the next checkpoint, is restored from the same
 * checkpoint as before, and reports the same splits again. But in between they may have been given
 * to other readers, which have not failed. So of each split that was reported once we remember who
 * was given it: only he can report it with a right, since the checkpoint then is a later one.
 */
final class ReportedSplits {

    private static final int NOBODY = -1;

    private final Map<String, Integer> holders = new HashMap<>();
    private final Set<String> movedSinceSnapshot = new HashSet<>();
    private long lastSnapshot;

    /** Whether a split is to be handed out anew, since the reader that reports it is its last. */
    boolean accept(String splitId, int reader) {
        Integer holder = holders.get(splitId);
        if (holder != null && holder != reader) {
            return false;
        }
        put(splitId, NOBODY);
        return true;
    }

    /** Takes note that a split is given to a reader. */
    void given(String splitId, int reader) {
        if (holders.containsKey(splitId)) {
            put(splitId, reader);
        }
    }

    /** Takes note that a split was taken from a reader, who is restored to a time without it. */
    void takenBack(String splitId) {
        if (holders.containsKey(splitId)) {
            put(splitId, NOBODY);
        }
    }

    private void put(String splitId, int holder) {
        holders.put(splitId, holder);
        movedSinceSnapshot.add(splitId);
    }

    void snapshot(long checkpoint) {
        lastSnapshot = checkpoint;
        movedSinceSnapshot.clear();
    }

    /** Forgets what happened before a snapshot that no reader will be restored behind any more. */
    void complete(long checkpoint) {
        if (checkpoint == lastSnapshot) {
            holders.keySet().retainAll(movedSinceSnapshot);
        }
    }
}
