/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.client.BucketRetention;
import org.apache.flink.connector.influxdb.client.Census;
import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.client.PointKey;
import org.apache.flink.connector.influxdb.client.Precision;
import org.apache.flink.connector.influxdb.client.RefusedDelete;
import org.apache.flink.connector.influxdb.client.RowCursor;
import org.apache.flink.connector.influxdb.client.ServerInfo;
import org.apache.flink.connector.influxdb.client.ShardGroups;
import org.apache.flink.connector.influxdb.client.WriteListener;
import org.apache.flink.connector.influxdb.model.Column;
import org.apache.flink.connector.influxdb.model.ColumnRole;
import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;
import org.apache.flink.connector.influxdb.model.MeasurementSchema;
import org.apache.flink.connector.influxdb.model.RowLayout;
import org.apache.flink.connector.influxdb.model.TimeRange;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * An InfluxDB in memory: measurements, by default {@code cpu}, whose points have the tag {@code
 * host} and the integer field {@code value}. It can be told to fail, to be silent, and how much it
 * can take at once.
 */
class FakeInfluxDB implements InfluxDBClient {

    static final RowLayout LAYOUT =
            new RowLayout(
                    List.of(
                            new Column("_measurement", ColumnType.STRING, ColumnRole.MEASUREMENT),
                            Column.tag("host"),
                            Column.field("value", ColumnType.INTEGER)));

    private final List<InfluxDBRow> rows = new ArrayList<>();
    private final Deque<Fault> faults = new ArrayDeque<>();
    private final List<TimeRange> queries = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch silent = new CountDownLatch(1);

    /** Whether the answers go on, or the client was closed. */
    private final CompletableFuture<Boolean> endOfSilence = new CompletableFuture<>();

    private long shardWidth = Long.MAX_VALUE;
    private long maxRows = Long.MAX_VALUE;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private InfluxDBException planningFault;
    private int planningFaults;
    private Census census;

    private record Fault(int rowsBefore, InfluxDBException exception) {}

    static InfluxDBRow row(long time, String host, long value) {
        return row("cpu", time, host, value);
    }

    static InfluxDBRow row(String measurement, long time, String host, long value) {
        return new InfluxDBRow(LAYOUT, time, new Object[] {measurement, host, value});
    }

    /** Puts a point in, behind those of its instant. */
    FakeInfluxDB with(InfluxDBRow row) {
        return with(List.of(row));
    }

    /** Puts one point of a host in at each time. */
    FakeInfluxDB withPointsAt(long... times) {
        return with(LongStream.of(times).mapToObj(time -> row(time, "a", time)).toList());
    }

    /** Puts one point of a measurement in at each time. */
    FakeInfluxDB withPointsOf(String measurement, long... times) {
        return with(
                LongStream.of(times).mapToObj(time -> row(measurement, time, "a", time)).toList());
    }

    private FakeInfluxDB with(List<InfluxDBRow> more) {
        rows.addAll(more);
        rows.sort(Comparator.comparingLong(InfluxDBRow::timestamp));
        return this;
    }

    FakeInfluxDB withShardsOf(long width) {
        shardWidth = width;
        return this;
    }

    /** Is asked for where points are, in place of the rows. */
    FakeInfluxDB withCensus(Census otherCensus) {
        census = otherCensus;
        return this;
    }

    FakeInfluxDB withClockAt(Instant time) {
        now = time;
        return this;
    }

    /** A query that finds more rows is too heavy. */
    FakeInfluxDB withRoomFor(long rowsOfQuery) {
        maxRows = rowsOfQuery;
        return this;
    }

    /** The next query without a fault of its own fails after so many rows. */
    FakeInfluxDB failAfter(int rowsBefore, Kind kind) {
        return failAfter(rowsBefore, new InfluxDBException(kind, "fake fault " + kind, null));
    }

    FakeInfluxDB failAfter(int rowsBefore, InfluxDBException exception) {
        faults.add(new Fault(rowsBefore, exception));
        return this;
    }

    /** The next query without a fault of its own says nothing more after so many rows. */
    FakeInfluxDB fallSilentAfter(int rowsBefore) {
        faults.add(new Fault(rowsBefore, null));
        return this;
    }

