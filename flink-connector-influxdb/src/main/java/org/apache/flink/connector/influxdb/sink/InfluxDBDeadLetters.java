/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.connector.influxdb.client.LineBuffer;
import org.apache.flink.connector.influxdb.client.LineProtocolEncoder;
import org.apache.flink.connector.influxdb.client.Precision;
import org.apache.flink.connector.influxdb.client.UnencodablePointException;
import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.Point;

import javax.annotation.Nullable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Dead letters as points of an InfluxDB. They are gathered up to a limit and written at once, at
 * the latest before each checkpoint; a write that fails for a passing reason is tried again a few
 * times, and then fails the job.
 */
final class InfluxDBDeadLetters implements DeadLetterHandler {

    private static final long serialVersionUID = 1L;

    private static final int MAX_BYTES = 1 << 20;

    // 2.x takes strings of 1,048,576 bytes.
    private static final int MAX_TEXT = 1_000_000;

    private static final int NANOS_PER_MILLI = 1_000_000;

    private static final int MAX_ATTEMPTS = 5;
    private static final Backoff BACKOFF =
            new Backoff(200, 2_000, bound -> ThreadLocalRandom.current().nextLong(bound));

    private final InfluxDBConnectionOptions connection;
    private final String bucket;
    private final String measurement;
    private final ClientFactory clientFactory;

    private transient int subtask;
    private transient InfluxDBClient client;
    private transient LineBuffer lines;
    @Nullable private transient LineProtocolEncoder encoder;
    private transient long timeOffset;
    private transient long lastTime;

    InfluxDBDeadLetters(
            InfluxDBConnectionOptions connection,
            String bucket,
            String measurement,
            ClientFactory clientFactory) {
        this.connection = Objects.requireNonNull(connection, "connection");
        this.bucket = notBlank(bucket, "bucket");
        this.measurement = notBlank(measurement, "measurement");
        this.clientFactory = clientFactory;
    }

    private static String notBlank(String text, String what) {
        if (text == null || text.isBlank()) {
            throw new IllegalArgumentException("The " + what + " of the dead letters is empty");
        }
        return text;
    }

    @Override
    public void open(int subtask) {
        this.subtask = subtask;
        this.client = clientFactory.create(connection);
        this.lines = new LineBuffer();
        // Refusals are known to the millisecond. So those of two jobs are told apart.
        this.timeOffset = ThreadLocalRandom.current().nextInt(NANOS_PER_MILLI);
        this.lastTime = Long.MIN_VALUE;
    }

    @Override
    public void handle(DeadLetter letter) throws IOException {
        try {
            encoder().encode(point(letter), lines);
        } catch (UnencodablePointException e) {
            throw failure(e.getMessage(), e);
        }
        if (lines.size() >= MAX_BYTES) {
            flush();
        }
    }

    /** What the bytes are depends on the server. */
    private LineProtocolEncoder encoder() throws IOException {
        if (encoder == null) {
            encoder = new LineProtocolEncoder(tried(() -> client.server().version()), Precision.NS);
        }
        return encoder;
    }

    private Point point(DeadLetter letter) {
        return Point.measurement(measurement)
                .tag("category", letter.category().toString())
                .tag("subtask", Integer.toString(subtask))
                .field("bucket", text(letter.bucket()))
                .field("line", text(letter.lineProtocol()))
                .field("status", (long) letter.status())
                .field("reason", text(letter.reason()))
                .time(time(letter));
    }

    /** That of the refusal, but no two letters of a subtask have the same: they would be one. */
    private long time(DeadLetter letter) {
        lastTime = Math.max(EpochNanos.of(letter.time()) + timeOffset, lastTime + 1);
        return lastTime;
    }

    /** The text as far as a server takes it, with '?' for halves of surrogate pairs. */
    private static String text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return utf8.length <= MAX_TEXT
                ? new String(utf8, StandardCharsets.UTF_8)
                : new String(utf8, 0, MAX_TEXT, StandardCharsets.UTF_8)
                        + "... (cut here, of "
                        + utf8.length
                        + " bytes)";
    }

    @Override
    public void flush() throws IOException {
        if (lines.size() == 0) {
            return;
        }
        tried(() -> client.write(bucket, Precision.NS, lines.asByteBuffer()).get());
        lines.clear();
    }

    /** A request to the server. */
    @FunctionalInterface
    private interface Request<T> {
        T send() throws InfluxDBException, ExecutionException, InterruptedException;
    }

    private <T> T tried(Request<T> request) throws IOException {
        try {
            for (int failures = 1; ; failures++) {
                try {
                    return request.send();
                } catch (ExecutionException | InfluxDBException e) {
                    Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
                    boolean isWorthIt =
                            cause instanceof InfluxDBException fault && fault.kind().isTransient();
                    if (!isWorthIt || failures == MAX_ATTEMPTS) {
                        throw failure(cause.getMessage(), cause);
                    }
                    await(BACKOFF.millis(failures));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Cancelled while dead letters were written");
        }
    }

    private static void await(long millis) throws InterruptedException {
        CompletableFuture<Void> nobody = new CompletableFuture<>();
        try {
            nobody.completeOnTimeout(null, millis, TimeUnit.MILLISECONDS).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Nothing that could fail was done", e);
        }
    }

    private IOException failure(String why, Throwable cause) {
        return new IOException(
                "The dead letters cannot be written to measurement '"
                        + measurement
                        + "' of bucket '"
                        + bucket
                        + "': "
                        + why
                        + " The checkpoint fails, so that none of them is lost. Check the"
                        + " connection, the bucket and the measurement that were given to"
                        + " DeadLetterHandler.influxDB.",
                cause);
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
    }

    @Override
    public String toString() {
        return "InfluxDBDeadLetters[" + bucket + ", " + measurement + "]";
    }
}
