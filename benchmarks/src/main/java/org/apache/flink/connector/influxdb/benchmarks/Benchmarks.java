/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.benchmarks;

import org.apache.flink.connector.influxdb.testserver.ServerKind;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Runs the benchmarks that are asked for by name and prints what came out. See {@code
 * benchmarks/run}.
 */
public final class Benchmarks {

    private static final List<String> ALL =
            List.of(
                    "cursors",
                    "jobs",
                    "dialects",
                    "rows",
                    "memory",
                    "peers",
                    "planner",
                    "sink-encoder",
                    "sink-jobs",
                    "sink-ceiling",
                    "sink-memory");
    private static final List<String> OF_BOTH = List.of("jobs");
    private static final List<String> OF_V2 =
            List.of("jobs", "dialects", "rows", "memory", "peers", "planner");
    private static final List<String> OF_SINK = List.of("sink-jobs", "sink-memory");

    private Benchmarks() {}

    /** Arguments: the file to write, {@code --quick} or not, then names or {@code all}. */
    public static void main(String[] args) {
        exitAfter(() -> run(Path.of(args[0]), List.of(args).subList(1, args.length)));
    }

    /** Work of a whole JVM. */
    interface Work {
        void run() throws Exception;
    }

    /** Ends the JVM after the work, also where it fails and leaves threads behind. */
    static void exitAfter(Work work) {
        int code = 0;
        try {
            work.run();
        } catch (Exception e) {
            e.printStackTrace();
            code = 1;
        }
        System.exit(code);
    }

    private static void run(Path file, List<String> arguments) throws Exception {
        Sizes sizes = Sizes.FULL;
        Set<String> parts = new TreeSet<>();
        for (String argument : arguments) {
            if (argument.equals("--quick")) {
                sizes = Sizes.QUICK;
            } else if (argument.equals("all")) {
                parts.addAll(ALL);
            } else if (argument.equals("sink")) {
                parts.addAll(ALL.stream().filter(name -> name.startsWith("sink-")).toList());
            } else if (ALL.contains(argument)) {
                parts.add(argument);
            } else {
                throw new IllegalArgumentException(argument + " is none of " + ALL + " and all");
            }
        }
        Report report = new Report(System.out, file);
        long start = System.nanoTime();
        report.say(machine());
        run(parts, sizes, report);
        report.say("All of it took %d s.".formatted((System.nanoTime() - start) / 1_000_000_000L));
        if (report.failures() > 0) {
            throw new IllegalStateException(report.failures() + " benchmarks failed");
        }
    }

    private static void run(Set<String> parts, Sizes sizes, Report report) throws Exception {
        if (parts.contains("cursors")) {
            report.attempt("cursors", new CursorBenchmarks(report, sizes)::run);
        }
        if (parts.contains("sink-encoder")) {
            report.attempt("sink-encoder", new EncoderBenchmarks(report, sizes)::run);
        }
        if (parts.contains("sink-ceiling")) {
            report.attempt("sink-ceiling", new CeilingBenchmarks(report, sizes)::run);
        }
        PlannerBenchmarks planner = new PlannerBenchmarks(report);
        if (parts.contains("planner")) {
            report.attempt("planner, simulated", planner::simulate);
        }
        for (ServerKind kind : List.of(ServerKind.V1_FLUX, ServerKind.V2)) {
            Set<String> ofServer = new TreeSet<>(parts);
            ofServer.retainAll(kind == ServerKind.V2 ? OF_V2 : OF_BOTH);
            if (!ofServer.isEmpty()) {
                report.attempt(
                        "InfluxDB " + kind.version(),
                        () -> runOnServer(kind, ofServer, sizes, planner, report));
            }
        }
        if (parts.contains("planner")) {
            planner.report();
        }
        if (parts.stream().anyMatch(OF_SINK::contains)) {
            report.attempt("sink", () -> writeToServer(parts, sizes, report));
        }
    }

    /** On a server of its own, since what is read would be in the way. */
    private static void writeToServer(Set<String> parts, Sizes sizes, Report report)
            throws Exception {
        try (MeasuredServer server = MeasuredServer.start(ServerKind.V2)) {
            if (parts.contains("sink-jobs")) {
                report.attempt("sink-jobs", new SinkBenchmarks(server, sizes, report)::run);
            }
            if (parts.contains("sink-memory")) {
                report.attempt("sink-memory", new SinkMemoryBenchmarks(server, sizes, report)::run);
            }
        }
    }

    private static void runOnServer(
            ServerKind kind,
            Set<String> parts,
            Sizes sizes,
            PlannerBenchmarks planner,
            Report report)
            throws Exception {
        try (MeasuredServer server = MeasuredServer.start(kind)) {
            new ServerBenchmarks(server, sizes, report).run(parts, planner);
        }
    }

    private static String machine() {
        return "Java %s, %d processors, %s %s"
                .formatted(
                        Runtime.version(),
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"));
    }
}
