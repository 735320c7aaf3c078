/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The same points read in several ways, each in a JVM of its own, from its start. */
final class PeerBenchmarks {

    private final MeasuredServer server;
    private final Report report;

    PeerBenchmarks(MeasuredServer server, Report report) {
        this.server = server;
        this.report = report;
    }

    void run(DataSet data, long points) throws Exception {
        List<List<String>> rows = new ArrayList<>();
        for (LonelyRead.Way way : LonelyRead.Way.values()) {
            report.progress("reading in a JVM of its own: " + way.text());
            List<String> row = new ArrayList<>(List.of(way.text()));
            row.addAll(List.of(inOwnJvm(way, data, points).split(" ")));
            rows.add(row);
        }
        report.table(
                "%s: %s million points read by a new JVM"
                        .formatted(server.name(), Report.number(points / 1e6, 1)),
                List.of("way", "s", "live heap MiB above its start", "peak of the process MiB"),
                rows);
    }

    /** The seconds and the MiB, parted by blanks. */
    private String inOwnJvm(LonelyRead.Way way, DataSet data, long points) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // What Flink needs to be opened, as this JVM has it; but the heap that the peer needs.
        ProcessHandle.current().info().arguments().map(List::of).orElse(List.of()).stream()
                .filter(argument -> argument.startsWith("--add-opens"))
                .forEach(command::add);
        command.addAll(
                List.of(
                        "-Xmx6g",
                        "-XX:+UseG1GC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LonelyRead.class.getName(),
                        way.name(),
                        server.url(),
                        server.organization(),
                        server.bucket(),
                        data.measurement(),
                        String.valueOf(data.series()),
                        String.valueOf(points)));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put(LonelyRead.TOKEN, server.token());
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("The JVM of '" + way.text() + "' failed: " + said);
        }
        String[] lines = said.strip().split("\n");
        return lines[lines.length - 1];
    }
}
