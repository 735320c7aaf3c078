/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.runtime.source.coordinator.SplitAssignmentTracker;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A job around an enumerator: readers that read, fail and come back on their own, checkpoints that
 * complete or do not, restores with another number of readers. It keeps books on what was read, and
 * rolls them back as Flink rolls back the state of a job.
 */
final class EnumeratorModel {

    /** What the server has of its time. */
    private final FakeInfluxDB server;

    private final SourceScope scope;
    private final Random random;
    private final Set<String> mayBeLate;

    private final List<ModelReader.Read> committed = new ArrayList<>();
    private final Map<Integer, ModelReader> readers = new TreeMap<>();
    private Context context;
    private SplitAssignmentTracker<InfluxDBSplit> tracker;
    private InfluxDBSplitEnumerator enumerator;
    private Instant now;
    private long nextCheckpoint = 1;
    private Checkpoint base;
    private Checkpoint pending;

    /** What a restart goes back to. */
    private record Checkpoint(long id, byte[] state, Map<Integer, ModelReader.Saved> readers) {}

    private final class Context extends RecordingEnumeratorContext {
        Context(int parallelism) {
            super(parallelism);
        }

        @Override
        public void assignSplits(SplitsAssignment<InfluxDBSplit> assignment) {
            tracker.recordSplitAssignment(assignment);
            assignment.assignment().forEach((reader, splits) -> readers.get(reader).add(splits));
        }

        @Override
        public void signalNoMoreSplits(int subtask) {
            readers.get(subtask).endInput();
        }
    }

    /**
     * A job that has not started.
     *
     * @param mayBeLate measurements whose rows may be late, since they come while the job runs
     */
    EnumeratorModel(
            SourceScope scope,
            FakeInfluxDB server,
            Instant now,
            Random random,
            Set<String> mayBeLate) {
        this.scope = scope;
        this.server = server;
        this.now = now;
        this.random = random;
        this.mayBeLate = mayBeLate;
        advance(Duration.ZERO);
        begin(EnumeratorState.INITIAL, List.of(), 1 + random.nextInt(4));
        base = new Checkpoint(-1, null, Map.of());
    }

    void advance(Duration time) {
        now = now.plus(time);
        server.withClockAt(now);
    }

    private void begin(EnumeratorState state, List<InfluxDBSplit> splits, int parallelism) {
        readers.clear();
        context = new Context(parallelism);
        tracker = new SplitAssignmentTracker<>();
        RetryOptions retry = new RetryOptions(0, Duration.ofMillis(1), Duration.ofMillis(1));
        enumerator =
                new InfluxDBSplitEnumerator(
                        context, new PatientPlanner(scope, server, retry, random), scope, state);
        enumerator.start();
        Map<Integer, ModelReader.Saved> saved = new HashMap<>();
        for (int reader = 0; reader < parallelism; reader++) {
            List<InfluxDBSplit> share = new ArrayList<>();
            for (int i = reader; i < splits.size(); i += parallelism) {
                share.add(splits.get(i));
            }
            saved.put(reader, new ModelReader.Saved(share, List.of()));
        }
        base = base == null ? null : new Checkpoint(base.id(), base.state(), saved);
    }

    private List<Integer> missing() {
        List<Integer> missing = new ArrayList<>();
        for (int reader = 0; reader < context.currentParallelism(); reader++) {
            if (!readers.containsKey(reader)) {
                missing.add(reader);
            }
        }
        return missing;
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** Something happens. */
    void step() throws Exception {
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> comeOne();
            case 3 -> context.triggerAllActions();
            case 4 -> checkpoint();
            case 5 -> complete();
            case 6 -> failOne();
            case 7 -> {
                if (random.nextInt(6) == 0) {
                    restore();
                }
            }
            case 8 -> advance(Duration.ofSeconds(random.nextInt(120)));
            default -> readOne();
        }
    }

