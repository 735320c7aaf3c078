/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery.FieldColumn;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.Predicate;
import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.model.TimeRange;
import org.apache.flink.connector.influxdb.source.RandomPoints.Identity;
import org.apache.flink.connector.influxdb.testserver.InfluxDBServer;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * One random life of a source over a real server: points are written, splits planned and read in
 * batches, rows emitted one by one, checkpoints taken, the job fails and is restored, servers and
 * connections fail. All that happens follows from the seed, but for what the server does.
 */
final class RandomHistory implements AutoCloseable {

    private static final int STEPS = 40;
    private static final int MAX_OPEN = 3;

    private final Random random;
    private final InfluxDBServer server;
    private final CuttingProxy proxy;
    private final FaultyClient client;
    private final InfluxDBQuery.OfMeasurement query;
    private final RandomPoints points;
    private final PlanOptions options;
    private final ReadOptions readOptions =
            new ReadOptions(
                    new RetryOptions(20, Duration.ofNanos(1), Duration.ofNanos(1)),
                    TailOptions.DEFAULT,
                    MAX_OPEN);

    private final List<String> log = new ArrayList<>();
    private final List<Planned> plans = new ArrayList<>();
    private long step;

    // What the job holds, and what it had emitted; all of it goes back to the last checkpoint.
    private SplitPlanner planner;
    private PlanProgress progress;
    private final Deque<InfluxDBSplit> unassigned = new ArrayDeque<>();
    private final List<OpenSplit> open = new ArrayList<>();
    private final List<Emitted> output = new ArrayList<>();
    private Checkpoint checkpoint = new Checkpoint(null, List.of(), 0);

    /** A part of time that the planner has dealt with. */
    record Planned(TimeRange range, long step) {}

    /** A row that the job has. */
    record Emitted(InfluxDBRow row, String split, FaultyClient.Asked query) {}

    private record Checkpoint(byte[] enumerator, List<byte[]> splits, int emitted) {}

    /** A split in the hands of a reader: what was fetched, and how much of it was emitted. */
    private static final class OpenSplit {
        private final Reading reading;
        private final SplitState state;
        private final Deque<SplitElement> fetched = new ArrayDeque<>();
        private boolean isRead;

        OpenSplit(Reading reading, SplitState state) {
            this.reading = reading;
            this.state = state;
        }
    }

    RandomHistory(long seed, InfluxDBServer server, String bucket, QueryLanguage language)
            throws IOException {
        this.random = new Random(seed);
        this.server = server;
        this.proxy = new CuttingProxy(server.url());
        this.client =
                new FaultyClient(
                        InfluxDBClient.create(SourceJobs.connection(server, proxy.url())),
                        () -> step);
        String measurement = "m" + Long.toHexString(seed);
        this.points = new RandomPoints(random, measurement, server.kind().generation() == 2);
        this.query =
                new InfluxDBQuery.OfMeasurement(
                        bucket, measurement, someFields(), someTags(), language);
        this.options = somePlan();
        this.planner = new SplitPlanner(client, query, options);
    }

    private List<FieldColumn> someFields() {
        if (random.nextInt(3) > 0) {
            return List.of();
        }
        List<FieldColumn> fields = new ArrayList<>();
        fields.add(new FieldColumn(RandomPoints.FIELDS.get(random.nextInt(4)), ColumnType.FLOAT));
        return fields;
    }

    private List<Predicate> someTags() {
        return random.nextInt(6) > 0
                ? List.of()
                : List.of(new Predicate.TagIn("a", List.of("x", "z w", "ä,b")));
    }

    private PlanOptions somePlan() {
        long start = RandomPoints.START;
        long stop = RandomPoints.end();
        if (random.nextInt(4) == 0) {
            start += (long) (random.nextDouble() * RandomPoints.SHARD_GROUP);
            stop -= (long) (random.nextDouble() * RandomPoints.SHARD_GROUP);
        }
        Duration width = random.nextInt(4) == 0 ? Duration.ofMinutes(17) : null;
        return new PlanOptions(
                TimeBounds.earliest(),
                TimeBounds.latest(),
                start,
                stop,
                width,
                1 + random.nextInt(random.nextBoolean() ? 5 : 100));
    }

