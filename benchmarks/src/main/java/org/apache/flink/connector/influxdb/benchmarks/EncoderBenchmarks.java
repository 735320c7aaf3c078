/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.benchmarks;

import org.apache.flink.connector.influxdb.client.LineProtocolBenchmark;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Points to line protocol, without a server. */
final class EncoderBenchmarks {

    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private final Report report;
    private final Sizes sizes;

    EncoderBenchmarks(Report report, Sizes sizes) {
        this.report = report;
        this.sizes = sizes;
    }

    /**
     * What an operation takes.
     *
     * @param nanos by the clock
     * @param bytes allocated
     */
    private record Cost(double nanos, double bytes) {}

    void run() throws Exception {
        Map<String, Cost> costs = measure();
        Map<String, String> encoders = new LinkedHashMap<>();
        encoders.put("connector", "connector, bytes of an entry");
        encoders.put("influxdbClientJava", "influxdb-client-java, text");
        table(
                "Points of two tags and four fields as line protocol; an entry alone takes %s bytes"
                        .formatted(Report.number(LineProtocolBenchmark.entryBytes(), 1)),
                "million points/s",
                encoders,
                costs,
                costs.get("influxdbClientJava"));
        Map<String, String> floats = new LinkedHashMap<>();
        floats.put("floatsOfTheConnector", "connector");
        floats.put("floatsOfJackson", "Jackson, its fast writer");
        floats.put("floatsOfJava", "Double.toString");
        table(
                "Floats of full precision alone",
                "million floats/s",
                floats,
                costs,
                costs.get("floatsOfJava"));
    }

    private void table(
            String title,
            String speed,
            Map<String, String> names,
            Map<String, Cost> costs,
            Cost slowest)
            throws Exception {
        List<List<String>> rows = new ArrayList<>();
        names.forEach(
                (name, text) -> {
                    Cost cost = costs.get(name);
                    rows.add(
                            List.of(
                                    text,
                                    Report.number(1e3 / cost.nanos(), 2),
                                    Report.number(slowest.nanos() / cost.nanos(), 1),
                                    Report.number(cost.bytes(), 1)));
                });
        report.table(title, List.of("writer", speed, "times the last", "bytes allocated"), rows);
    }

    private Map<String, Cost> measure() throws RunnerException {
        Map<String, Cost> costs = new HashMap<>();
        for (RunResult result :
                new Runner(
                                new OptionsBuilder()
                                        .include(LineProtocolBenchmark.class.getName())
                                        .forks(1)
                                        .jvmArgs("-Xmx2g", "-XX:+UseG1GC")
                                        .addProfiler(GCProfiler.class)
                                        .warmupIterations(sizes.rounds())
                                        .warmupTime(TimeValue.seconds(2))
                                        .measurementIterations(sizes.rounds())
                                        .measurementTime(TimeValue.seconds(2))
                                        .shouldFailOnError(true)
                                        .verbosity(VerboseMode.SILENT)
                                        .build())
                        .run()) {
            String name = result.getPrimaryResult().getLabel();
            Cost cost =
                    new Cost(
                            result.getPrimaryResult().getScore(),
                            result.getSecondaryResults().get(ALLOCATED).getScore());
            costs.put(name, cost);
            report.progress(
                    "%s %s ns, %s bytes"
                            .formatted(
                                    name,
                                    Report.number(cost.nanos(), 1),
                                    Report.number(cost.bytes(), 1)));
        }
        return costs;
    }
}
