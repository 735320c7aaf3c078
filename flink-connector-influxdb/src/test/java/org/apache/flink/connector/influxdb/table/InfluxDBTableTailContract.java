/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** Tables that are followed for ever, on every server. */
@SuppressWarnings(
        "try") // CloseableIterator.close() may throw anything, so also InterruptedException.
abstract class InfluxDBTableTailContract {

    private static final String COLUMNS =
            "`time` TIMESTAMP_LTZ(9), host STRING, n BIGINT, PRIMARY KEY (host, `time`) NOT ENFORCED";

    @RegisterExtension
    static final MiniClusterExtension FLINK =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(4)
                            .build());

    private final Instant now = Instant.now();
    private TableJobs jobs;

    abstract InfluxDBExtension influxdb();

    /** The planner belongs to the thread that it was made in, so that of the test. */
    private void begin() {
        jobs =
                TableJobs.streaming(influxdb().server(), influxdb().newBucket(), "auto")
                        .set("execution.checkpointing.interval", "100 ms");
    }

    private void write(String measurement, long n, Duration before) {
        long time = now.minus(before).toEpochMilli() * 1_000_000;
        influxdb()
                .server()
                .writeLineProtocol(jobs.bucket(), measurement + ",host=a n=" + n + "i " + time);
    }

    private static List<Row> next(CloseableIterator<Row> rows, int count) {
        List<Row> next = new ArrayList<>();
        while (next.size() < count) {
            next.add(rows.next());
        }
        return next;
    }

    @Test
    void testSelectFollowsAllMeasurementsOfAPattern() throws Exception {
        begin();
        write("cpu_a", 1, Duration.ofHours(2));
        write("cpu_b", 2, Duration.ofHours(1));
        write("mem", 3, Duration.ofHours(1));
        jobs.declare(
                "followed",
                "m STRING METADATA FROM 'measurement', " + COLUMNS,
                "measurement-pattern",
                "cpu_.*",
                "scan.bounded.mode",
                "unbounded",
                "scan.poll.interval",
                "50 ms",
                "scan.late-arrival",
                "2 min",
                "scan.late-arrival.interval",
                "100 ms",
                "scan.late-arrival.max-points",
                "1000",
                "scan.poll.delay",
                "0 s",
                "scan.discovery.interval",
                "100 ms");

        try (CloseableIterator<Row> rows =
                jobs.follow("SELECT m, n FROM followed WHERE host = 'a'").collect()) {
            assertThat(next(rows, 2))
                    .containsExactlyInAnyOrder(Row.of("cpu_a", 1L), Row.of("cpu_b", 2L));
            write("cpu_a", 4, Duration.ofSeconds(5));
            assertThat(next(rows, 1)).containsExactly(Row.of("cpu_a", 4L));
            write("cpu_new", 5, Duration.ofHours(3));
            assertThat(next(rows, 1)).containsExactly(Row.of("cpu_new", 5L));
        }
    }

    @Test
    void testInsertFollowsATable() throws Exception {
        begin();
        write("cpu", 1, Duration.ofHours(2));
        jobs.declare(
                        "cpu",
                        COLUMNS,
                        "scan.bounded.mode",
                        "unbounded",
                        "scan.poll.interval",
                        "50 ms",
                        "scan.late-arrival",
                        "5 min",
                        "scan.late-arrival.interval",
                        "100 ms")
                .declare("copies", COLUMNS)
                .declare(
                        "later",
                        COLUMNS,
                        "measurement",
                        "copies",
                        "scan.bounded.mode",
                        "unbounded",
                        "scan.poll.interval",
                        "50 ms",
                        "scan.late-arrival",
                        "5 min",
                        "scan.late-arrival.interval",
                        "100 ms");

        TableResult copying = jobs.follow("INSERT INTO copies SELECT * FROM cpu");
        try (CloseableIterator<Row> rows = jobs.follow("SELECT n FROM later").collect()) {
            write("cpu", 2, Duration.ofSeconds(5));
            assertThat(next(rows, 1)).doesNotContain(Row.of(3L));
            write("cpu", 3, Duration.ofSeconds(4));

            Row last;
            do {
                last = rows.next();
            } while (!last.equals(Row.of(3L)));
        } finally {
            copying.getJobClient().orElseThrow().cancel().get(1, TimeUnit.MINUTES);
        }
    }
}
