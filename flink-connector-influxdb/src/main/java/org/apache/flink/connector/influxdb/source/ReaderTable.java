/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What the enumerator knows of the readers. All of it begins anew when a reader comes back. */
final class ReaderTable {

    private final SplitEnumeratorContext<InfluxDBSplit> context;

    /** How many splits each reader waits for, in the order in which they are served. */
    private final Map<Integer, Integer> waiting = new LinkedHashMap<>();

    /** Where the last split ends that each was given. */
    private final Map<Integer, Long> reaches = new HashMap<>();

    /** How many tails each was given. */
    private final Map<Integer, Integer> tails = new HashMap<>();

    private final Set<Integer> mayBeIdle = new HashSet<>();

    ReaderTable(SplitEnumeratorContext<InfluxDBSplit> context) {
        this.context = context;
    }

    int parallelism() {
        return context.currentParallelism();
    }

    private Set<Integer> registered() {
        return context.registeredReaders().keySet();
    }

    /** Whether no reader is missing. */
    boolean isComplete() {
        return registered().size() >= parallelism();
    }

    /** A reader has come, perhaps again: it asks for itself. */
    void begin(int reader) {
        waiting.remove(reader);
        reaches.remove(reader);
        tails.remove(reader);
        mayBeIdle.remove(reader);
    }

    void request(int reader) {
        waiting.merge(reader, 1, Integer::sum);
    }

    /** Those that wait for splits, in the order in which they are to be served. */
    List<Integer> waiting() {
        // One that has failed meanwhile asks anew when it is back.
        waiting.keySet().retainAll(registered());
        return List.copyOf(waiting.keySet());
    }

    boolean isAnyWaiting() {
        return !waiting().isEmpty();
    }

    /** Where the last split ends that a reader was given. */
    long reach(int reader) {
        return reaches.getOrDefault(reader, Long.MIN_VALUE);
    }

    /** How many readers, those to come included, reach no further than to a time. */
    int countWithin(long time) {
        return parallelism()
                - (int) registered().stream().filter(reader -> reach(reader) > time).count();
    }

    /**
     * Gives splits to a reader; those of history answer its requests.
     *
     * <p>All in one assignment: a split that came after another would not hold the watermark back
     * while rows of the first are emitted already.
     */
    void give(int reader, List<InfluxDBSplit> splits) {
        int answered = 0;
        for (InfluxDBSplit split : splits) {
            reaches.merge(reader, split.range().stop(), Math::max);
            if (split.isEndless()) {
                tails.merge(reader, 1, Integer::sum);
            }
            answered += split.isTail() ? 0 : 1;
        }
        context.assignSplits(new SplitsAssignment<>(Map.of(reader, splits)));
        // To the end of the line, if it waits for more.
        int left = waiting.getOrDefault(reader, 0) - answered;
        if (answered > 0) {
            waiting.remove(reader);
            if (left > 0) {
                waiting.put(reader, left);
            }
        }
    }

    /**
     * Says who is to be given which tails: each goes to the reader with the fewest, of several to
     * the first; but not to one that has read further already, if there is another, as the one that
     * has just come back without it.
     */
    Map<Integer, List<InfluxDBSplit>> spread(List<InfluxDBSplit> endless) {
        Map<Integer, Integer> counts = new HashMap<>(tails);
        Map<Integer, List<InfluxDBSplit>> shares = new TreeMap<>();
        for (InfluxDBSplit tail : endless) {
            Comparator<Integer> best =
                    Comparator.comparing((Integer reader) -> reach(reader) > tail.remainingStart())
                            .thenComparing(reader -> counts.getOrDefault(reader, 0));
            int reader = IntStream.range(0, parallelism()).boxed().min(best).orElseThrow();
            counts.merge(reader, 1, Integer::sum);
            shares.computeIfAbsent(reader, none -> new ArrayList<>()).add(tail);
        }
        return shares;
    }

    /** Tells the readers without a tail that they need not hold watermarks back. */
    void letIdle() {
        for (int reader : registered()) {
            if (!tails.containsKey(reader) && mayBeIdle.add(reader)) {
                context.sendEventToSourceReader(reader, new NoTailEvent());
            }
        }
    }

    /** Tells a reader that it gets no more: nothing is kept for it from now on. */
    void dismiss(int reader) {
        waiting.remove(reader);
        reaches.put(reader, Long.MAX_VALUE);
        context.signalNoMoreSplits(reader);
    }
}
