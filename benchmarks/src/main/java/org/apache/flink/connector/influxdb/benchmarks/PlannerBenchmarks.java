/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.benchmarks;

import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.source.PlanRun;
import org.apache.flink.connector.influxdb.source.SimulatedCounts;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How soon reading can begin, and what a checkpoint keeps of the plan. */
final class PlannerBenchmarks {

    private static final Duration TEN_YEARS = Duration.ofDays(3653);
    private static final int SERIES = 100;
    private static final int FIELDS = 4;

    /** Seen on 2.9.1: a million points of four fields in a seventh of a second, on one core. */
    private static final SimulatedCounts.Cost COST =
            new SimulatedCounts.Cost(Duration.ofMillis(10).toNanos(), 35, 2000);

    private final Report report;
    private final List<List<String>> rows = new ArrayList<>();

    PlannerBenchmarks(Report report) {
        this.report = report;
    }

    /** A server of the imagination, far larger than one that could be filled here. */
    void simulate() throws Exception {
        simulate("simulated, reader takes one split", false);
        simulate("simulated, reader takes all at once", true);
    }

    private void simulate(String name, boolean isReaderHungry) throws Exception {
        SimulatedCounts server = new SimulatedCounts(TEN_YEARS, SERIES, FIELDS, COST);
        PlanRun run = PlanRun.of(server, isReaderHungry);
        add(name, server.size(), run, isReaderHungry);
    }

    /** The readings of a real one. */
    void ask(MeasuredServer server, DataSet data) throws Exception {
        PlanRun run =
                PlanRun.of(
                        ReadJob.source(
                                server.connection(),
                                server.bucket(),
                                data,
                                data.range(),
                                QueryLanguage.INFLUXQL,
                                2));
        add(server.name() + ", reader takes all at once", data.points(), run, true);
    }

    private void add(String name, long points, PlanRun run, boolean isWhole) {
        rows.add(
                List.of(
                        name,
                        Report.number(points / 1e6, 0),
                        Report.number(run.ranges().size(), 0),
                        Report.number(run.firstSplitSeconds(), 2),
                        Report.number(isWhole ? run.seconds() : Double.NaN, 1),
                        Report.number(run.mostStateBytes() / 1000.0, 1)));
    }

    void report() throws IOException {
        report.table(
                "Planning; simulated are 10 years of 1 s data in %d series of %d fields"
                        .formatted(SERIES, FIELDS),
                List.of(
                        "server",
                        "million points",
                        "splits given",
                        "s to the first",
                        "s for all",
                        "largest state kB"),
                rows);
    }
}
