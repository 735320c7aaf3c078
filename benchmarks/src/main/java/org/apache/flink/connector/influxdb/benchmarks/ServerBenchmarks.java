/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.benchmarks;

import org.apache.flink.connector.influxdb.client.WireQuery;
import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.model.TimeRange;
import org.apache.flink.connector.influxdb.source.InfluxDBSource;
import org.apache.flink.connector.influxdb.source.PlanRun;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whole jobs against one server, side by side with the server's own limit. */
final class ServerBenchmarks {

    private static final int SERIES = 100;
    private static final int MANY_SERIES = 10_000;
    private static final int FIELDS = 4;
    private static final int WARM_UPS = 3;
    private static final double MEGABYTE = 1e6;
    private static final DiscardingSink.RowHook NO_HOOK = DiscardingSink.RowHook.NONE;

    private final MeasuredServer server;
    private final Sizes sizes;
    private final Report report;

    ServerBenchmarks(MeasuredServer server, Sizes sizes, Report report) {
        this.server = server;
        this.sizes = sizes;
        this.report = report;
    }

    /**
     * Runs these of the benchmarks.
     *
     * @param planner reports what it measures later, together with what needs no server
     */
    void run(Set<String> parts, PlannerBenchmarks planner) throws Exception {
        boolean isLong = parts.contains("rows") || parts.contains("memory");
        long points = isLong ? sizes.longPoints() : sizes.influxQlPoints();
        DataSet cpu = new DataSet("cpu", SERIES, FIELDS, points);
        write(cpu);
        try (ReadJob job = ReadJob.onNewCluster()) {
            Map<String, Report.Part> all = new LinkedHashMap<>();
            all.put("planner", () -> planner.ask(server, cpu));
            all.put("peers", () -> new PeerBenchmarks(server, report).run(cpu, sizes.fluxPoints()));
            all.put("jobs", () -> jobs(job, cpu));
            all.put("dialects", () -> dialects(job, cpu));
            all.put("rows", () -> rows(job, cpu));
            all.put("memory", () -> memory(job, cpu));
            all.keySet().retainAll(parts);
            for (Map.Entry<String, Report.Part> part : all.entrySet()) {
                report.attempt(part.getKey() + " on " + server.name(), part.getValue());
            }
        }
    }

    private void memory(ReadJob job, DataSet cpu) throws Exception {
        DataSet fields = new DataSet("plant", 1, 20, sizes.fieldsPoints());
        write(fields);
        new MemoryBenchmarks(server, job, report).run(cpu, fields);
    }

    private void write(DataSet data) throws Exception {
        report.progress(
                "%s: writing %,d points of %d fields in %,d series"
                        .formatted(server.name(), data.points(), data.fields(), data.series()));
        Measured written =
                Measured.of(
                        server,
                        () -> {
                            server.write(data);
                            return data.points();
                        });
        report.progress("written in %s s".formatted(Report.number(written.seconds(), 1)));
    }

    /** The job, and the loop over the same queries, in turns. */
    private void jobs(ReadJob job, DataSet data) throws Exception {
        List<List<String>> rows = new ArrayList<>();
        for (QueryLanguage language : List.of(QueryLanguage.INFLUXQL, QueryLanguage.FLUX)) {
            TimeRange range = data.firstPoints(points(language));
            warmUp(job, data, range, language);
            rows.add(jobRow(job, data, range, language, 1, 1));
            rows.add(jobRow(job, data, range, language, 1, 2));
            rows.add(jobRow(job, data, range, language, 2, 2));
        }
        report.table(
                "%s: a job to a discarding sink, and a loop that throws the same answers away"
                        .formatted(server.name()),
                List.of(
                        "language, parallelism, open splits each",
                        "million points",
                        "loop s",
                        "job s",
                        "loop/job",
                        "loop: server CPU s/million",
                        "job: server CPU s/million",
                        "job CPU s/million"),
                rows);
    }

    /** A job that runs for hours is compiled; so shall those be that are measured. */
    private void warmUp(ReadJob job, DataSet data, TimeRange range, QueryLanguage language)
            throws Exception {
        for (int i = 0; i < WARM_UPS; i++) {
            job.run(
                    ReadJob.source(server.connection(), server.bucket(), data, range, language, 1),
                    1,
                    NO_HOOK);
        }
    }

    private long points(QueryLanguage language) {
        return language == QueryLanguage.FLUX ? sizes.fluxPoints() : sizes.influxQlPoints();
    }

    private List<String> jobRow(
            ReadJob job,
            DataSet data,
            TimeRange range,
            QueryLanguage language,
            int parallelism,
            int openSplits)
            throws Exception {
        Pair pair = pair(job, data, range, language, parallelism, openSplits, sizes.rounds());
        double millions = pair.job.amount() / 1e6;
        return List.of(
                "%s, %d, %d".formatted(language, parallelism, openSplits),
                Report.number(millions, 1),
                Report.number(pair.loop.seconds(), 2),
                Report.number(pair.job.seconds(), 2),
                Report.number(pair.loop.seconds() / pair.job.seconds(), 2),
                Report.number(pair.loop.serverCpu() / millions, 2),
                Report.number(pair.job.serverCpu() / millions, 2),
                Report.number(pair.job.jobCpu() / millions, 2));
    }

