/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * How the points of one series are deleted in few requests: points between which nothing lies that
 * has to stay are one range of time.
 */
final class DeletePlan {

    /**
     * A range of time.
     *
     * @param last included
     */
    record Span(long first, long last) {}

    private final NavigableSet<Long> times;
    private final NavigableSet<Long> staying = new TreeSet<>();
    private final Map<Long, String> refused = new HashMap<>();
    private boolean blind;

    /**
     * A plan that knows of nothing that has to stay.
     *
     * @param times of the points that are to be deleted
     */
    DeletePlan(NavigableSet<Long> times) {
        this.times = times;
    }

    /** Something else is at this time, which would be deleted as well. */
    void stays(long time) {
        if (!times.contains(time)) {
            staying.add(time);
        }
    }

    /** The point of this time cannot be deleted alone. */
    void refuse(long time, String reason) {
        refused.putIfAbsent(time, reason);
        staying.add(time);
    }

    /** What lies between the points is not known: each is deleted for itself. */
    void setBlind() {
        blind = true;
    }

    /** Why points are not deleted, by their time. */
    Map<Long, String> refused() {
        return refused;
    }

    /** What to delete. */
    List<Span> spans() {
        List<Span> spans = new ArrayList<>();
        for (long time : times) {
            if (refused.containsKey(time)) {
                continue;
            }
            Span previous = spans.isEmpty() ? null : spans.get(spans.size() - 1);
            if (previous != null
                    && !blind
                    && staying.subSet(previous.last(), true, time, true).isEmpty()) {
                spans.set(spans.size() - 1, new Span(previous.first(), time));
            } else {
                spans.add(new Span(time, time));
            }
        }
        return spans;
    }
}
