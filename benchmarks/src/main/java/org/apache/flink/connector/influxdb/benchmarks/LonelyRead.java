/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.benchmarks;

import org.apache.flink.connector.influxdb.client.Authentication;
import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.source.InfluxDBSource;

import com.influxdb.client.InfluxDBClient;
import com.influxdb.client.InfluxDBClientFactory;
import com.influxdb.client.InfluxDBClientOptions;
import com.influxdb.query.FluxTable;
import okhttp3.OkHttpClient;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One read in this JVM: prints its seconds, the most that the heap held for it, and the peak of the
 * process. The time is that of a first pass; the heap is looked at in a second one.
 */
public final class LonelyRead {

    /** The variable of the environment with the token: the command line is for all to see. */
    static final String TOKEN = "BENCHMARK_TOKEN";

    private static final int SAMPLES = 5;
    private static final double MEBIBYTE = 1 << 20;
    private static final double KIBIBYTES_PER_MEBIBYTE = 1024;

    /** How the points are read. */
    enum Way {
        CONNECTOR_INFLUXQL("this connector, a job, InfluxQL"),
        CONNECTOR_FLUX("this connector, a job, Flux"),
        CLIENT_STREAMING("influxdb-client-java, query(flux, onNext)"),
        CLIENT_COLLECTING("influxdb-client-java, query(flux)");

        private final String text;

        Way(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    private final String url;
    private final String organization;
    private final String bucket;
    private final DataSet data;
    private double most;

    private LonelyRead(String url, String organization, String bucket, DataSet data) {
        this.url = url;
        this.organization = organization;
        this.bucket = bucket;
        this.data = data;
    }

    /** Arguments: way, URL, organization, bucket, measurement, series, how many points. */
    public static void main(String[] args) {
        LonelyRead read =
                new LonelyRead(
                        args[1],
                        args[2],
                        args[3],
                        new DataSet(
                                args[4], Integer.parseInt(args[5]), 4, Long.parseLong(args[6])));
        Benchmarks.exitAfter(() -> System.out.println(read.measure(Way.valueOf(args[0]))));
    }

    private String measure(Way way) throws Exception {
        double before = liveHeap();
        long start = System.nanoTime();
        read(way, false);
        double seconds = (System.nanoTime() - start) / 1e9;
        double peak = peakOfProcess();
        if (most == 0) {
            read(way, true);
        }
        return Report.number(seconds, 2)
                + " "
                + Report.number(most - before, 0)
                + " "
                + Report.number(peak, 0);
    }

    private void read(Way way, boolean isSampled) throws Exception {
        switch (way) {
            case CONNECTOR_INFLUXQL -> job(QueryLanguage.INFLUXQL, isSampled);
            case CONNECTOR_FLUX -> job(QueryLanguage.FLUX, isSampled);
            case CLIENT_STREAMING -> stream(isSampled);
            case CLIENT_COLLECTING -> collect();
        }
    }

    private void job(QueryLanguage language, boolean isSampled) throws Exception {
        String token = System.getenv(TOKEN);
        InfluxDBConnectionOptions connection =
                InfluxDBConnectionOptions.builder()
                        .url(url)
                        .organization(organization)
                        .authentication(
                                token.isEmpty()
                                        ? Authentication.none()
                                        : Authentication.token(token))
                        .build();
        InfluxDBSource<Reading> source =
                ReadJob.source(connection, bucket, data, data.range(), language, 2);
        try (ReadJob job = ReadJob.onNewCluster()) {
            check(job.run(source, 1, row -> sample(row * data.fields(), isSampled)));
        }
    }

    private void stream(boolean isSampled) throws Exception {
        AtomicLong values = new AtomicLong();
        CompletableFuture<Void> end = new CompletableFuture<>();
        try (InfluxDBClient client = client()) {
            client.getQueryApi()
                    .query(
                            flux(),
                            (call, value) -> sample(values.incrementAndGet(), isSampled),
                            end::completeExceptionally,
                            () -> end.complete(null));
            end.get();
        }
        check(values.get() / data.fields());
    }

    /** Here the result itself is the peak. */
    private void collect() {
        try (InfluxDBClient client = client()) {
            List<FluxTable> tables = client.getQueryApi().query(flux());
            most = liveHeap();
            check(
                    tables.stream().mapToLong(table -> table.getRecords().size()).sum()
                            / data.fields());
        }
    }

    private void sample(long values, boolean isSampled) {
        long perSample = data.points() * data.fields() / SAMPLES;
        if (isSampled && values % perSample == 0) {
            most = Math.max(most, liveHeap());
        }
    }

    private void check(long rows) {
        if (rows != data.points()) {
            throw new IllegalStateException(
                    "Of %,d points %,d came".formatted(data.points(), rows));
        }
    }

    private InfluxDBClient client() {
        return InfluxDBClientFactory.create(
                InfluxDBClientOptions.builder()
                        .url(url)
                        .org(organization)
                        .authenticateToken(System.getenv(TOKEN).toCharArray())
                        .okHttpClient(new OkHttpClient.Builder().readTimeout(Duration.ofMinutes(5)))
                        .build());
    }

    private String flux() {
        return "from(bucket: \"%s\") |> range(start: %s, stop: %s) |> filter(fn: (r) => r._measurement == \"%s\")"
                .formatted(
                        bucket,
                        Instant.ofEpochSecond(0, data.range().start()),
                        Instant.ofEpochSecond(0, data.range().stop()),
                        data.measurement());
    }

    private static double liveHeap() {
        return LiveHeap.bytes() / MEBIBYTE;
    }

    /** The resident memory at its highest; NaN where Linux is not. */
    private static double peakOfProcess() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return Double.NaN;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToDouble(
                        line ->
                                Long.parseLong(line.replaceAll("[^0-9]", ""))
                                        / KIBIBYTES_PER_MEBIBYTE)
                .findFirst()
                .orElse(Double.NaN);
    }
}