    /** Waits until a query gets no answer. */
    void awaitSilence() throws InterruptedException {
        if (!silent.await(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("No query has come that is not answered");
        }
    }

    /** Answers all queries to their ends. */
    void speakAgain() {
        endOfSilence.complete(true);
    }

    FakeInfluxDB failPlanning(int times, Kind kind) {
        planningFaults = times;
        planningFault = new InfluxDBException(kind, "fake fault " + kind, null);
        return this;
    }

    /** Lets the rows of an answer without order come the other way round from now on. */
    FakeInfluxDB reverse() {
        Collections.reverse(rows);
        return this;
    }

    /** The ranges of all queries so far. */
    List<TimeRange> queries() {
        return queries;
    }

    @Override
    public RowCursor query(InfluxDBQuery query, TimeRange range) throws InfluxDBException {
        queries.add(range);
        List<InfluxDBRow> answer = new ArrayList<>();
        for (InfluxDBRow row : rows) {
            if (matches(query, row) && range.contains(row.timestamp())) {
                answer.add(row);
            }
        }
        Fault fault = faults.poll();
        if (fault == null && answer.size() > maxRows) {
            fault = new Fault(0, new InfluxDBException(Kind.TOO_HEAVY, "fake: too heavy", null));
        }
        return new Cursor(answer, fault);
    }

    private static boolean matches(InfluxDBQuery query, InfluxDBRow row) {
        return !(query instanceof InfluxDBQuery.OfMeasurement of)
                || of.measurement().equals(row.measurement());
    }

    @Override
    public List<String> measurements(String bucket) {
        return rows.stream().map(InfluxDBRow::measurement).distinct().toList();
    }

    @Override
    public BucketRetention retention(String bucket) {
        throw new UnsupportedOperationException("The source does not ask how long points stay");
    }

    @Override
    public ShardGroups shardGroups(String bucket) throws InfluxDBException {
        if (planningFaults > 0) {
            planningFaults--;
            throw planningFault;
        }
        return time ->
                shardWidth == Long.MAX_VALUE
                        ? TimeRange.ALL
                        : new TimeRange(
                                Math.floorDiv(time, shardWidth) * shardWidth,
                                (Math.floorDiv(time, shardWidth) + 1) * shardWidth);
    }

    @Override
    public Census census(InfluxDBQuery.OfMeasurement query) {
        return census == null
                ? new FakeCensus(
                        rows.stream()
                                .filter(row -> matches(query, row))
                                .map(FakeCensus.Sample::of)
                                .toList())
                : census;
    }

    @Override
    public Instant serverTime() throws InfluxDBException {
        return now;
    }

    @Override
    public ServerInfo server() {
        return new ServerInfo(InfluxDBVersion.V2, "fake", "");
    }

    @Override
    public MeasurementSchema schema(String bucket, String measurement) {
        return new MeasurementSchema(List.of("host"), Map.of("value", Set.of(ColumnType.INTEGER)));
    }

    @Override
    public CompletableFuture<Void> write(
            String bucket, Precision precision, ByteBuffer lines, WriteListener listener) {
        return CompletableFuture.failedFuture(new UnsupportedOperationException("read only"));
    }

    @Override
    public CompletableFuture<List<RefusedDelete>> delete(String bucket, List<PointKey> points) {
        return CompletableFuture.failedFuture(new UnsupportedOperationException("read only"));
    }

    @Override
    public void close() {
        endOfSilence.complete(false);
    }

    private final class Cursor implements RowCursor {
        private final List<InfluxDBRow> answer;
        private final Fault fault;
        private int position;

        Cursor(List<InfluxDBRow> answer, Fault fault) {
            this.answer = answer;
            this.fault = fault;
        }

        @Override
        public boolean next() throws InfluxDBException {
            if (fault != null && position == fault.rowsBefore()) {
                if (fault.exception() != null) {
                    throw fault.exception();
                }
                keepSilent();
            }
            position++;
            return position <= answer.size();
        }

        private void keepSilent() throws InfluxDBException {
            silent.countDown();
            try {
                if (!endOfSilence.get()) {
                    throw new InfluxDBException(Kind.CONNECTION, "fake: client is closed", null);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InfluxDBException(Kind.CONNECTION, "fake: interrupted", e);
            } catch (ExecutionException e) {
                throw new IllegalStateException("Nothing ends a silence like this", e);
            }
        }

        @Override
        public InfluxDBRow row() {
            return answer.get(position - 1);
        }

        @Override
        public void close() {}
    }
}
