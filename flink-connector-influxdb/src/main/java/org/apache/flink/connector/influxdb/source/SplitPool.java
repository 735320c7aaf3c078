/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The splits of history that no reader has, and who may take them.
 *
 * <p>No row may come behind the watermark by our doing. A reader's watermark stands, at worst,
 * where the last of the splits ends that it was given: its reach. So it is given nothing that
 * starts before its reach. Splits of several measurements overlap, and a reader that is given one
 * of them can take the others only at the same time. Therefore splits are handed out by stretches
 * of time between which no split reaches over; of each stretch a reader takes its share once,
 * whole. The splits of a single measurement never overlap, so each is a stretch, and a share is one
 * split.
 */
final class SplitPool {

    private static final Comparator<InfluxDBSplit> IN_TIME =
            Comparator.comparingLong(InfluxDBSplit::remainingStart)
                    .thenComparingLong(split -> split.range().stop())
                    .thenComparing(InfluxDBSplit::splitId);

    private final TreeSet<InfluxDBSplit> splits = new TreeSet<>(IN_TIME);

    void addAll(Collection<InfluxDBSplit> more) {
        splits.addAll(more);
    }

    void add(InfluxDBSplit split) {
        splits.add(split);
    }

    boolean isEmpty() {
        return splits.isEmpty();
    }

    int size() {
        return splits.size();
    }

    boolean isAnyOf(Predicate<String> measurements) {
        return splits.stream().map(InfluxDBSplit::measurement).anyMatch(measurements);
    }

    /** All of them, in time order. */
    List<InfluxDBSplit> inOrder() {
        return List.copyOf(splits);
    }

    /**
     * Whether something can be handed out, by the plan.
     *
     * @param frontier up to here all that there is has been planned
     */
    boolean isAnyReady(long frontier) {
        List<InfluxDBSplit> first = stretch(splits);
        return !first.isEmpty() && stop(first) <= frontier;
    }

    /**
     * Takes out what a reader is to be given next.
     *
     * @param reader which of the readers
     * @param frontier up to here all that there is has been planned
     * @return in time order; nothing if it can be given nothing now
     */
    List<InfluxDBSplit> take(int reader, ReaderTable readers, long frontier) {
        TreeSet<InfluxDBSplit> rest = new TreeSet<>(splits);
        while (!rest.isEmpty()) {
            List<InfluxDBSplit> stretch = stretch(rest);
            if (stop(stretch) > frontier) {
                return List.of();
            }
            long start = stretch.get(0).remainingStart();
            if (readers.reach(reader) <= start) {
                return share(stretch, readers.countWithin(start));
            }
            if (readers.countWithin(start) == 0) {
                return lateWithAll(stretch, reader, readers);
            }
            stretch.forEach(rest::remove);
        }
        return List.of();
    }

    /**
     * The splits of a stretch that are late whoever takes them, since their measurement has just
     * been found; and those of others that are not late with this reader, but would be from then
     * on.
     */
    private List<InfluxDBSplit> lateWithAll(
            List<InfluxDBSplit> stretch, int reader, ReaderTable readers) {
        List<InfluxDBSplit> taken = new ArrayList<>();
        for (InfluxDBSplit split : stretch) {
            long start = split.remainingStart();
            if (readers.reach(reader) <= start || readers.countWithin(start) == 0) {
                taken.add(split);
            }
        }
        taken.forEach(splits::remove);
        return taken;
    }

    /** Each so many-th split, so that the shares of a stretch are all spread over its time. */
    private List<InfluxDBSplit> share(List<InfluxDBSplit> stretch, int takers) {
        List<InfluxDBSplit> share = new ArrayList<>();
        for (int i = 0; i < stretch.size(); i += takers) {
            share.add(stretch.get(i));
        }
        share.forEach(splits::remove);
        return share;
    }

    /** The first splits of some, up to a time that none of these reaches over. */
    private static List<InfluxDBSplit> stretch(TreeSet<InfluxDBSplit> of) {
        List<InfluxDBSplit> stretch = new ArrayList<>();
        long stop = Long.MIN_VALUE;
        for (InfluxDBSplit split : of) {
            if (!stretch.isEmpty() && split.remainingStart() >= stop) {
                break;
            }
            stretch.add(split);
            stop = Math.max(stop, split.range().stop());
        }
        return stretch;
    }

    private static long stop(List<InfluxDBSplit> stretch) {
        return stretch.stream().mapToLong(split -> split.range().stop()).max().orElseThrow();
    }
}
