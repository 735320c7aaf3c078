/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.benchmarks;

import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.model.TimeRange;
import org.apache.flink.connector.influxdb.source.InfluxDBSource;

import java.util.ArrayList;
import java.util.List;

/** The live heap of long jobs. */
final class MemoryBenchmarks {

    private static final int SAMPLES = 8;
    private static final double MEBIBYTE = 1 << 20;

    private final MeasuredServer server;
    private final ReadJob job;
    private final Report report;

    MemoryBenchmarks(MeasuredServer server, ReadJob job, Report report) {
        this.server = server;
        this.job = job;
        this.report = report;
    }

    void run(DataSet cpu, DataSet fields) throws Exception {
        DataSet idle = new DataSet("idle", 1, 4, 1);
        server.write(idle);
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("InfluxQL", idle, cpu, cpu.range(), QueryLanguage.INFLUXQL));
        rows.add(row("Flux", idle, cpu, cpu.firstPoints(cpu.points() / 4), QueryLanguage.FLUX));
        rows.add(
                row(
                        "InfluxQL, 1 series of 20 fields",
                        idle,
                        fields,
                        fields.range(),
                        QueryLanguage.INFLUXQL));
        rows.add(
                row(
                        "Flux, 1 series of 20 fields",
                        idle,
                        fields,
                        fields.range(),
                        QueryLanguage.FLUX));
        List<String> header = new ArrayList<>(List.of("job", "million rows", "idle job"));
        for (int i = 1; i <= SAMPLES; i++) {
            header.add("at %d/%d".formatted(i, SAMPLES + 1));
        }
        header.add("most above idle");
        report.table(
                "%s: live heap in MiB after a full collection, parallelism 1"
                        .formatted(server.name()),
                header,
                rows);
    }

    private List<String> row(
            String name, DataSet idle, DataSet data, TimeRange range, QueryLanguage language)
            throws Exception {
        List<Double> ofIdle = new ArrayList<>();
        job.run(source(idle, idle.range(), language), 1, row -> ofIdle.add(liveHeap()));
        long points =
                data.points()
                        * (range.stop() - range.start())
                        / (data.range().stop() - data.range().start());
        List<Double> ofJob = new ArrayList<>();
        long step = points / (SAMPLES + 1);
        long rows =
                job.run(
                        source(data, range, language),
                        1,
                        row -> {
                            if (row % step == 0 && ofJob.size() < SAMPLES) {
                                ofJob.add(liveHeap());
                            }
                        });
        double most = ofJob.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
        List<String> cells = new ArrayList<>();
        cells.add(name);
        cells.add(Report.number(rows / 1e6, 2));
        cells.add(Report.number(ofIdle.get(0), 1));
        ofJob.forEach(heap -> cells.add(Report.number(heap, 1)));
        cells.add(Report.number(most - ofIdle.get(0), 1));
        return cells;
    }

    private InfluxDBSource<Reading> source(DataSet data, TimeRange range, QueryLanguage language) {
        return ReadJob.source(server.connection(), server.bucket(), data, range, language, 2);
    }

    private static double liveHeap() {
        return LiveHeap.bytes() / MEBIBYTE;
    }
}