    private void comeOne() {
        if (!missing().isEmpty()) {
            come(any(missing()));
        }
    }

    private void come(int reader) {
        ModelReader.Saved saved =
                base.readers().getOrDefault(reader, new ModelReader.Saved(List.of(), List.of()));
        readers.put(reader, new ModelReader(saved.reads(), mayBeLate));
        context.register(reader, saved.splits());
        enumerator.addReader(reader);
        request(reader);
    }

    private void request(int reader) {
        while (readers.get(reader).request()) {
            enumerator.handleSplitRequest(reader, "host");
        }
    }

    private void readOne() {
        if (!readers.isEmpty()) {
            int reader = any(List.copyOf(readers.keySet()));
            readers.get(reader).readSome(random, EpochNanos.of(now));
            request(reader);
        }
    }

    private void checkpoint() throws Exception {
        if (!missing().isEmpty()) {
            return;
        }
        long id = nextCheckpoint++;
        byte[] state = EnumeratorStateSerializer.INSTANCE.serialize(enumerator.snapshotState(id));
        tracker.onCheckpoint(id);
        Map<Integer, ModelReader.Saved> saved = new HashMap<>();
        readers.forEach((number, reader) -> saved.put(number, reader.save()));
        pending = new Checkpoint(id, state, saved);
    }

    private void complete() {
        if (pending != null) {
            base = pending;
            pending = null;
            if (random.nextBoolean()) {
                // A failure may come between the completion and its news.
                failOne();
            }
            tracker.onCheckpointComplete(base.id());
            enumerator.notifyCheckpointComplete(base.id());
        }
    }

    /** One reader fails and is restored, while the others and the enumerator go on. */
    private void failOne() {
        if (readers.isEmpty()) {
            return;
        }
        int reader = any(List.copyOf(readers.keySet()));
        readers.remove(reader);
        pending = null;
        context.unregister(reader);
        enumerator.addSplitsBack(
                tracker.getAndRemoveUncheckpointedAssignment(reader, base.id()), reader);
    }

    /** All is restored from the last checkpoint, perhaps days later, with more or fewer readers. */
    private void restore() throws Exception {
        pending = null;
        List<InfluxDBSplit> splits = new ArrayList<>();
        for (ModelReader.Saved saved : base.readers().values()) {
            committed.addAll(saved.reads());
            splits.addAll(saved.splits());
        }
        Collections.shuffle(splits, random);
        advance(random.nextInt(3) == 0 ? Duration.ofDays(1) : Duration.ofSeconds(10));
        EnumeratorState state =
                base.state() == null
                        ? EnumeratorState.INITIAL
                        : EnumeratorStateSerializer.INSTANCE.deserialize(2, base.state());
        begin(state, splits, 1 + random.nextInt(4));
    }

    /** Lets all readers come and read, without more trouble, until there is only new to read. */
    void finish() {
        missing().forEach(this::come);
        for (int idle = 0; idle < 3; ) {
            boolean isBusy = false;
            for (Map.Entry<Integer, ModelReader> reader : readers.entrySet()) {
                isBusy |= reader.getValue().finishOne(EpochNanos.of(now));
                request(reader.getKey());
            }
            context.triggerAllActions();
            idle = isBusy ? 0 : idle + 1;
        }
        assertThat(enumerator.snapshotState(nextCheckpoint).unassigned()).isEmpty();
    }

    /** Whether each reader was told that it gets no more. */
    boolean isEndOfInput() {
        return readers.values().stream().allMatch(ModelReader::isEndOfInput);
    }

    /** The endless tails in the hands of readers. */
    List<InfluxDBSplit> tails() {
        return readers.values().stream().flatMap(reader -> reader.tails().stream()).toList();
    }

    /** All that was read, and not rolled back. */
    List<ModelReader.Read> reads() {
        List<ModelReader.Read> all = new ArrayList<>(committed);
        readers.values().forEach(reader -> all.addAll(reader.save().reads()));
        return all;
    }
}
