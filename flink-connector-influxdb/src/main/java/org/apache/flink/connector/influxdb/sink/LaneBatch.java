/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import java.util.List;

/**
 * Points of one lane that travel in one request, in their order.
 *
 * @param lane the number of their lane
 * @param entries at least one
 * @param bytes how long their lines are together
 */
record LaneBatch(int lane, List<LineEntry> entries, long bytes) {

    static LaneBatch of(int lane, List<LineEntry> entries) {
        long bytes = 0;
        for (LineEntry entry : entries) {
            bytes += entry.line().length;
        }
        return new LaneBatch(lane, entries, bytes);
    }

    int size() {
        return entries.size();
    }

    /** A part of it, which is a request of its own. */
    LaneBatch part(int from, int to) {
        return of(lane, entries.subList(from, to));
    }
}
