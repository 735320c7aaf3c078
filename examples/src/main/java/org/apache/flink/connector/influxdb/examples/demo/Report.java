/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.examples.demo;

import org.apache.flink.connector.influxdb.testserver.InfluxDBServer;
import org.apache.flink.types.Row;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Shows what came out, and holds it against what InfluxDB itself says. */
final class Report {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CHART_WIDTH = 72;

    private final InfluxDBServer server;
    private final String bucket;
    private final PrintStream out;
    private boolean same = true;

    Report(InfluxDBServer server, String bucket, PrintStream out) {
        this.server = server;
        this.bucket = bucket;
        this.out = out;
    }

    void regions(List<Row> regions) {
        out.println(
                "\n  ┌──────────┬───────┬───────────┬────────────┬────────────┬────────────────┐");
        out.println(
                "  │ region   │ hours │  readings │ mean usage │ peak usage │       requests │");
        out.println(
                "  ├──────────┼───────┼───────────┼────────────┼────────────┼────────────────┤");
        for (Row region : regions) {
            out.printf(
                    Locale.ROOT,
                    "  │ %-8s │ %5d │ %,9d │ %8.2f %% │ %8.2f %% │ %,14d │%n",
                    region.getField(0),
                    region.getField(1),
                    region.getField(2),
                    region.getField(3),
                    region.getField(4),
                    region.getField(5));
        }
        out.println(
                "  └──────────┴───────┴───────────┴────────────┴────────────┴────────────────┘");
    }

    void curve(List<Row> hours) {
        double[] values = hours.stream().mapToDouble(row -> (double) row.getField(1)).toArray();
        Instant first = (Instant) hours.get(0).getField(0);
        Instant last = (Instant) hours.get(hours.size() - 1).getField(0);
        out.println();
        Chart.lines("  Mean usage in Europe, per cent, by the hour", values, CHART_WIDTH)
                .forEach(line -> out.println("  " + line));
        String from = first.toString().substring(0, 13) + "h";
        String to = last.toString().substring(0, 13) + "h";
        int width = Math.min(values.length, CHART_WIDTH);
        out.printf("           %s%s%s%n%n", from, " ".repeat(Math.max(1, width - 28)), to);
    }

    /** Compares, and says whether all agree. */
    boolean check(Row history, List<Row> regions, long points) {
        JsonNode raw =
                influxQl(
                        "SELECT count(usage), count(healthy), count(state), sum(requests), sum(usage) FROM "
                                + Machines.MEASUREMENT);
        JsonNode hourly =
                influxQl(
                        "SELECT count(mean), sum(readings), sum(requests) FROM "
                                + DemoTables.HOURLY);
        out.println("  What                              Flink read         InfluxDB says");
        line("points written", points, raw.get(1).asLong());
        line("points of machine", (long) history.getField(0), raw.get(1).asLong());
        line("values of healthy", (long) history.getField(1), raw.get(2).asLong());
        line("values of state", (long) history.getField(2), raw.get(3).asLong());
        line("sum of requests", (long) history.getField(3), raw.get(4).asLong());
        line("sum of usage", (double) history.getField(4), raw.get(5).asDouble());
        line("points of machine_hourly", sum(regions, 1), hourly.get(1).asLong());
        line("readings in the hours", sum(regions, 2), hourly.get(2).asLong());
        line("requests in the hours", sum(regions, 5), hourly.get(3).asLong());
        line("requests, hours and history", sum(regions, 5), raw.get(4).asLong());
        out.println(same ? "\n  All agree.\n" : "\n  Some numbers differ.\n");
        return same;
    }

    private static long sum(List<Row> rows, int column) {
        return rows.stream().mapToLong(row -> (long) row.getField(column)).sum();
    }

    private void line(String what, long flink, long influx) {
        line(
                what,
                String.format(Locale.ROOT, "%,d", flink),
                String.format(Locale.ROOT, "%,d", influx),
                flink == influx);
    }

    /** Sums of floats depend on their order, so their last digits may differ. */
    private void line(String what, double flink, double influx) {
        boolean equal = Math.abs(flink - influx) <= 1e-9 * Math.abs(influx);
        line(
                what,
                String.format(Locale.ROOT, "%,.3f", flink),
                String.format(Locale.ROOT, "%,.3f", influx),
                equal);
    }

    private void line(String what, String flink, String influx, boolean equal) {
        out.printf("  %-28s %18s %20s  %s%n", what, flink, influx, equal ? "✓" : "✗ differs");
        same &= equal;
    }

    /** The first row of the answer: the time, then the values. */
    private JsonNode influxQl(String query) {
        try {
            return JSON.readTree(server.queryInfluxQl(bucket, query))
                    .at("/results/0/series/0/values/0");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("InfluxDB's answer is no JSON: " + query, e);
        }
    }
}
