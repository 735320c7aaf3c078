/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The live heap of jobs that write: many points, and to a server that answers nothing. */
final class SinkMemoryBenchmarks {

    private static final int SAMPLES = 8;
    private static final double MEBIBYTE = 1 << 20;

    private final MeasuredServer server;
    private final Sizes sizes;
    private final Report report;

    SinkMemoryBenchmarks(MeasuredServer server, Sizes sizes, Report report) {
        this.server = server;
        this.sizes = sizes;
        this.report = report;
    }

    void run() throws Exception {
        DataSet data = new DataSet("cpu", 100, 4, sizes.longPoints());
        List<List<String>> rows = new ArrayList<>();
        try (LocalCluster cluster = LocalCluster.start()) {
            // Else the classes of the first job would be taken for its points.
            WriteJob.run(
                    cluster,
                    WriteJob.sink(server.connection(), server.newBucket(), data),
                    sizes.writePoints(),
                    1,
                    DiscardingSink.RowHook.NONE);
            rows.add(manyPoints(cluster, data));
            rows.add(silentServer(cluster, data));
        }
        List<String> header = new ArrayList<>(List.of("job", "first point"));
        for (int i = 1; i <= SAMPLES; i++) {
            header.add("at %d/%d".formatted(i, SAMPLES + 1));
        }
        header.add("most above the first sample");
        report.table(
                "%s: live heap in MiB of a job that writes, after a full collection, parallelism 1"
                        .formatted(server.name()),
                header,
                rows);
    }

    private List<String> manyPoints(LocalCluster cluster, DataSet data) throws Exception {
        List<Double> heaps = Collections.synchronizedList(new ArrayList<>());
        long step = data.points() / (SAMPLES + 1);
        WriteJob.run(
                cluster,
                WriteJob.sink(server.connection(), server.newBucket(), data),
                data.points(),
                1,
                point -> {
                    if (point == 1 || point % step == 0 && heaps.size() <= SAMPLES) {
                        heaps.add(heap());
                    }
                });
        return row("%s million points".formatted(Report.number(data.points() / 1e6, 0)), heaps);
    }

    /** The server stands still after some points, and goes on after the last sample. */
    private List<String> silentServer(LocalCluster cluster, DataSet data) throws Exception {
        List<Double> heaps = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch isSilent = new CountDownLatch(1);
        CompletableFuture<Void> sampled = new CompletableFuture<>();
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        long millis = sizes.silentSeconds() * 1000L / SAMPLES;
        try {
            CompletableFuture<Void> job =
                    CompletableFuture.runAsync(
                            () -> writeUntilSilent(cluster, data, heaps, isSilent));
            isSilent.await();
            clock.scheduleAtFixedRate(
                    () -> {
                        heaps.add(heap());
                        if (heaps.size() > SAMPLES) {
                            sampled.complete(null);
                        }
                    },
                    millis,
                    millis,
                    TimeUnit.MILLISECONDS);
            sampled.get(10 + 2 * sizes.silentSeconds(), TimeUnit.SECONDS);
            clock.shutdownNow();
            server.resume();
            job.get(10, TimeUnit.MINUTES);
        } finally {
            clock.shutdownNow();
            server.resume();
        }
        return row(
                "%d s of a server that answers nothing".formatted(sizes.silentSeconds()),
                new ArrayList<>(heaps.subList(0, SAMPLES + 1)));
    }

    private void writeUntilSilent(
            LocalCluster cluster, DataSet data, List<Double> heaps, CountDownLatch isSilent) {
        try {
            WriteJob.run(
                    cluster,
                    WriteJob.sink(server.connection(), server.newBucket(), data),
                    sizes.writePoints(),
                    1,
                    point -> {
                        if (point == 1) {
                            heaps.add(heap());
                        }
                        if (point == 20_000) {
                            server.suspend();
                            isSilent.countDown();
                        }
                    });
        } catch (Exception e) {
            throw new IllegalStateException("The job failed", e);
        }
    }

    private static double heap() {
        return LiveHeap.bytes() / MEBIBYTE;
    }

    private static List<String> row(String name, List<Double> heaps) {
        List<String> cells = new ArrayList<>(List.of(name));
        heaps.forEach(heap -> cells.add(Report.number(heap, 1)));
        double most =
                heaps.subList(2, heaps.size()).stream()
                        .mapToDouble(Double::doubleValue)
                        .max()
                        .orElse(Double.NaN);
        cells.add(Report.number(most - heaps.get(1), 1));
        return cells;
    }
}
