/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

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
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;
import org.apache.flink.connector.influxdb.model.MeasurementSchema;
import org.apache.flink.connector.influxdb.model.TimeRange;

import javax.annotation.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A server whose answers the test gives, one request after the other. What it is sent takes half as
 * many bytes on the wire.
 */
final class FakeClient implements InfluxDBClient {

    /** A request that has come in. */
    record Request(
            String bucket,
            Precision precision,
            String body,
            List<PointKey> deletes,
            CompletableFuture<Void> answer) {
        boolean isDelete() {
            return !deletes.isEmpty();
        }

        /** Series and time of each point that is to be deleted. */
        List<String> deleted() {
            return deletes.stream().map(Request::text).toList();
        }

        private static String text(PointKey point) {
            StringBuilder text = new StringBuilder(point.measurement());
            point.tags().forEach((key, value) -> text.append(",").append(key + "=" + value));
            return text.append(" ").append(point.timestamp()).toString();
        }

        List<String> lines() {
            return body.lines().toList();
        }

        void confirm() {
            answer.complete(null);
        }

        void fail(Throwable failure) {
            answer.completeExceptionally(failure);
        }
    }

    final List<Request> requests = new ArrayList<>();
    final List<RefusedDelete> refusedDeletes = new ArrayList<>();
    boolean closed;
    private final Supplier<CompletableFuture<Void>> script;
    volatile InfluxDBException unreachable;

    /** Which generation it is. */
    volatile InfluxDBVersion version = InfluxDBVersion.V2;

    private final AtomicInteger attemptsToFail = new AtomicInteger();

    /** What it tells of measurements: that it has none. */
    volatile Told<MeasurementSchema> schemas =
            (bucket, measurement) -> new MeasurementSchema(List.of(), Map.of());

    /** What it tells of all measurements at once; null if it does not. */
    @Nullable volatile Map<String, MeasurementSchema> allSchemas;

    /** How long it keeps points: for ever. */
    volatile Told<BucketRetention> retentions = (bucket, nothing) -> new BucketRetention(0, 0);

    /** The server's clock, or null if it does not say. */
    volatile Instant time = Instant.parse("2026-01-01T00:00:00Z");

    /** Of which measurements it was asked, as bucket and name, or as the bucket for all. */
    final List<String> reads = new CopyOnWriteArrayList<>();

    volatile int retentionReads;

    /** What a server tells of a thing in a bucket. */
    @FunctionalInterface
    interface Told<T> {
        T of(String bucket, String name) throws InfluxDBException;
    }

    FakeClient() {
        this(CompletableFuture::new);
    }

    /** A client that does the same with every write. */
    FakeClient(Supplier<CompletableFuture<Void>> script) {
        this.script = script;
    }

    static InfluxDBException noConnection() {
        return new InfluxDBException(Kind.CONNECTION, "nobody answers", null);
    }

    static InfluxDBException answer(Kind kind, int status, String words) {
        return new InfluxDBException(
                kind, "Write failed: " + words, null, status, words, null, List.of());
    }

    static InfluxDBException busy(Duration retryAfter) {
        return new InfluxDBException(
                Kind.OVERLOADED, "busy", null, 503, "busy", retryAfter, List.of());
    }

    /** The requests that wait for their answer. */
    List<Request> open() {
        return requests.stream().filter(request -> !request.answer().isDone()).toList();
    }

    Request last() {
        return requests.get(requests.size() - 1);
    }

    @Override
    public CompletableFuture<Void> write(
            String bucket, Precision precision, ByteBuffer lines, WriteListener listener) {
        byte[] body = new byte[lines.remaining()];
        lines.get(body);
        listener.sends(body.length / 2);
        CompletableFuture<Void> answer = script.get();
        requests.add(
                new Request(
                        bucket,
                        precision,
                        new String(body, StandardCharsets.UTF_8),
                        List.of(),
                        answer));
        return answer;
    }

    @Override
    public CompletableFuture<List<RefusedDelete>> delete(String bucket, List<PointKey> points) {
        CompletableFuture<Void> answer = script.get();
        requests.add(new Request(bucket, null, "", points, answer));
        return answer.thenApply(done -> List.copyOf(refusedDeletes));
    }

    /** Is reachable again after it was asked this many times more. */
    void answerAfter(int attempts) {
        attemptsToFail.set(attempts);
    }

    @Override
    public ServerInfo server() throws InfluxDBException {
        InfluxDBException failure = unreachable;
        if (attemptsToFail.getAndDecrement() == 1) {
            unreachable = null;
        }
        if (failure != null) {
            throw failure;
        }
        return new ServerInfo(version, "", "");
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public Instant serverTime() throws InfluxDBException {
        if (time == null) {
            throw noConnection();
        }
        return time;
    }

    @Override
    public RowCursor query(InfluxDBQuery query, TimeRange range) {
        throw new UnsupportedOperationException("The sink does not query");
    }

    @Override
    public MeasurementSchema schema(String bucket, String measurement) throws InfluxDBException {
        reads.add(bucket + " " + measurement);
        return schemas.of(bucket, measurement);
    }

    @Override
    public Optional<Map<String, MeasurementSchema>> schemas(String bucket, int limit) {
        reads.add(bucket);
        return Optional.ofNullable(allSchemas);
    }

    @Override
    public BucketRetention retention(String bucket) throws InfluxDBException {
        retentionReads++;
        return retentions.of(bucket, "");
    }

    @Override
    public List<String> measurements(String bucket) {
        throw new UnsupportedOperationException("The sink does not ask for names");
    }

    @Override
    public ShardGroups shardGroups(String bucket) {
        throw new UnsupportedOperationException("The sink does not ask for shard groups");
    }

    @Override
    public Census census(InfluxDBQuery.OfMeasurement query) {
        throw new UnsupportedOperationException("The sink does not plan");
    }
}
