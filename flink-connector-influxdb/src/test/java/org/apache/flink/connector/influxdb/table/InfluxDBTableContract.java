/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.types.Row;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/** What SQL on a table of InfluxDB does, whichever the server and the language. */
abstract class InfluxDBTableContract extends InfluxDBTableErrorContract {

    @Test
    void testEveryTypeIsReadBackAsItWasWritten() {
        TableJobs jobs =
                jobs().declare(
                                "t",
                                "`time` TIMESTAMP_LTZ(9), tag STRING, b BOOLEAN, i1 TINYINT,"
                                        + " i2 SMALLINT, i4 INT, i8 BIGINT, f4 FLOAT, f8 DOUBLE,"
                                        + " c CHAR(3), v VARCHAR(9), s STRING, ts TIMESTAMP(9),"
                                        + " ltz TIMESTAMP_LTZ(3)",
                                "tag.columns",
                                "tag",
                                // Without it a scan stops at the server's clock.
                                "scan.bounded.mode",
                                "timestamp",
                                "scan.bounded.timestamp",
                                "2262-04-11T23:47:16.854775807Z");
        String max =
                "TIMESTAMP '2262-04-11 23:47:16.854775806', 'ü, =\"\\x', TRUE, CAST(127 AS"
                        + " TINYINT), CAST(32767 AS SMALLINT), 2147483647, 9223372036854775807,"
                        + " CAST(3.4E38 AS FLOAT), 1.7976931348623157E308, 'abc', 'nine char',"
                        + " 'a \"b\" \\ ü 😀', TIMESTAMP '2262-04-11 23:47:16.854775807',"
                        + " TO_TIMESTAMP_LTZ(9223372036854, 3)";
        String min =
                "TIMESTAMP '1969-12-31 23:59:59.999999999', CAST(NULL AS STRING), FALSE, CAST(-128"
                        + " AS TINYINT), CAST(-32768 AS SMALLINT), -2147483648,"
                        + " CAST('-9223372036854775808' AS BIGINT), CAST(1.4E-45 AS FLOAT), 4.9E-324,"
                        + " '   ', '', '', TIMESTAMP '1677-09-21 00:12:43.145224194',"
                        + " TO_TIMESTAMP_LTZ(-1, 3)";
        String nulls =
                "TIMESTAMP '2026-01-01 00:00:00', 't', CAST(NULL AS BOOLEAN), CAST(NULL AS"
                        + " TINYINT), CAST(NULL AS SMALLINT), 0, CAST(NULL AS BIGINT), CAST(NULL AS"
                        + " FLOAT), CAST(NULL AS DOUBLE), CAST(NULL AS CHAR(3)), CAST(NULL AS"
                        + " VARCHAR(9)), CAST(NULL AS STRING), CAST(NULL AS TIMESTAMP(9)), CAST(NULL"
                        + " AS TIMESTAMP_LTZ(3))";

        jobs.insert("INSERT INTO t VALUES (%s), (%s), (%s)".formatted(max, min, nulls));

        assertThat(jobs.rows("SELECT * FROM t"))
                .containsExactlyInAnyOrder(
                        Row.of(
                                Instant.parse("2262-04-11T23:47:16.854775806Z"),
                                "ü, =\"\\x",
                                true,
                                Byte.MAX_VALUE,
                                Short.MAX_VALUE,
                                Integer.MAX_VALUE,
                                Long.MAX_VALUE,
                                3.4E38f,
                                Double.MAX_VALUE,
                                "abc",
                                "nine char",
                                "a \"b\" \\ ü 😀",
                                LocalDateTime.parse("2262-04-11T23:47:16.854775807"),
                                Instant.ofEpochMilli(9223372036854L)),
                        Row.of(
                                Instant.parse("1969-12-31T23:59:59.999999999Z"),
                                null,
                                false,
                                Byte.MIN_VALUE,
                                Short.MIN_VALUE,
                                Integer.MIN_VALUE,
                                Long.MIN_VALUE,
                                Float.MIN_VALUE,
                                Double.MIN_VALUE,
                                "   ",
                                "",
                                "",
                                LocalDateTime.parse("1677-09-21T00:12:43.145224194"),
                                Instant.ofEpochMilli(-1)),
                        Row.of(
                                Instant.parse("2026-01-01T00:00:00Z"),
                                "t",
                                null,
                                null,
                                null,
                                0,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null));
    }

