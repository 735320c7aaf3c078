/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.benchmarks;

import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.connector.influxdb.sink.InfluxDBSink;

import java.util.ArrayList;
import java.util.List;

/** Jobs that write, side by side with clients that post batches which are ready. */
final class SinkBenchmarks {

    private static final int SERIES = 100;
    private static final int FIELDS = 4;
    private static final int BATCH_SIZE = 5_000;

    private final MeasuredServer server;
    private final Sizes sizes;
    private final Report report;

    SinkBenchmarks(MeasuredServer server, Sizes sizes, Report report) {
        this.server = server;
        this.sizes = sizes;
        this.report = report;
    }

    /** Some way to write all points into a bucket. */
    @FunctionalInterface
    private interface Way {
        long write(String bucket) throws Exception;
    }

    void run() throws Exception {
        DataSet data = new DataSet("cpu", SERIES, FIELDS, sizes.writePoints());
        List<List<String>> rows = new ArrayList<>();
        try (LocalCluster cluster = LocalCluster.start()) {
            for (boolean gzip : List.of(false, true)) {
                compare(cluster, data, gzip, rows);
            }
        }
        report.table(
                "%s: %s million points of two tags and four fields, batches of 5,000"
                        .formatted(server.name(), Report.number(data.points() / 1e6, 1)),
                List.of(
                        "writer",
                        "s",
                        "thousand points/s",
                        "of the plain clients",
                        "writer CPU s/million",
                        "server CPU s/million"),
                rows);
    }

    private void compare(LocalCluster cluster, DataSet data, boolean gzip, List<List<String>> rows)
            throws Exception {
        PlainWriters clients = new PlainWriters(data, BATCH_SIZE, gzip);
        report.progress(
                "batches of %s MB%s are ready"
                        .formatted(
                                Report.number(clients.bytes() / 1e6, 0), gzip ? " in gzip" : ""));
        InfluxDBConnectionOptions connection = server.writeConnection(gzip);
        List<Measured> plain = new ArrayList<>();
        List<Measured> one = new ArrayList<>();
        List<Measured> two = new ArrayList<>();
        List<Measured> peer = new ArrayList<>();
        // Once for the compilers of both sides.
        job(cluster, connection, data, 1);
        for (int i = 0; i < sizes.rounds(); i++) {
            plain.add(measured(data, bucket -> clients.post(server, bucket)));
            one.add(job(cluster, connection, data, 1));
            two.add(job(cluster, connection, data, 2));
            peer.add(
                    measured(
                            data,
                            bucket -> PeerWriter.write(server, bucket, data, BATCH_SIZE, gzip)));
        }
        String suffix = gzip ? ", gzip" : "";
        Measured limit = Measured.median(plain);
        rows.add(row("four plain clients, ready batches" + suffix, limit, limit, data));
        rows.add(row("job, parallelism 1" + suffix, Measured.median(one), limit, data));
        rows.add(row("job, parallelism 2" + suffix, Measured.median(two), limit, data));
        rows.add(row("influxdb-client-java" + suffix, Measured.median(peer), limit, data));
    }

    private Measured job(
            LocalCluster cluster,
            InfluxDBConnectionOptions connection,
            DataSet data,
            int parallelism)
            throws Exception {
        return measured(
                data,
                bucket -> {
                    InfluxDBSink<Long> sink = WriteJob.sink(connection, bucket, data);
                    return WriteJob.run(
                            cluster, sink, data.points(), parallelism, DiscardingSink.RowHook.NONE);
                });
    }

    /** Writes into a bucket of its own, and sees that all of it is there. */
    private Measured measured(DataSet data, Way way) throws Exception {
        String bucket = server.newBucket();
        Measured measured = Measured.of(server, () -> way.write(bucket));
        long count = server.count(bucket, data.measurement(), DataSet.field(0));
        if (count != data.points()) {
            throw new IllegalStateException(count + " points of " + data.points() + " are there");
        }
        server.drop(bucket);
        report.progress("%s s".formatted(Report.number(measured.seconds(), 2)));
        return measured;
    }

    private static List<String> row(String name, Measured one, Measured limit, DataSet data) {
        double millions = data.points() / 1e6;
        return List.of(
                name,
                Report.number(one.seconds(), 2),
                Report.number(data.points() / 1e3 / one.seconds(), 0),
                Report.number(limit.seconds() / one.seconds(), 2),
                Report.number(one.jobCpu() / millions, 2),
                Report.number(one.serverCpu() / millions, 2));
    }
}
