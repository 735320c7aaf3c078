/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import javax.annotation.Nullable;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Points of one lane that travel in one request, in their order: all to be written, or all to be
 * deleted.
 *
 * @param lane the number of their lane among those of their bucket
 * @param entries at least one
 * @param bytes how long their lines are together
 * @param isolation the search for refused points of which they are a part, or null
 * @param suspicion what speaks for a point among them with which the server fails, or null
 * @param trigger why they left the points that wait, or null if they are sent again
 * @param overwrites whether they hold newer values of points that were sent before without them, so
 *     that they wait until the older ones cannot land any more
 */
record LaneBatch(
        int lane,
        List<LineEntry> entries,
        long bytes,
        @Nullable Isolation isolation,
        @Nullable Suspicion suspicion,
        @Nullable FlushTrigger trigger,
        boolean overwrites) {

    /**
     * That the server fails with a batch again and again.
     *
     * @param failures how many times in a row
     * @param landed how many requests had landed when it failed last
     * @param probes how many probes had passed when it failed last
     */
    record Suspicion(int failures, long landed, long probes) {}

    static LaneBatch of(int lane, List<LineEntry> entries, @Nullable Isolation isolation) {
        long bytes = 0;
        for (LineEntry entry : entries) {
            bytes += entry.line().length;
        }
        return new LaneBatch(lane, entries, bytes, isolation, null, null, false);
    }

    int size() {
        return entries.size();
    }

    /** Where all of them go. */
    String bucket() {
        return entries.get(0).bucket();
    }

    /** Whether all of them are to be deleted; else all are to be written. */
    boolean isDelete() {
        return entries.get(0).isDelete();
    }

    /** Both parts of it, each a request of its own. */
    List<LaneBatch> cutAt(int index) {
        if (isolation != null) {
            isolation.halved();
        }
        LaneBatch first = of(lane, entries.subList(0, index), isolation);
        LaneBatch second = of(lane, entries.subList(index, size()), isolation);
        return List.of(
                overwrites ? first.overwriting() : first,
                overwrites || second.sharesPointsWith(first) ? second.overwriting() : second);
    }

    /** The same points, of which some were sent apart from others of their values. */
    LaneBatch overwriting() {
        return new LaneBatch(lane, entries, bytes, isolation, suspicion, trigger, true);
    }

    /** The same points as a part of a search. */
    LaneBatch in(Isolation search) {
        return new LaneBatch(lane, entries, bytes, search, suspicion, trigger, overwrites);
    }

    /** The same points to be sent again, with what speaks against them by now. */
    LaneBatch again(@Nullable Suspicion suspicion) {
        return new LaneBatch(lane, entries, bytes, isolation, suspicion, null, false);
    }

    /** Whether it may go before another one. What deletes may concern more than its points. */
    boolean mayPass(LaneBatch other) {
        return !isDelete() && !other.isDelete() && !sharesPointsWith(other);
    }

    /** Whether it holds several values of one point. */
    boolean hasRepeatedPoints() {
        return points().size() < size();
    }

    private Set<Long> points() {
        Set<Long> points = new HashSet<>();
        for (LineEntry entry : entries) {
            points.add(LineIdentity.point(entry.line()));
        }
        return points;
    }

    /** Whether both hold a value of one point, so that their order counts. */
    boolean sharesPointsWith(LaneBatch other) {
        Set<Long> points = points();
        return other.entries.stream()
                .anyMatch(entry -> points.contains(LineIdentity.point(entry.line())));
    }
}