    @Test
    void testPointsAreCopiedWithAllTheirTagsAndFields() {
        TableJobs jobs =
                jobs().declare(
                                "source_points",
                                "`time` TIMESTAMP_LTZ(9), tags MAP<STRING, STRING> METADATA,"
                                        + " fields MAP<STRING, STRING> METADATA",
                                "measurement",
                                "m",
                                "tag.columns",
                                "")
                        .declare(
                                "copied_points",
                                "`time` TIMESTAMP_LTZ(9), tags MAP<STRING, STRING> METADATA,"
                                        + " fields MAP<STRING, STRING> METADATA",
                                "measurement",
                                "copy",
                                "tag.columns",
                                "");
        write(
                jobs,
                "m,host=a,region=eu f=1.5,i=3i,b=true,s=\"a \\\"b\\\"\" 1",
                "m,host=b f=2 2",
                "m i=9223372036854775807i 3");

        jobs.insert("INSERT INTO copied_points SELECT * FROM source_points");

        assertThat(jobs.rows("SELECT * FROM copied_points"))
                .containsExactlyInAnyOrderElementsOf(jobs.rows("SELECT * FROM source_points"))
                .containsExactlyInAnyOrder(
                        Row.of(
                                nanos(1),
                                Map.of("host", "a", "region", "eu"),
                                Map.of("f", "1.5", "i", "3i", "b", "true", "s", "\"a \\\"b\\\"\"")),
                        Row.of(nanos(2), Map.of("host", "b"), Map.of("f", "2.0")),
                        Row.of(nanos(3), Map.of(), Map.of("i", "9223372036854775807i")));
    }

    @Test
    void testServersTagKeysDecideWhereTheTableDoesNotSay() {
        TableJobs jobs =
                jobs().declare("cpu", "`time` TIMESTAMP_LTZ(9), host STRING, state STRING");
        write(jobs, "cpu,host=a state=\"up\" 1", "cpu state=\"down\" 2", "cpu,host=c other=1 3");

        assertThat(jobs.rows("SELECT host, state FROM cpu"))
                .containsExactlyInAnyOrder(Row.of("a", "up"), Row.of(null, "down"));
        assertThat(jobs.explain("SELECT * FROM cpu WHERE host = 'a'"))
                .contains("filter=[=(host,")
                .doesNotContain("where=");
        assertThat(jobs.explain("SELECT * FROM cpu WHERE state = 'up'")).contains("where=");
    }

    @Test
    void testProjectionDoesNotChangeTheRows() {
        TableJobs jobs = jobs().declare("cpu", CPU + KEY);
        write(jobs, "cpu,host=a usage=1 1", "cpu,host=a n=2i 2", "cpu,host=a other=3 3");

        assertThat(jobs.rows("SELECT `usage` FROM cpu"))
                .containsExactlyInAnyOrder(Row.of(1.0), Row.of((Double) null));
        assertThat(jobs.rows("SELECT host FROM cpu")).hasSize(2);
        assertThat(jobs.value("SELECT COUNT(*) FROM cpu")).isEqualTo(2L);
    }

    @Test
    void testTimeIsRoundedDownAndFiltersStayRight() {
        TableJobs jobs = jobs().declare("m", "`time` TIMESTAMP(3), n BIGINT", "tag.columns", "");
        write(jobs, "m n=1i -1", "m n=2i 0", "m n=3i 999999", "m n=4i 1000000", "m n=5i 1000001");

        assertThat(jobs.rows("SELECT n FROM m WHERE `time` = TIMESTAMP '1970-01-01 00:00:00'"))
                .containsExactlyInAnyOrder(Row.of(2L), Row.of(3L));
        assertThat(jobs.rows("SELECT n FROM m WHERE `time` > TIMESTAMP '1970-01-01 00:00:00'"))
                .containsExactlyInAnyOrder(Row.of(4L), Row.of(5L));
        assertThat(jobs.rows("SELECT n FROM m WHERE `time` < TIMESTAMP '1970-01-01 00:00:00'"))
                .containsExactly(Row.of(1L));
        assertThat(jobs.rows("SELECT `time` FROM m WHERE n = 1"))
                .containsExactly(Row.of(LocalDateTime.parse("1969-12-31T23:59:59.999")));
        assertThat(
                        jobs.rows(
                                "SELECT n FROM m WHERE `time` > TIMESTAMP '2026-01-01 00:00:00'"
                                        + " AND `time` < TIMESTAMP '2025-01-01 00:00:00'"))
                .isEmpty();
    }

