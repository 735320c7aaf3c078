/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.testutils.source.reader.TestingReaderOutput;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * A tail with all that belongs to it, in one thread and with clocks that are set by hand: a server,
 * the reading, what was fetched but not emitted, the emitter, and the last checkpoint.
 */
final class FollowedTail {

    static final long EPOCH = EpochNanos.of(Instant.parse("2026-01-05T00:00:00Z"));

    private final TailOptions options;
    private final SimulatedInfluxDB server;
    private final Counter records = new SimpleCounter();
    private final List<InfluxDBRow> emitted = new ArrayList<>();
    private final InfluxDBRecordEmitter<InfluxDBRow> emitter =
            new InfluxDBRecordEmitter<>(
                    this::keep, records, new SimpleCounter(), new ReadMetrics(), false);
    private final TestingReaderOutput<InfluxDBRow> output = new TestingReaderOutput<>();

    private long nanos;
    private long serverNanosOff;
    private int driftPpm;
    private Reading reading;
    private SplitState state;
    private long settled;
    private final Deque<SplitElement> fetched = new ArrayDeque<>();
    private boolean isFinished;
    private byte[] checkpoint;
    private int emittedAtCheckpoint;

    /** The tail of "cpu" from {@link #EPOCH} on, which is also the server's time. */
    FollowedTail(TailOptions options) throws IOException {
        this(options, InfluxDBSplit.tail("cpu", EPOCH));
    }

    FollowedTail(TailOptions options, InfluxDBSplit split) throws IOException {
        this(options, split, SimulatedInfluxDB::new);
    }

    FollowedTail(
            TailOptions options,
            InfluxDBSplit split,
            Function<LongSupplier, SimulatedInfluxDB> server)
            throws IOException {
        this.options = options;
        this.server = server.apply(this::serverNow);
        begin(split);
        checkpoint();
    }

    private void begin(InfluxDBSplit split) {
        RetryOptions retry = new RetryOptions(50, Duration.ofNanos(1), Duration.ofNanos(1));
        reading =
                new Readings(
                                TestQueries.MEASUREMENT,
                                server,
                                new ReadOptions(retry, options, 2),
                                new Random(1),
                                () -> nanos,
                                new ReadMetrics())
                        .open(split);
        state = SplitState.of(split, TestQueries.MEASUREMENT, options);
        settled = ((SplitPosition.InTail) split.position()).settled();
        fetched.clear();
        isFinished = false;
    }

    private InfluxDBRow keep(InfluxDBRow row) {
        if (row.timestamp() < settled) {
            throw new IllegalStateException("A row from before what is settled: " + row);
        }
        emitted.add(row);
        return null;
    }

    SimulatedInfluxDB server() {
        return server;
    }

    long serverNow() {
        return EPOCH + nanos + serverNanosOff;
    }

    void pass(Duration time) {
        nanos += time.toNanos();
        serverNanosOff += time.toNanos() / 1_000_000 * driftPpm;
    }

    /** Lets the server's clock be faster than ours by so many parts in a million. */
    void drift(int ppm) {
        driftPpm = ppm;
    }

    /** Lets the server's clock run away from ours. */
    void passAtServerOnly(Duration time) {
        serverNanosOff += time.toNanos();
    }

    /** Writes a point so many milliseconds after {@link #EPOCH}. */
    FollowedTail write(long millis, String host, long value) {
        server.write(time(millis), host, value);
        return this;
    }

    static long time(long millis) {
        return EPOCH + millis * 1_000_000L;
    }

    /** Reads once, if it is due. */
    void fetch(BooleanSupplier pause) throws InfluxDBException {
        if (isFinished || nanosToWait() > 0) {
            return;
        }
        List<SplitElement> elements = new ArrayList<>();
        try {
            isFinished = reading.read(elements, pause);
        } catch (InfluxDBException e) {
            reading.recover(e);
        } finally {
            fetched.addAll(elements);
        }
    }

    long nanosToWait() {
        return reading.nanosToWait(nanos);
    }

    /** Emits at most so many of what was fetched. */
    void emit(int elements) throws IOException {
        for (int i = 0; i < elements && !fetched.isEmpty(); i++) {
            records.inc();
            SplitElement element = fetched.poll();
            emitter.emitRecord(element, output, state);
            if (element instanceof SplitElement.RoundEnd round) {
                settled = round.settled();
            }
        }
    }

    /** Reads and emits all that is due. */
    FollowedTail follow() throws IOException {
        do {
            nanos++;
            fetch(() -> false);
            emit(Integer.MAX_VALUE);
        } while (!isFinished && nanosToWait() <= 0);
        return this;
    }

    /** Lets time pass, in steps, and follows. */
    FollowedTail follow(Duration time, Duration step) throws IOException {
        for (long end = nanos + time.toNanos(); nanos < end; ) {
            pass(step);
            follow();
        }
        return this;
    }

    void checkpoint() throws IOException {
        checkpoint = InfluxDBSplitSerializer.INSTANCE.serialize(split());
        emittedAtCheckpoint = emitted.size();
    }

    /** Goes back to the last checkpoint, as another process would. */
    void failAndRestore() throws IOException {
        emitted.subList(emittedAtCheckpoint, emitted.size()).clear();
        begin(InfluxDBSplitSerializer.INSTANCE.deserialize(2, checkpoint));
    }

    /** Goes on with another split, from a checkpoint that is taken now. */
    void goOnWith(InfluxDBSplit split) throws IOException {
        begin(split);
        checkpoint();
    }

    InfluxDBSplit split() {
        return state.toSplit();
    }

    SplitPosition.InTail position() {
        return (SplitPosition.InTail) split().position();
    }

    long settled() {
        return settled;
    }

    boolean isFinished() {
        return isFinished && fetched.isEmpty();
    }

    List<InfluxDBRow> emitted() {
        return emitted;
    }

    /** What was emitted, as "milliseconds host=value". */
    List<String> texts() {
        return emitted.stream()
                .map(
                        row ->
                                (row.timestamp() - EPOCH) / 1_000_000L
                                        + " "
                                        + row.tag("host")
                                        + "="
                                        + row.getLong("value"))
                .toList();
    }

    /** As Flink counts it, without what the emitter has taken off. */
    long recordsIn() {
        return records.getCount();
    }
}