    private record Pair(Measured loop, Measured job) {}

    private Pair pair(
            ReadJob job,
            DataSet data,
            TimeRange range,
            QueryLanguage language,
            int parallelism,
            int openSplits,
            int rounds)
            throws Exception {
        InfluxDBSource<Reading> source =
                ReadJob.source(
                        server.connection(), server.bucket(), data, range, language, openSplits);
        List<WireQuery> queries =
                server.queries(data.measurement(), language, PlanRun.of(source).ranges());
        Drain drain = server.drain();
        List<Measured> loops = new ArrayList<>();
        List<Measured> jobs = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            loops.add(Measured.of(server, () -> drain.read(queries, parallelism * openSplits)));
            jobs.add(Measured.of(server, () -> job.run(source, parallelism, NO_HOOK)));
        }
        Pair pair = new Pair(Measured.median(loops), Measured.median(jobs));
        report.progress(
                "%s %s, parallelism %d, %d open, %d splits: loop %s s and %s MB, job %s s and %,d rows"
                        .formatted(
                                server.name(),
                                language,
                                parallelism,
                                openSplits,
                                queries.size(),
                                Report.number(pair.loop.seconds(), 2),
                                Report.number(pair.loop.amount() / MEGABYTE, 0),
                                Report.number(pair.job.seconds(), 2),
                                pair.job.amount()));
        return pair;
    }

    /** What InfluxQL and Flux cost for the same points, in few and in many series. */
    private void dialects(ReadJob job, DataSet few) throws Exception {
        DataSet many = new DataSet("wide", MANY_SERIES, FIELDS, sizes.fluxPoints());
        write(many);
        List<List<String>> rows = new ArrayList<>();
        for (DataSet data : List.of(few, many)) {
            TimeRange range = data.firstPoints(sizes.fluxPoints());
            for (QueryLanguage language : List.of(QueryLanguage.INFLUXQL, QueryLanguage.FLUX)) {
                rows.add(dialectRow(job, data, range, language, false));
                if (language == QueryLanguage.FLUX) {
                    rows.add(dialectRow(job, data, range, language, true));
                }
            }
        }
        report.table(
                "%s: the same %s million points in InfluxQL and in Flux, one query at a time"
                        .formatted(server.name(), Report.number(sizes.fluxPoints() / 1e6, 1)),
                List.of(
                        "language, series",
                        "answer alone s",
                        "MB",
                        "server CPU s",
                        "job s",
                        "job CPU s"),
                rows);
    }

    private List<String> dialectRow(
            ReadJob job, DataSet data, TimeRange range, QueryLanguage language, boolean gzip)
            throws Exception {
        InfluxDBSource<Reading> source =
                ReadJob.source(server.connection(gzip), server.bucket(), data, range, language, 1);
        List<WireQuery> queries =
                server.queries(data.measurement(), language, PlanRun.of(source).ranges()).stream()
                        .map(query -> query.withGzip(gzip))
                        .toList();
        Drain drain = server.drain();
        List<Measured> answers = new ArrayList<>();
        List<Measured> jobs = new ArrayList<>();
        for (int i = 0; i < sizes.rounds(); i++) {
            answers.add(Measured.of(server, () -> drain.read(queries, 1)));
            jobs.add(Measured.of(server, () -> job.run(source, 1, NO_HOOK)));
        }
        Measured answer = Measured.median(answers);
        Measured whole = Measured.median(jobs);
        return List.of(
                "%s%s, %,d".formatted(language, gzip ? " gzip" : "", data.series()),
                Report.number(answer.seconds(), 2),
                Report.number(answer.amount() / MEGABYTE, 0),
                Report.number(answer.serverCpu(), 2),
                Report.number(whole.seconds(), 2),
                Report.number(whole.jobCpu(), 2));
    }

    /** Time against rows: a straight line, if nothing piles up. */
    private void rows(ReadJob job, DataSet data) throws Exception {
        List<List<String>> rows = new ArrayList<>();
        double ofTheFirst = Double.NaN;
        // So that the first row of the table is not the time of the compiler.
        job.run(influxQl(data, data.firstPoints(data.points() / 10)), 1, NO_HOOK);
        for (int tenths : List.of(1, 3, 10)) {
            TimeRange range = data.firstPoints(data.points() / 10 * tenths);
            InfluxDBSource<Reading> source = influxQl(data, range);
            Measured read = Measured.of(server, () -> job.run(source, 1, NO_HOOK));
            double perMillion = read.seconds() / (read.amount() / 1e6);
            ofTheFirst = Double.isNaN(ofTheFirst) ? perMillion : ofTheFirst;
            rows.add(
                    List.of(
                            Report.number(read.amount() / 1e6, 1),
                            Report.number(read.seconds(), 2),
                            Report.number(perMillion, 2),
                            Report.number(perMillion / ofTheFirst, 2)));
        }
        report.table(
                "%s: time against rows, InfluxQL, parallelism 1".formatted(server.name()),
                List.of("million rows", "s", "s per million", "against the first"),
                rows);
    }

    private InfluxDBSource<Reading> influxQl(DataSet data, TimeRange range) {
        return ReadJob.source(
                server.connection(), server.bucket(), data, range, QueryLanguage.INFLUXQL, 2);
    }
}