    @Test
    void testFiltersGiveTheSameRowsAsWithoutPushDown() {
        TableJobs jobs =
                jobs().declare("pushed", CPU + KEY, "measurement", "cpu")
                        .declare(
                                "unpushed",
                                CPU + KEY,
                                "measurement",
                                "cpu",
                                "filter.handling.policy",
                                "never");
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String host = random.nextInt(4) == 0 ? "" : ",host=" + (char) ('a' + random.nextInt(4));
            lines.add("cpu" + host + " usage=" + random.nextInt(5) + " " + random.nextInt(60));
        }
        write(jobs, lines.toArray(new String[0]));
        List<String> conditions = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            conditions.add(condition(random) + " AND " + condition(random));
        }

        assertThat(jobs.rows(union("pushed", conditions)))
                .as("seed %s: %s", seed, conditions)
                .containsExactlyInAnyOrderElementsOf(jobs.rows(union("unpushed", conditions)));
    }

    private static String condition(Random random) {
        String time = "TIMESTAMP '1970-01-01 00:00:00.0000000%02d'".formatted(random.nextInt(60));
        String host = "'" + List.of("a", "b", "c", "x", "").get(random.nextInt(5)) + "'";
        return switch (random.nextInt(12)) {
            case 0 -> "`time` >= " + time;
            case 1 -> "`time` < " + time;
            case 2 -> "`time` <= " + time;
            case 3 -> time + " < `time`";
            case 4 -> "`time` = " + time;
            case 5 -> "`time` <> " + time;
            case 6 -> "host = " + host;
            case 7 -> "host IN ('a', " + host + ", 'd')";
            case 8 -> "host <> " + host;
            case 9 -> "host IS NULL";
            case 10 -> "(host = " + host + " OR `usage` > 3)";
            default -> "(`time` < " + time + " OR host = " + host + ")";
        };
    }

    private static String union(String table, List<String> conditions) {
        List<String> queries = new ArrayList<>();
        for (int i = 0; i < conditions.size(); i++) {
            queries.add(
                    "SELECT %d, `time`, host, `usage` FROM %s WHERE %s"
                            .formatted(i, table, conditions.get(i)));
        }
        return String.join(" UNION ALL ", queries);
    }

    @Test
    void testColumnsOfAnOwnQueryAreFoundByTheirNames() {
        TableJobs jobs = jobs();
        String query =
                language().equals("flux")
                        ? """
                          from(bucket: "%s")
                            |> range(start: v.timeRangeStart, stop: v.timeRangeStop)
                            |> filter(fn: (r) => r._measurement == "cpu" and r._field == "usage")
                            |> aggregateWindow(every: 1h, fn: mean, createEmpty: false, timeSrc: "_start")
                            |> rename(columns: {_value: "mean"})
                          """
                                .formatted(jobs.bucket())
                        : "SELECT mean(\"usage\") FROM cpu WHERE $timeFilter"
                                + " GROUP BY time(1h), host fill(none)";
        jobs.declare(
                "hourly",
                "`time` TIMESTAMP_LTZ(9), host STRING, mean DOUBLE",
                "scan.query",
                query,
                "scan.startup.mode",
                "timestamp",
                "scan.startup.timestamp",
                "1970-01-01T01:00:00+01:00",
                "scan.bounded.mode",
                "timestamp",
                "scan.bounded.timestamp",
                "1970-01-01T02:00:00Z");
        write(
                jobs,
                "cpu,host=a usage=1 0",
                "cpu,host=a usage=2 1800000000000",
                "cpu,host=b usage=3 3600000000000",
                // Flux on 1.8 includes the stop of a range, so not right there.
                "cpu,host=b usage=4 7200000000001");

        assertThat(jobs.rows("SELECT mean, host, `time` FROM hourly WHERE host <> 'x'"))
                .containsExactlyInAnyOrder(Row.of(1.5, "a", hour(0)), Row.of(3.0, "b", hour(1)));
    }

    @Test
    void testBoundsSayWhereAScanStartsAndStops() {
        TableJobs jobs =
                jobs().declare(
                                "m",
                                "n BIGINT",
                                "tag.columns",
                                "",
                                "scan.startup.mode",
                                "timestamp",
                                "scan.startup.timestamp",
                                "1970-01-01T00:00:00.000000002Z",
                                "scan.bounded.mode",
                                "timestamp",
                                "scan.bounded.timestamp",
                                "1970-01-01T00:00:00.000000004Z");
        write(jobs, "m n=1i 1", "m n=2i 2", "m n=3i 3", "m n=4i 4");

        assertThat(jobs.rows("SELECT n FROM m")).containsExactlyInAnyOrder(Row.of(2L), Row.of(3L));
    }

    @Test
    void testNumbersThatChangeTheirTypeComeBackAsDouble() {
        TableJobs jobs =
                jobs().declare("m", "`time` TIMESTAMP_LTZ(9), f DOUBLE", "tag.columns", "");
        writeInThreeWeeks(jobs, "1.5", "2.5", "3i", "4.5", "5.5");

        assertThat(jobs.rows("SELECT f FROM m"))
                .containsExactlyInAnyOrder(
                        Row.of(1.5), Row.of(2.5), Row.of(3.0), Row.of(4.5), Row.of(5.5));
    }

    @Test
    void testValuesThatChangeTheirTypeComeBackAsText() {
        TableJobs jobs =
                jobs().declare("m", "`time` TIMESTAMP_LTZ(9), f STRING", "tag.columns", "");
        writeInThreeWeeks(jobs, "1.5", "2.5", "\"three\"", "4.5", "5.5");

        assertThat(jobs.rows("SELECT f FROM m"))
                .containsExactlyInAnyOrder(
                        Row.of("1.5"),
                        Row.of("2.5"),
                        Row.of("three"),
                        Row.of("4.5"),
                        Row.of("5.5"));
    }

    /** Two points, one, and two: the type of a field may change from one shard to another. */
    private void writeInThreeWeeks(TableJobs jobs, String... values) {
        long week = 7 * 24 * 3600 * 1_000_000_000L;
        long monday = Instant.parse("2026-01-05T00:00:00Z").getEpochSecond() * 1_000_000_000L;
        long[] times = {
            monday, monday + 1, monday + week, monday + 2 * week, monday + 2 * week + 1
        };
        for (int i = 0; i < values.length; i++) {
            write(jobs, "m f=" + values[i] + " " + times[i]);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"`time`", "SOURCE_WATERMARK()"})
    void testWindowsOfAStreamAreWrittenAsPoints(String watermark) {
        TableJobs jobs =
                TableJobs.streaming(server(), influxdb().newBucket(), language())
                        .declare(
                                "cpu",
                                "`time` TIMESTAMP_LTZ(3), host STRING, `usage` DOUBLE,"
                                        + " WATERMARK FOR `time` AS "
                                        + watermark
                                        + KEY)
                        .declare(
                                "sums", "`time` TIMESTAMP_LTZ(9), host STRING, total DOUBLE" + KEY);
        List<String> lines = new ArrayList<>();
        for (int minute = 0; minute < 180; minute++) {
            lines.add("cpu,host=a usage=1 " + minute * 60_000_000_000L);
            lines.add("cpu,host=b usage=2 " + minute * 60_000_000_000L);
        }
        write(jobs, lines.toArray(new String[0]));

        jobs.insert(
                "INSERT INTO sums SELECT CAST(window_start AS TIMESTAMP_LTZ(9)), host, SUM(`usage`)"
                        + " FROM TUMBLE(TABLE cpu, DESCRIPTOR(`time`), INTERVAL '1' HOUR)"
                        + " GROUP BY window_start, window_end, host");

        assertThat(jobs.rows("SELECT `time`, host, total FROM sums"))
                .containsExactlyInAnyOrder(
                        Row.of(hour(0), "a", 60.0),
                        Row.of(hour(1), "a", 60.0),
                        Row.of(hour(2), "a", 60.0),
                        Row.of(hour(0), "b", 120.0),
                        Row.of(hour(1), "b", 120.0),
                        Row.of(hour(2), "b", 120.0));
    }

    private static Instant hour(int hour) {
        return LocalDateTime.of(1970, 1, 1, hour, 0).toInstant(ZoneOffset.UTC);
    }

    private static Instant nanos(long nanos) {
        return Instant.ofEpochSecond(0, nanos);
    }
}
