/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.TimeRange;

import javax.annotation.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Where to cut a range of time. Cuts lie inside the range, ascending, so no piece is empty. */
final class SplitCuts {

    private SplitCuts() {}

    /** The multiples of a width, counted from 1970, inside a range; at most so many. */
    static List<Long> atMultiples(TimeRange range, long width, int limit) {
        List<Long> cuts = new ArrayList<>();
        // The offset from the last multiple up to the start decides; sums are safe behind the
        // check.
        long toNext = width - Math.floorMod(range.start(), width);
        long left = range.unsignedLength();
        long cut = range.start();
        while (cuts.size() < limit && Long.compareUnsigned(toNext, left) < 0) {
            cut += toNext;
            left -= toNext;
            cuts.add(cut);
            toNext = width;
        }
        return cuts;
    }

    /**
     * The pieces of a range, cut.
     *
     * @param measurement null for the user's own query
     */
    static List<InfluxDBSplit> splits(
            @Nullable String measurement, TimeRange range, List<Long> cuts) {
        List<InfluxDBSplit> splits = new ArrayList<>();
        TimeRange rest = range;
        for (long cut : cuts) {
            splits.add(InfluxDBSplit.unread(measurement, rest.withStop(cut), 0));
            rest = rest.withStart(cut);
        }
        splits.add(InfluxDBSplit.unread(measurement, rest, 0));
        return splits;
    }
}
