/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.ExplainDetail;
import org.apache.flink.table.api.TableEnvironment;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What EXPLAIN says of tables of InfluxDB. No server is needed to plan with a PRIMARY KEY. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SAME_THREAD)
class PlanTest {

    private static final String OPTIONS =
            " WITH ('connector' = 'influxdb', 'url' = 'http://localhost:1', 'bucket' = 'b',"
                    + " 'token' = 's3cr3t'%s)";

    private static TableEnvironment batch;
    private static TableEnvironment streaming;

    // Flink's planner works only on the thread that made the environment.
    @BeforeAll
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SAME_THREAD)
    static void declareTables() {
        batch = TableEnvironment.create(EnvironmentSettings.inBatchMode());
        streaming = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
        declareTables(batch);
        declareTables(streaming);
    }

    private static void declareTables(TableEnvironment tables) {
        tables.executeSql(
                "CREATE TABLE cpu (`time` TIMESTAMP_LTZ(3), host STRING, `usage` DOUBLE, n BIGINT,"
                        + " m STRING METADATA FROM 'measurement', tags MAP<STRING, STRING> METADATA,"
                        + " WATERMARK FOR `time` AS `time` - INTERVAL '5' SECOND,"
                        + " PRIMARY KEY (host, `time`) NOT ENFORCED)"
                        + OPTIONS.formatted(""));
        tables.executeSql(
                "CREATE TABLE unfiltered WITH ('filter.handling.policy' = 'never')" + " LIKE cpu");
        tables.executeSql(
                "CREATE TABLE hourly (`time` TIMESTAMP_LTZ(9), host STRING, total DOUBLE,"
                        + " PRIMARY KEY (host, `time`) NOT ENFORCED)"
                        + OPTIONS.formatted(""));
        tables.executeSql(
                "CREATE TABLE followed WITH ('scan.bounded.mode' = 'unbounded') LIKE hourly");
        tables.executeSql(
                "CREATE TABLE latest (`time` TIMESTAMP_LTZ(9), host STRING, total DOUBLE,"
                        + " PRIMARY KEY (host) NOT ENFORCED)"
                        + OPTIONS.formatted(""));
        tables.executeSql(
                "CREATE TABLE keyless (`time` TIMESTAMP_LTZ(9), host STRING, total DOUBLE)"
                        + OPTIONS.formatted(", 'tag.columns' = 'host'"));
    }

    @Test
    void testPushDownsShowInThePlan() {
        String plan =
                batch.explainSql(
                        "SELECT `usage`, m FROM cpu WHERE host = 'a' AND n > 1"
                                + " AND `time` >= TO_TIMESTAMP_LTZ(0, 3)");

        assertThat(plan)
                .contains("filter=[and(=(host, _UTF-16LE'a'")
                .contains("project=[usage, n]")
                .contains("metadata=[measurement]")
                .contains("where=[>(n, 1)]")
                .doesNotContain("s3cr3t");
    }

    @Test
    void testNothingIsPushedDownIfThePolicySaysSo() {
        String plan = batch.explainSql("SELECT * FROM unfiltered WHERE host = 'a'");

        assertThat(plan).contains("filter=[]").contains("where=[=(host, 'a'");
    }

    @Test
    void testEndOfTimeStaysWithFlinkWhereReadingNeverEnds() {
        String plan =
                streaming.explainSql(
                        "SELECT * FROM followed WHERE host = 'a'"
                                + " AND `time` >= TIMESTAMP '2026-01-01 00:00:00'"
                                + " AND `time` < TIMESTAMP '2027-01-01 00:00:00'");

        assertThat(plan).contains("filter=[=(host, ").contains("where=[SEARCH(time, ");
    }

    @Test
    void testRangeOfTimeIsLeftToTheServerWhereReadingEnds() {
        String plan =
                streaming.explainSql(
                        "SELECT * FROM hourly WHERE `time` >= TO_TIMESTAMP_LTZ(0, 3)"
                                + " AND `time` < TO_TIMESTAMP_LTZ(99, 3)");

        assertThat(plan).contains("filter=[and(>=(time, ").doesNotContain("where=[");
    }

    @Test
    void testUnboundedTableIsRefusedInBatchModeByFlink() {
        assertThatThrownBy(() -> batch.explainSql("SELECT * FROM followed"))
                .hasMessageContaining("unbounded table")
                .hasMessageContaining("batch mode is not allowed");
    }

    @Test
    void testWatermarkIsMadeInTheScan() {
        assertThat(streaming.explainSql("SELECT * FROM cpu")).contains("watermark=[");
    }

    @Test
    void testSourceWatermarkIsMadeInTheScan() {
        declareWithSourceWatermark("sourced", "`time` TIMESTAMP_LTZ(3), f DOUBLE, ", "`time`", "");

        assertThat(streaming.explainSql("SELECT * FROM sourced"))
                .contains("watermark=[SOURCE_WATERMARK()]");
    }

    /** A time attribute is of milliseconds; the time of a point is finer. */
    @Test
    void testSourceWatermarkCanBeThatOfAComputedColumn() {
        declareWithSourceWatermark(
                "computed",
                "`time` TIMESTAMP_LTZ(9), f DOUBLE, ts AS CAST(`time` AS TIMESTAMP_LTZ(3)), ",
                "ts",
                "");

        assertThat(streaming.explainSql("SELECT ts, f FROM computed"))
                .contains("watermark=[SOURCE_WATERMARK()]");
    }

    @Test
    void testSourceWatermarkOfAQueryOfOnesOwnIsRefused() {
        declareWithSourceWatermark(
                "own",
                "`time` TIMESTAMP_LTZ(3), f DOUBLE, ",
                "`time`",
                ", 'scan.query' = 'SELECT 1', 'scan.query.language' = 'influxql'");

        assertThatThrownBy(() -> streaming.explainSql("SELECT * FROM own"))
                .hasStackTraceContaining("cannot have SOURCE_WATERMARK()")
                .hasStackTraceContaining("INTERVAL '1' HOUR");
    }

    @Test
    void testSourceWatermarkOfACoarseTimeIsRefused() {
        declareWithSourceWatermark("coarse", "`time` TIMESTAMP(0), f DOUBLE, ", "`time`", "");

        assertThatThrownBy(() -> streaming.explainSql("SELECT * FROM coarse"))
                .hasStackTraceContaining("column 'time' is TIMESTAMP(0)")
                .hasStackTraceContaining("precision 3");
    }

    private static void declareWithSourceWatermark(
            String table, String columns, String column, String options) {
        streaming.executeSql(
                "CREATE TABLE "
                        + table
                        + " ("
                        + columns
                        + "WATERMARK FOR "
                        + column
                        + " AS SOURCE_WATERMARK())"
                        + OPTIONS.formatted(", 'tag.columns' = ''" + options));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO hourly SELECT `time`, host, `usage` FROM cpu",
                "INSERT INTO hourly SELECT window_time, host, SUM(`usage`) FROM"
                        + " TUMBLE(TABLE cpu, DESCRIPTOR(`time`), INTERVAL '1' HOUR)"
                        + " GROUP BY window_start, window_end, window_time, host",
                "INSERT INTO hourly SELECT window_start_ltz, h, s FROM (SELECT"
                        + " CAST(window_start AS TIMESTAMP_LTZ(9)) AS window_start_ltz, host AS h,"
                        + " SUM(`usage`) AS s FROM"
                        + " TUMBLE(TABLE cpu, DESCRIPTOR(`time`), INTERVAL '1' HOUR)"
                        + " GROUP BY window_start, window_end, host)",
                "INSERT INTO latest SELECT `time`, host, `usage` FROM cpu",
                "INSERT INTO keyless SELECT `time`, host, `usage` FROM cpu",
                "INSERT INTO keyless SELECT MAX(`time`), host, SUM(`usage`) FROM cpu GROUP BY host",
                "INSERT INTO latest SELECT MAX(`time`), host, SUM(`usage`) FROM cpu GROUP BY host"
            })
    void testInsertPlansWithoutOnConflict(String insert) {
        assertThatCode(() -> streaming.explainSql(insert)).doesNotThrowAnyException();
        assertThatCode(() -> batch.explainSql(insert)).doesNotThrowAnyException();
    }

    @Test
    void testMetadataCanBeWritten() {
        assertThatCode(() -> batch.explainSql("INSERT INTO cpu SELECT * FROM cpu"))
                .doesNotThrowAnyException();
    }

    @Test
    void testParallelismOfScanAndSinkIsTheTablesOwn() {
        batch.executeSql(
                "CREATE TABLE parallel WITH ('scan.parallelism' = '3', 'sink.parallelism' = '2')"
                        + " LIKE hourly");

        String plan =
                batch.explainSql(
                        "INSERT INTO parallel SELECT * FROM parallel",
                        ExplainDetail.JSON_EXECUTION_PLAN);

        assertThat(plan).contains("\"parallelism\" : 3").contains("\"parallelism\" : 2");
    }
}
