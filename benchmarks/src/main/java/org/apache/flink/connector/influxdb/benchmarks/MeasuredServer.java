/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.benchmarks;

import org.apache.flink.connector.influxdb.client.AnswerGzip;
import org.apache.flink.connector.influxdb.client.Authentication;
import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.connector.influxdb.client.WireQuery;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.MeasurementSchema;
import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.model.TimeRange;
import org.apache.flink.connector.influxdb.testserver.InfluxDBServer;
import org.apache.flink.connector.influxdb.testserver.ServerKind;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A server of the benchmark's own, with one bucket, whose processor time can be read. */
final class MeasuredServer implements AutoCloseable {

    private static final int LINES_PER_REQUEST = 10_000;
    private static final int WRITERS = 2;
    private static final Duration LONGEST_REST = Duration.ofSeconds(90);
    private static final Pattern COUNT = Pattern.compile("\"values\":\\[\\[[^,]*,(\\d+)]");

    private final ServerKind kind;
    private final InfluxDBServer server;
    private final String bucket;
    private final Optional<ProcessHandle> process;
    private final Set<DataSet> written = new HashSet<>();

    private MeasuredServer(
            ServerKind kind,
            InfluxDBServer server,
            String bucket,
            Optional<ProcessHandle> process) {
        this.kind = kind;
        this.server = server;
        this.bucket = bucket;
        this.process = process;
    }

    static MeasuredServer start(ServerKind kind) {
        Set<ProcessHandle> before = ProcessHandle.current().children().collect(Collectors.toSet());
        InfluxDBServer server = InfluxDBServer.start(kind);
        Optional<ProcessHandle> process =
                ProcessHandle.current()
                        .children()
                        .filter(child -> !before.contains(child))
                        .filter(child -> child.info().command().orElse("").endsWith("influxd"))
                        .findFirst();
        String bucket = server.createFreshBucket(Duration.ZERO, Duration.ZERO);
        return new MeasuredServer(kind, server, bucket, process);
    }

    String name() {
        return "InfluxDB " + kind.version();
    }

    String url() {
        return server.url();
    }

    String token() {
        return server.token();
    }

    String organization() {
        return server.organization();
    }

    String bucket() {
        return bucket;
    }

    /** As a user would connect. */
    InfluxDBConnectionOptions connection() {
        return options().build();
    }

    InfluxDBConnectionOptions connection(boolean gzip) {
        return options().answerGzip(gzip ? AnswerGzip.ON : AnswerGzip.OFF).build();
    }

    /**
     * As a user would connect.
     *
     * @param gzip whether requests are compressed
     */
    InfluxDBConnectionOptions writeConnection(boolean gzip) {
        return options().writeGzip(gzip).build();
    }

    /** A bucket of its own for one measurement. */
    String newBucket() {
        return server.createFreshBucket(Duration.ZERO, Duration.ZERO);
    }

    /** Drops a bucket, and waits until the server has done what follows of it. */
    void drop(String bucket) throws Exception {
        server.dropBucket(bucket);
        awaitRest();
    }

    /** How many points of a bucket have the field. */
    long count(String bucket, String measurement, String field) {
        String answer =
                server.queryInfluxQl(
                        bucket, "SELECT count(%s) FROM %s".formatted(field, measurement));
        Matcher count = COUNT.matcher(answer);
        return count.find() ? Long.parseLong(count.group(1)) : 0;
    }

    /** Makes the server stand still: it takes connections and answers nothing. */
    void suspend() {
        server.suspend();
    }

    /** Lets it go on. */
    void resume() {
        server.resume();
    }

    private InfluxDBConnectionOptions.Builder options() {
        return InfluxDBConnectionOptions.builder()
                .url(server.url())
                .organization(server.organization())
                .authentication(
                        server.token().isEmpty()
                                ? Authentication.none()
                                : Authentication.token(server.token()));
    }

    /** What the server's process has computed; nothing where it runs in a container. */
    Optional<Duration> cpu() {
        return process.flatMap(running -> running.info().totalCpuDuration());
    }

    /** Writes a set of readings, once, and waits until the server has done what follows of it. */
    void write(DataSet data) throws Exception {
        if (!written.add(data)) {
            return;
        }
        AtomicLong next = new AtomicLong();
        List<CompletableFuture<Void>> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            writers.add(CompletableFuture.runAsync(() -> writeAll(data, next)));
        }
        for (CompletableFuture<Void> writer : writers) {
            writer.get();
        }
        awaitRest();
    }

    private void writeAll(DataSet data, AtomicLong next) {
        StringBuilder lines = new StringBuilder();
        for (long first = next.getAndAdd(LINES_PER_REQUEST);
                first < data.points();
                first = next.getAndAdd(LINES_PER_REQUEST)) {
            lines.setLength(0);
            long stop = Math.min(first + LINES_PER_REQUEST, data.points());
            for (long point = first; point < stop; point++) {
                data.appendLine(point, lines);
            }
            server.writeLineProtocol(bucket, lines.toString());
        }
    }

    /** Waits until the server has computed next to nothing for a second, but not for ever. */
    private void awaitRest() throws Exception {
        if (process.isEmpty()) {
            return;
        }
        CompletableFuture<Void> rest = new CompletableFuture<>();
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        AtomicLong known = new AtomicLong();
        clock.scheduleAtFixedRate(
                () -> {
                    long now = cpu().orElse(Duration.ZERO).toMillis();
                    if (now - known.getAndSet(now) < 50) {
                        rest.complete(null);
                    }
                },
                0,
                1,
                TimeUnit.SECONDS);
        try {
            rest.completeOnTimeout(null, LONGEST_REST.toSeconds(), TimeUnit.SECONDS).get();
        } finally {
            clock.shutdownNow();
        }
    }

    /** The requests that the connector sends for the ranges. */
    List<WireQuery> queries(String measurement, QueryLanguage language, List<TimeRange> ranges)
            throws Exception {
        InfluxDBQuery.OfMeasurement query =
                new InfluxDBQuery.OfMeasurement(
                        bucket, measurement, List.of(), List.of(), language);
        try (InfluxDBClient client = InfluxDBClient.create(connection())) {
            MeasurementSchema schema = client.schema(bucket, measurement);
            List<WireQuery> queries = new ArrayList<>();
            for (TimeRange range : ranges) {
                queries.add(WireQuery.of(query, schema, organization(), range));
            }
            return queries;
        }
    }

    Drain drain() {
        return new Drain(url(), token());
    }

    @Override
    public void close() {
        server.close();
    }
}
