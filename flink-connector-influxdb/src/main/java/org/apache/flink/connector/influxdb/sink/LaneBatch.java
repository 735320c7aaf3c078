/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import javax.annotation.Nullable;

import java.util.List;

/**
 * Points of one lane that travel in one request, in their order: all to be written, or all to be
 * deleted.
 *
 * @param lane the number of their lane among those of their bucket
 * @param entries at least one
 * @param bytes how long their lines are together
 * @param isolation the search for refused points of which they are a part, or null
 */
record LaneBatch(int lane, List<LineEntry> entries, long bytes, @Nullable Isolation isolation) {

    static LaneBatch of(int lane, List<LineEntry> entries, @Nullable Isolation isolation) {
        long bytes = 0;
        for (LineEntry entry : entries) {
            bytes += entry.line().length;
        }
        return new LaneBatch(lane, entries, bytes, isolation);
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
        return List.of(
                of(lane, entries.subList(0, index), isolation),
                of(lane, entries.subList(index, size()), isolation));
    }

    /** The same points as a part of a search. */
    LaneBatch in(Isolation search) {
        return new LaneBatch(lane, entries, bytes, search);
    }
}
