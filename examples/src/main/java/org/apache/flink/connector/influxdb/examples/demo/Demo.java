/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.examples.demo;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.influxdb.client.Authentication;
import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.connector.influxdb.sink.InfluxDBSerializationSchema;
import org.apache.flink.connector.influxdb.sink.InfluxDBSink;
import org.apache.flink.connector.influxdb.source.InfluxDBDeserializationSchema;
import org.apache.flink.connector.influxdb.testserver.InfluxDBServer;
import org.apache.flink.connector.influxdb.testserver.ServerKind;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The main job of the connector on a real InfluxDB: writes a million points, reads them back with
 * Flink SQL, averages each hour, writes that as a new measurement, reads it back, and checks every
 * number against what InfluxDB itself says.
 */
public final class Demo implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Demo.class);
    private static final long POINTS = 1_000_000;
    private static final int PARALLELISM = 2;

    private final InfluxDBServer server;
    private final String bucket;
    private final Machines machines;
    private final PrintStream out;
    private final Progress progress;

    Demo(InfluxDBServer server, long points, PrintStream out, boolean terminal) {
        this.server = server;
        this.bucket = server.createFreshBucket(Duration.ZERO, Duration.ZERO);
        this.machines = Machines.until(Instant.now(), points);
        this.out = out;
        this.progress = new Progress(out, terminal);
    }

    /**
     * Arguments: the generation of InfluxDB, 1 or 2. Exits with 1 if a number differs, with 2 if
     * the demo could not run.
     */
    public static void main(String[] args) {
        System.exit(start(args[0], POINTS, Demo::run));
    }

    /** What is done with a demo whose server is there. */
    interface Work {
        /** Says whether all went well. */
        boolean on(Demo demo) throws Exception;
    }

    /** Does the work with a server of the generation, and returns the exit code. */
    static int start(String generation, long points, Work work) {
        ServerKind kind = generation.equals("1") ? ServerKind.V1 : ServerKind.V2;
        try (InfluxDBServer server = InfluxDBServer.shared(kind);
                Demo demo = new Demo(server, points, System.out, System.console() != null)) {
            return work.on(demo) ? 0 : 1;
        } catch (Exception e) {
            LOG.error("The demo failed", e);
            System.err.println("\ndemo: " + reason(e));
            System.err.println("All of it is in the log, examples/target/demo/demo.log.");
            return 2;
        }
    }

    /** What the deepest cause says that says anything. */
    private static String reason(Throwable fault) {
        String reason = fault.toString();
        for (Throwable at = fault; at != null; at = at.getCause()) {
            reason = at.getMessage() == null ? reason : at.getMessage();
        }
        return reason;
    }

    /** Runs it all, and says whether every number agrees. */
    boolean run() throws Exception {
        out.printf("%nInfluxDB %s at %s, bucket %s%n%n", server.version(), server.url(), bucket);
        write();

        TableEnvironment flink = tableEnvironment();
        Report report = new Report(server, bucket, out);
        Row history =
                progress.show(
                        "Read history, count, sum",
                        machines.points(),
                        RowCounter::read,
                        () ->
                                query(
                                                flink,
                                                "SELECT COUNT(*), COUNT(healthy), COUNT(state), SUM(requests), SUM(`usage`) FROM machine")
                                        .get(0));
        progress.show(
                "Average each hour, write",
                machines.points(),
                RowCounter::read,
                () -> {
                    flink.executeSql(
                                    """
                            INSERT INTO machine_hourly
                            SELECT window_start, host, region,
                                   COUNT(*), AVG(`usage`), MAX(`usage`), SUM(requests)
                            FROM TUMBLE(TABLE machine, DESCRIPTOR(`time`), INTERVAL '1' HOUR)
                            GROUP BY window_start, window_end, host, region""")
                            .await();
                    return null;
                });
        List<Row> regions =
                progress.show(
                        "Read the averages back",
                        0,
                        RowCounter::read,
                        () ->
                                query(
                                        flink,
                                        """
                        SELECT region, COUNT(*), SUM(readings), AVG(mean), MAX(peak), SUM(requests)
                        FROM machine_hourly GROUP BY region ORDER BY region"""));
        List<Row> hours =
                progress.show(
                        "Read the curve",
                        0,
                        RowCounter::read,
                        () ->
                                query(
                                        flink,
                                        "SELECT `time`, AVG(mean) FROM machine_hourly WHERE region = 'europe' GROUP BY `time` ORDER BY `time`"));

        report.regions(regions);
        report.curve(hours);
        return report.check(history, regions, machines.points());
    }

    /** Writes the points with a DataStream job. */
    void write() throws Exception {
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration());
        env.setParallelism(PARALLELISM);
        Machines source = machines;
        env.fromSequence(0, machines.points() - 1)
                .map(source::point)
                .returns(InfluxDBDeserializationSchema.points().getProducedType())
                .sinkTo(
                        InfluxDBSink.<Point>builder()
                                .setConnection(connection())
                                .setBucket(bucket)
                                .setSerializer(InfluxDBSerializationSchema.points())
                                .build());
        progress.show(
                "Write points",
                machines.points(),
                RowCounter::written,
                () -> env.execute("Write points"));
    }

    /** A table environment in which the tables of the demo are declared. */
    TableEnvironment tableEnvironment() {
        TableEnvironment flink =
                TableEnvironment.create(
                        EnvironmentSettings.newInstance()
                                .inBatchMode()
                                .withConfiguration(configuration())
                                .build());
        DemoTables.ddl(server, bucket).forEach(flink::executeSql);
        return flink;
    }

    /** What the SQL prompt runs before the user may type. */
    String initScript() {
        List<String> statements = new ArrayList<>();
        statements.add("SET 'sql-client.execution.result-mode' = 'tableau'");
        statements.add("SET 'execution.runtime-mode' = 'batch'");
        statements.add("SET 'table.local-time-zone' = 'UTC'");
        statements.addAll(DemoTables.ddl(server, bucket));
        return String.join(";\n\n", statements) + ";\n";
    }

    private static Configuration configuration() {
        Configuration configuration = new Configuration();
        configuration.setString("parallelism.default", String.valueOf(PARALLELISM));
        configuration.setString("table.local-time-zone", "UTC");
        configuration.setString(
                "metrics.reporter.demo.factory.class", RowCounter.Factory.class.getName());
        return configuration;
    }

    private InfluxDBConnectionOptions connection() {
        InfluxDBConnectionOptions.Builder options =
                InfluxDBConnectionOptions.builder().url(server.url());
        return server.token().isEmpty()
                ? options.build()
                : options.organization(server.organization())
                        .authentication(Authentication.token(server.token()))
                        .build();
    }

    private static List<Row> query(TableEnvironment flink, String sql) throws Exception {
        List<Row> rows = new ArrayList<>();
        CloseableIterator<Row> result = flink.executeSql(sql).collect();
        try {
            result.forEachRemaining(rows::add);
        } finally {
            result.close();
        }
        return rows;
    }

    @Override
    public void close() {
        server.dropBucket(bucket);
    }
}
