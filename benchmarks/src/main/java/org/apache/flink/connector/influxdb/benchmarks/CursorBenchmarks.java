/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.benchmarks;

import org.apache.flink.connector.influxdb.client.CsvCursorBenchmark;
import org.apache.flink.connector.influxdb.client.MsgpackCursorBenchmark;

import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Parsers on one answer in memory, without a server. */
final class CursorBenchmarks {

    private static final double MEGABYTE = 1e6;

    private final Report report;
    private final Sizes sizes;

    CursorBenchmarks(Report report, Sizes sizes) {
        this.report = report;
        this.sizes = sizes;
    }

    void run() throws RunnerException, IOException {
        csv();
        msgpack();
    }

    private void csv() throws RunnerException, IOException {
        double megabytes = CsvCursorBenchmark.bytes() / MEGABYTE;
        Map<String, Double> millis = measure(CsvCursorBenchmark.class);
        List<List<String>> rows = new ArrayList<>();
        double peer = megabytes * sizes.answerPasses() / millis.get("influxdbClientJava");
        Map<String, String> names =
                Map.of(
                        "byteScan", "bare scan of the bytes",
                        "tokenizeWithFastCsv", "FastCSV, cells only",
                        "timeAndValue", "connector, time and value of each row",
                        "points", "connector, points of a measurement in time order",
                        "allColumns", "connector, all columns as rows",
                        "influxdbClientJava", "influxdb-client-java, all columns as records");
        for (String name :
                List.of(
                        "byteScan",
                        "tokenizeWithFastCsv",
                        "timeAndValue",
                        "points",
                        "allColumns",
                        "influxdbClientJava")) {
            double passes = name.equals("points") ? 1 : sizes.answerPasses();
            double speed = megabytes * passes / millis.get(name);
            rows.add(
                    List.of(
                            names.get(name),
                            Report.number(1000 * speed, 0),
                            Report.number(speed / peer, 1)));
        }
        report.table(
                "Annotated CSV, one answer of %s MB (points: %s MB)"
                        .formatted(
                                Report.number(megabytes * sizes.answerPasses(), 0),
                                Report.number(megabytes, 0)),
                List.of("parser", "MB/s", "times influxdb-client-java"),
                rows);
    }

    private void msgpack() throws RunnerException, IOException {
        double points =
                1e-6
                        * MsgpackCursorBenchmark.SERIES
                        * MsgpackCursorBenchmark.ROUNDS
                        * sizes.answerPasses();
        double megabytes = MsgpackCursorBenchmark.bytes() / MEGABYTE * sizes.answerPasses();
        Map<String, Double> millis = measure(MsgpackCursorBenchmark.class);
        List<List<String>> rows = new ArrayList<>();
        Map<String, String> names =
                Map.of(
                        "byteScan", "bare scan of the bytes",
                        "skip", "msgpack-core, values skipped",
                        "unpack", "msgpack-core, values unpacked",
                        "points", "connector, points as rows");
        for (String name : List.of("byteScan", "skip", "unpack", "points")) {
            rows.add(
                    List.of(
                            names.get(name),
                            Report.number(1000 * megabytes / millis.get(name), 0),
                            Report.number(1000 * points / millis.get(name), 2),
                            Report.number(millis.get("unpack") / millis.get(name), 2)));
        }
        report.table(
                "InfluxQL in msgpack, one answer of %s million points, %s MB"
                        .formatted(Report.number(points, 0), Report.number(megabytes, 0)),
                List.of("parser", "MB/s", "million points/s", "times msgpack-core unpacking"),
                rows);
    }

    /** Runs the benchmarks of a class, and returns the milliseconds of each. */
    private Map<String, Double> measure(Class<?> benchmarks) throws RunnerException {
        Map<String, Double> millis = new HashMap<>();
        for (RunResult result :
                new Runner(
                                new OptionsBuilder()
                                        .include(benchmarks.getName())
                                        .param("repeats", String.valueOf(sizes.answerPasses()))
                                        .forks(1)
                                        .jvmArgs("-Xmx2g", "-XX:+UseG1GC")
                                        .warmupIterations(2)
                                        .warmupTime(TimeValue.seconds(2))
                                        .measurementIterations(3)
                                        .measurementTime(TimeValue.seconds(2))
                                        .shouldFailOnError(true)
                                        .verbosity(VerboseMode.SILENT)
                                        .build())
                        .run()) {
            millis.put(result.getPrimaryResult().getLabel(), result.getPrimaryResult().getScore());
            report.progress(
                    result.getPrimaryResult().getLabel()
                            + " "
                            + Report.number(result.getPrimaryResult().getScore(), 0)
                            + " ms, error "
                            + Report.number(result.getPrimaryResult().getScoreError(), 0));
        }
        return millis;
    }
}
