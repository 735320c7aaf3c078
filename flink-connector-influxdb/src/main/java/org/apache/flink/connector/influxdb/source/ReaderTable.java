/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

    /** The reader with the fewest tails; of several the first. */
    int withFewestTails() {
        int fewest = 0;
        for (int reader = 1; reader < parallelism(); reader++) {
            if (tails.getOrDefault(reader, 0) < tails.getOrDefault(fewest, 0)) {
                fewest = reader;
            }
        }
        return fewest;
    }

    /** Tells the readers without a tail that they need not hold watermarks back. */
    void letIdle() {
        for (int reader : registered()) {
            if (!tails.containsKey(reader) && mayBeIdle.add(reader)) {
                context.sendEventToSourceReader(reader, new NoTailEvent());
            }
        }
    }

    /** Tells a reader that it gets no more. */
    void dismiss(int reader) {
        waiting.remove(reader);
        context.signalNoMoreSplits(reader);
    }
}
