/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * The points of a lane that wait while later ones go before them, because a request writes or
 * deletes and does not do both. What follows one of the same point waits as well. So a lane in
 * which writes and deletes alternate has requests of many of each.
 */
final class OvertakenPoints {

    private final Deque<LineEntry> entries = new ArrayDeque<>();
    private final Set<Long> points = new HashSet<>();

    void add(LineEntry entry) {
        entries.addLast(entry);
        points.add(LineIdentity.point(entry.line()));
    }

    /** Whether one of the same point waits. */
    boolean holds(LineEntry entry) {
        return !points.isEmpty() && points.contains(LineIdentity.point(entry.line()));
    }

    int size() {
        return entries.size();
    }

    /** Puts them before what follows them. */
    void putBack(Deque<LineEntry> lane) {
        while (!entries.isEmpty()) {
            lane.addFirst(entries.pollLast());
        }
    }
}