    /** Lets the source live until it has read all, and says what it did. */
    RandomHistory run() throws Exception {
        try {
            write(points.next(40, step));
            for (int i = 0; i < STEPS; i++) {
                step++;
                act(random.nextInt(100));
            }
            client.failNothing();
            proxy.cutNothing();
            while (!isDone()) {
                step++;
                act(25 + random.nextInt(50));
            }
        } catch (Exception | AssertionError e) {
            throw new AssertionError("Failed at step " + step + " of " + this, e);
        }
        return this;
    }

    private void act(int dice) throws Exception {
        if (dice < 17) {
            write(points.next(random.nextInt(8) == 0 ? 60 : 6, step));
        } else if (dice < 25) {
            writeAtAPosition();
        } else if (dice < 35) {
            plan();
        } else if (dice < 42) {
            assign();
        } else if (dice < 57) {
            fetch();
        } else if (dice < 75) {
            emit();
        } else if (dice < 84) {
            takeCheckpoint();
        } else if (dice < 89) {
            failAndRestore();
        } else if (dice < 95) {
            Kind[] kinds = {Kind.TOO_HEAVY, Kind.CONNECTION, Kind.INCOMPLETE, Kind.OVERLOADED};
            Kind kind = kinds[random.nextInt(kinds.length)];
            int rows = random.nextInt(12);
            client.failAfter(rows, kind);
            log("the next query fails after %d rows: %s", rows, kind);
        } else {
            long bytes = random.nextInt(3000);
            proxy.cutAfter(bytes);
            log("the connection is cut after %d bytes", bytes);
        }
    }

    private void write(String lines) {
        if (!lines.isEmpty()) {
            server.writeLineProtocol(query.bucket(), lines);
            log("write\n%s", lines);
        }
    }

    /** Where a row was just handed on: its instant is read in part. */
    private void writeAtAPosition() {
        if (!output.isEmpty()) {
            int back = random.nextInt(Math.min(3, output.size()));
            write(points.near(output.get(output.size() - 1 - back).row().timestamp(), step));
        }
    }

    private void plan() throws InfluxDBException {
        if ((progress != null && progress.isDone()) || unassigned.size() > 20) {
            return;
        }
        try {
            PlanSlice slice = planner.next(progress);
            long from = progress == null ? slice.progress().start() : progress.plannedTo();
            progress = slice.progress();
            if (progress.plannedTo() > from) {
                plans.add(new Planned(new TimeRange(from, progress.plannedTo()), step));
            }
            unassigned.addAll(slice.splits());
            log("plan %s: %s", progress, slice.splits());
        } catch (InfluxDBException e) {
            passing(e);
        }
    }

    private void passing(InfluxDBException e) throws InfluxDBException {
        if (!e.isTransient()) {
            throw e;
        }
        log("fault %s: %s", e.kind(), e.getMessage());
    }

    private void assign() {
        if (open.size() < MAX_OPEN && !unassigned.isEmpty()) {
            open(unassigned.pollFirst());
        }
    }

    private void open(InfluxDBSplit split) {
        Readings readings =
                new Readings(
                        query, client, readOptions, random, System::nanoTime, new ReadMetrics());
        open.add(
                new OpenSplit(
                        readings.open(split), SplitState.of(split, query, readOptions.tail())));
        log("open %s", split);
    }

    private void fetch() throws IOException {
        if (open.isEmpty()) {
            return;
        }
        OpenSplit split = open.get(random.nextInt(open.size()));
        if (split.isRead) {
            return;
        }
        List<SplitElement> batch = new ArrayList<>();
        int most = 1 + random.nextInt(random.nextBoolean() ? 4 : 200);
        try {
            split.isRead = split.reading.read(batch, () -> batch.size() >= most);
        } catch (InfluxDBException e) {
            log("fault %s: %s", e.kind(), e.getMessage());
            if (!recovers(split, e)) {
                return;
            }
        }
        split.fetched.addAll(batch);
        log("fetch %d of %s%s", batch.size(), split.state, split.isRead ? ", its last" : "");
    }

