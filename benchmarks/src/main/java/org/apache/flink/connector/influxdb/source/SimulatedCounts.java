/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.client.BucketRetention;
import org.apache.flink.connector.influxdb.client.Census;
import org.apache.flink.connector.influxdb.client.DensityCursor;
import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.client.PointKey;
import org.apache.flink.connector.influxdb.client.Precision;
import org.apache.flink.connector.influxdb.client.RefusedDelete;
import org.apache.flink.connector.influxdb.client.RowCursor;
import org.apache.flink.connector.influxdb.client.ServerInfo;
import org.apache.flink.connector.influxdb.client.ShardGroups;
import org.apache.flink.connector.influxdb.client.WriteListener;
import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.MeasurementSchema;
import org.apache.flink.connector.influxdb.model.TimeRange;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A server with points at each second of each series, that answers questions about their number at
 * once, and adds up how long a real one would have taken.
 */
public final class SimulatedCounts implements InfluxDBClient {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long SHARD_GROUP = Duration.ofDays(7).toNanos();

    /** A Monday, where shard groups of seven days begin. */
    private static final long MONDAY = Duration.ofDays(4).toNanos();

    private final TimeRange points;
    private final int series;
    private final int fields;
    private final Cost cost;
    private double nanos;

    /**
     * What questions take, in nanoseconds.
     *
     * @param request of any kind
     * @param value each value that is counted
     * @param window each window of each series
     */
    public record Cost(double request, double value, double window) {}

    /** A server whose points end now. */
    public SimulatedCounts(Duration age, int series, int fields, Cost cost) {
        long now = Instant.parse("2026-01-05T12:00:00Z").getEpochSecond() * SECOND;
        this.points = new TimeRange(now - age.toNanos(), now);
        this.series = series;
        this.fields = fields;
        this.cost = cost;
    }

    /** How many points there are. */
    public long size() {
        return points.unsignedLength() / SECOND * series;
    }

    long simulatedNanos() {
        return (long) nanos;
    }

    @Override
    public Instant serverTime() {
        nanos += cost.request();
        return EpochNanos.toInstant(points.stop());
    }

    @Override
    public BucketRetention retention(String bucket) {
        throw new UnsupportedOperationException("The planner does not ask how long points stay");
    }

    @Override
    public ShardGroups shardGroups(String bucket) {
        nanos += cost.request();
        long first = shardGroupStart(points.start());
        return time ->
                time < first
                        ? TimeRange.ALL.withStop(first)
                        : new TimeRange(shardGroupStart(time), shardGroupStart(time) + SHARD_GROUP);
    }

    private static long shardGroupStart(long time) {
        return time - Math.floorMod(time - MONDAY, SHARD_GROUP);
    }

    @Override
    public Census census(InfluxDBQuery.OfMeasurement query) {
        nanos += cost.request();
        return new Counts();
    }

    private final class Counts implements Census {

        @Override
        public Optional<TimeRange> extent(TimeRange range) {
            nanos += cost.request();
            return points.intersect(range);
        }

        @Override
        public Optional<Long> earliest(TimeRange range) {
            return extent(range).map(TimeRange::start);
        }

        @Override
        public DensityCursor density(TimeRange range, long width) {
            nanos += cost.request();
            return points.intersect(range)
                    .<DensityCursor>map(filled -> new Windows(filled, width))
                    .orElse(DensityCursor.NO_WINDOWS);
        }
    }

    private final class Windows implements DensityCursor {

        private final TimeRange range;
        private final long width;
        private TimeRange window;

        Windows(TimeRange range, long width) {
            this.range = range;
            this.width = width;
        }

        @Override
        public boolean next() {
            long from = window == null ? range.start() : window.stop();
            if (from >= range.stop()) {
                return false;
            }
            long start = from - Math.floorMod(from, width);
            window = new TimeRange(start, start + width).intersect(range).orElseThrow();
            nanos += cost.value() * values() + cost.window() * series;
            return true;
        }

        @Override
        public TimeRange window() {
            return window;
        }

        @Override
        public long rows() {
            return (secondsBefore(window.stop()) - secondsBefore(window.start())) * series;
        }

        @Override
        public long values() {
            return rows() * fields;
        }

        private static long secondsBefore(long time) {
            return Math.floorDiv(time - 1, SECOND) + 1;
        }

        @Override
        public void close() {}
    }

    @Override
    public ServerInfo server() {
        throw unasked();
    }

    @Override
    public RowCursor query(InfluxDBQuery query, TimeRange range) {
        throw unasked();
    }

    @Override
    public MeasurementSchema schema(String bucket, String measurement) {
        throw unasked();
    }

    @Override
    public List<String> measurements(String bucket) {
        throw unasked();
    }

    @Override
    public CompletableFuture<Void> write(
            String bucket, Precision precision, ByteBuffer lines, WriteListener listener) {
        throw unasked();
    }

    @Override
    public CompletableFuture<List<RefusedDelete>> delete(String bucket, List<PointKey> points) {
        throw unasked();
    }

    private static UnsupportedOperationException unasked() {
        return new UnsupportedOperationException("A planner asks for numbers only");
    }

    @Override
    public void close() {}
}
