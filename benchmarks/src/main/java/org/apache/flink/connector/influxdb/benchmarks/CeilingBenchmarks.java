/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.benchmarks;

import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.connector.influxdb.sink.CeilingSinks;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import java.util.ArrayList;
import java.util.List;

/** How many records Flink's base class takes at most, and how many the sink, without a server. */
final class CeilingBenchmarks {

    private final Report report;
    private final Sizes sizes;

    CeilingBenchmarks(Report report, Sizes sizes) {
        this.report = report;
        this.sizes = sizes;
    }

    void run() throws Exception {
        DataSet data = new DataSet("cpu", 100, 4, sizes.longPoints());
        InfluxDBConnectionOptions connection =
                InfluxDBConnectionOptions.builder().url("http://localhost:8086").build();
        Sink<Long> sink =
                CeilingSinks.confirmedAtOnce(
                        WriteJob.builder(connection, "bucket", data), DataSet::fieldTypes);
        List<List<String>> rows = new ArrayList<>();
        try (LocalCluster cluster = LocalCluster.start()) {
            Measured bare = median(cluster, CeilingSinks.bare(), 3 * data.points());
            Measured ours = median(cluster, sink, data.points());
            rows.add(row("bare AsyncSinkBase", bare, bare));
            rows.add(row("sink, whose client confirms at once", ours, bare));
        }
        report.table(
                "Jobs of one subtask without a server",
                List.of("sink", "million records", "s", "million/s", "of the bare one", "CPU s"),
                rows);
    }

    private Measured median(LocalCluster cluster, Sink<Long> sink, long records) throws Exception {
        run(cluster, sink, records);
        List<Measured> all = new ArrayList<>();
        for (int i = 0; i < sizes.rounds(); i++) {
            all.add(Measured.alone(() -> run(cluster, sink, records)));
        }
        return Measured.median(all);
    }

    private static long run(LocalCluster cluster, Sink<Long> sink, long records) throws Exception {
        StreamExecutionEnvironment environment = LocalCluster.environment(1);
        environment.fromSequence(0, records - 1).sinkTo(sink);
        cluster.run(environment);
        return records;
    }

    private static List<String> row(String name, Measured one, Measured bare) {
        double speed = one.amount() / one.seconds();
        return List.of(
                name,
                Report.number(one.amount() / 1e6, 0),
                Report.number(one.seconds(), 2),
                Report.number(speed / 1e6, 2),
                Report.number(speed / (bare.amount() / bare.seconds()), 2),
                Report.number(one.jobCpu(), 1));
    }
}