    /** A single instant that is too heavy cannot be halved: then the job fails. */
    private boolean recovers(OpenSplit split, InfluxDBException fault) throws IOException {
        try {
            split.reading.recover(fault);
            return true;
        } catch (InfluxDBException e) {
            if (fault.kind() != Kind.TOO_HEAVY) {
                throw e;
            }
            failAndRestore();
            return false;
        }
    }

    private void emit() throws IOException {
        if (open.isEmpty()) {
            return;
        }
        OpenSplit split = open.get(random.nextInt(open.size()));
        int most = 1 + random.nextInt(random.nextBoolean() ? 3 : 100);
        RowOutput<InfluxDBRow> rows = new RowOutput<>();
        InfluxDBRecordEmitter<InfluxDBRow> emitter = rows.emitter(row -> row);
        while (most-- > 0 && !split.fetched.isEmpty()) {
            emitter.emitRecord(split.fetched.pollFirst(), rows, split.state);
        }
        for (InfluxDBRow row : rows.records()) {
            output.add(new Emitted(row, split.state.toString(), client.source(row)));
            log("emit %s", row);
        }
        if (split.isRead && split.fetched.isEmpty()) {
            split.reading.close();
            open.remove(split);
            log("finished %s", split.state);
        }
    }

    private void takeCheckpoint() throws IOException {
        List<byte[]> splits = new ArrayList<>();
        for (OpenSplit split : open) {
            splits.add(InfluxDBSplitSerializer.INSTANCE.serialize(split.state.toSplit()));
        }
        byte[] enumerator =
                EnumeratorStateSerializer.INSTANCE.serialize(
                        progress == null
                                ? EnumeratorState.INITIAL
                                : new EnumeratorState(
                                        progress.start(),
                                        List.of(
                                                MeasurementPlan.from(
                                                        query.measurement(), progress)),
                                        List.copyOf(unassigned)));
        checkpoint = new Checkpoint(enumerator, splits, output.size());
        log("checkpoint with %d rows emitted", output.size());
    }

    private void failAndRestore() throws IOException {
        close(open);
        unassigned.clear();
        planner = new SplitPlanner(client, query, options);
        progress = null;
        output.subList(checkpoint.emitted(), output.size()).clear();
        log("the job fails; back to %d rows emitted", output.size());
        if (checkpoint.enumerator() == null) {
            return;
        }
        EnumeratorState state =
                EnumeratorStateSerializer.INSTANCE.deserialize(
                        EnumeratorStateSerializer.INSTANCE.getVersion(), checkpoint.enumerator());
        progress = state.plans().isEmpty() ? null : state.plans().get(0).progress();
        unassigned.addAll(state.unassigned());
        for (byte[] split : checkpoint.splits()) {
            open(
                    InfluxDBSplitSerializer.INSTANCE.deserialize(
                            InfluxDBSplitSerializer.INSTANCE.getVersion(), split));
        }
    }

    private static void close(List<OpenSplit> splits) throws IOException {
        for (OpenSplit split : splits) {
            split.reading.close();
        }
        splits.clear();
    }

    private boolean isDone() {
        return progress != null && progress.isDone() && unassigned.isEmpty() && open.isEmpty();
    }

    private void log(String format, Object... values) {
        log.add(step + " " + String.format(format, values).strip());
    }

    /** What a point must have to be a row. */
    List<String> fields() {
        return query.fields().isEmpty()
                ? RandomPoints.FIELDS
                : query.fields().stream().map(FieldColumn::name).toList();
    }

    /** Whether the source is to read points of this identity. */
    boolean isAsked(Identity identity) {
        return progress.start() <= identity.time()
                && identity.time() < progress.stop()
                && query.predicates().stream()
                        .map(predicate -> (Predicate.TagIn) predicate)
                        .allMatch(
                                in ->
                                        in.values()
                                                .contains(
                                                        identity.tags()
                                                                .getOrDefault(in.tag(), "")));
    }

    RandomPoints points() {
        return points;
    }

    List<Emitted> output() {
        return output;
    }

    List<Planned> plans() {
        return plans;
    }

    List<FaultyClient.Asked> queries() {
        return client.queries();
    }

    @Override
    public void close() throws IOException {
        close(open);
        client.close();
        proxy.close();
    }

    /** All that happened. */
    @Override
    public String toString() {
        return query + ", " + options + "\n" + String.join("\n", log);
    }
}
