/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.Column;
import org.apache.flink.connector.influxdb.model.ColumnRole;
import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.model.TimeRange;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import static org.apache.flink.connector.influxdb.client.ReadSupport.read;
import static org.apache.flink.connector.influxdb.client.ReadSupport.times;
import static org.apache.flink.connector.influxdb.client.ReadSupport.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Queries of the user's own, in Flux and InfluxQL. */
abstract class OwnQueryContract {

    private static final TimeRange RANGE = new TimeRange(0, 3_600_000_000_000L);

    private final InfluxDBExtension influxdb;
    private InfluxDBClient client;
    private String bucket;

    OwnQueryContract(InfluxDBExtension influxdb) {
        this.influxdb = influxdb;
    }

    @BeforeEach
    void open() {
        client = ReadSupport.client(influxdb.server());
        bucket = influxdb.newBucket();
        influxdb.server()
                .writeLineProtocol(
                        bucket,
                        """
                        m,host=a f=1,i=1i,s="",b=true 1000
                        m,host=b f=2,i=9007199254740993i,s="x
                        y" 2000
                        m,host=a f=4 60000000000
                        m f=8 120000000000
                        """);
    }

    @AfterEach
    void close() {
        client.close();
    }

    private InfluxDBQuery flux(String text) {
        return new InfluxDBQuery.OfText(bucket, QueryLanguage.FLUX, text);
    }

    private InfluxDBQuery influxQl(String text) {
        return new InfluxDBQuery.OfText(bucket, QueryLanguage.INFLUXQL, text);
    }

    @Test
    void testAQueryOfTheUserInterfaceWorksUnchanged() throws Exception {
        List<InfluxDBRow> rows =
                read(
                        client,
                        flux(
                                """
                                // Mean load, "v" comes from the dashboard.
                                import "strings"
                                import m "math"

                                from(bucket: v.defaultBucket)
                                  |> range(start: v.timeRangeStart, stop: v.timeRangeStop)
                                  |> filter(fn: (r) => r["_measurement"] == "m")
                                  |> filter(fn: (r) => r["_field"] == "f" and exists r.host)
                                  |> map(fn: (r) => ({r with host: strings.toUpper(v: r.host)}))
                                  |> aggregateWindow(every: v.windowPeriod, fn: mean, createEmpty: false)
                                  |> map(fn: (r) => ({r with org: "<" + v.organization + ">"}))
                                  |> yield(name: "mean")
                                """),
                        RANGE);

        assertThat(rows).extracting(row -> row.tag("host")).containsExactly("A", "A", "B");
        assertThat(values(rows, "org")).containsOnly("<" + influxdb.server().organization() + ">");
        assertThat(values(rows, "_value")).containsExactly(1.0, 4.0, 2.0);
        assertThat(times(rows)).containsExactly(10_000_000_000L, 70_000_000_000L, 10_000_000_000L);
    }

    @Test
    void testColumnsOfFluxHaveTypesAndRoles() throws Exception {
        List<InfluxDBRow> rows =
                read(
                        client,
                        flux(
                                "from(bucket: v.defaultBucket) |> range(start: 0) |> filter(fn: (r) =>"
                                        + " r._field == \"i\")"));

        assertThat(rows.get(0).layout().columns())
                .containsExactlyInAnyOrder(
                        new Column("_start", ColumnType.TIME, ColumnRole.OTHER),
                        new Column("_stop", ColumnType.TIME, ColumnRole.OTHER),
                        new Column("_value", ColumnType.INTEGER, ColumnRole.FIELD),
                        new Column("_field", ColumnType.STRING, ColumnRole.OTHER),
                        new Column("_measurement", ColumnType.STRING, ColumnRole.MEASUREMENT),
                        new Column("host", ColumnType.STRING, ColumnRole.TAG));
        assertThat(values(rows, "_value")).containsExactly(1L, 9007199254740993L);
        assertThat(rows.get(0).measurement()).isEqualTo("m");
    }

    @Test
    void testTablesWithOtherColumnsHaveTheirOwnLayout() throws Exception {
        List<InfluxDBRow> rows =
                read(client, flux("from(bucket: v.defaultBucket) |> range(start: 0)"), RANGE);

        Set<Object> all = new TreeSet<>();
        rows.forEach(row -> all.add(row.get("_field") + "=" + row.get("_value")));
        assertThat(all)
                .containsExactlyInAnyOrder(
                        "f=1.0",
                        "f=2.0",
                        "f=4.0",
                        "f=8.0",
                        "i=1",
                        "i=9007199254740993",
                        "s=",
                        "s=x\ny",
                        "b=true");
    }

    private static final String TWO_YIELDS =
            """
            data = from(bucket: v.defaultBucket) |> range(start: 0) |> filter(fn: (r) => r._field == "f")
            data |> count() |> yield(name: "counts")
            data |> sum() |> yield(name: "sums")
            """;

    private InfluxDBQuery.OfText result(String name) {
        return new InfluxDBQuery.OfText(
                bucket, QueryLanguage.FLUX, TWO_YIELDS, name, InfluxDBQuery.DEFAULT_FETCH_SIZE);
    }

    @Test
    void testOneOfSeveralYieldsIsReadByName() throws Exception {
        List<InfluxDBRow> counts = read(client, result("counts"), RANGE);
        List<InfluxDBRow> sums = read(client, result("sums"), RANGE);

        assertThat(counts).isNotEmpty().noneMatch(InfluxDBRow::hasTimestamp);
        assertThat(counts.stream().mapToLong(row -> row.getLong("_value")).sum()).isEqualTo(4);
        assertThat(sums.stream().mapToDouble(row -> row.getDouble("_value")).sum()).isEqualTo(15);
        assertThat(read(client, result("no such"), RANGE)).isEmpty();
    }

    @Test
    void testSeveralYieldsWithoutAChoiceAreRefusedByTheirNames() {
        assertThatThrownBy(() -> read(client, flux(TWO_YIELDS), RANGE))
                .isInstanceOf(InfluxDBException.class)
                .hasMessageContaining("[counts, sums]")
                .hasMessageContaining("setQueryResult")
                .extracting(e -> ((InfluxDBException) e).kind())
                .isEqualTo(Kind.INVALID);
    }

    @Test
    void testPiecesOfAFluxQueryShareNoPoint() throws Exception {
        String text =
                "from(bucket: v.defaultBucket) |> range(start: v.timeRangeStart, stop: v.timeRangeStop)"
                        + " |> filter(fn: (r) => r._field == \"f\") |> group() |> sum()";
        long cut = 60_000_000_000L;

        List<InfluxDBRow> before = read(client, flux(text), new TimeRange(-1, cut));
        List<InfluxDBRow> behind = read(client, flux(text), new TimeRange(cut, 2 * cut + 1));

        assertThat(values(before, "_value")).containsExactly(3.0);
        assertThat(values(behind, "_value")).containsExactly(12.0);
    }

    @Test
    void testValuesThatOnlyQueriesMakeAreRead() throws Exception {
        List<InfluxDBRow> rows =
                read(
                        client,
                        flux(
                                """
                                from(bucket: v.defaultBucket) |> range(start: 0) |> filter(fn: (r) => r._field == "f")
                                  |> filter(fn: (r) => r._time == 1970-01-01T00:00:00.000001Z)
                                  |> map(fn: (r) => ({r with nan: float(v: "NaN"), inf: float(v: "+Inf"), neg: float(v: "-Inf"), u: uint(v: "18446744073709551615"), small: float(v: "5e-324")}))
                                """));

        assertThat(rows).hasSize(1);
        InfluxDBRow row = rows.get(0);
        assertThat(row.getDouble("nan")).isNaN();
        assertThat(row.getDouble("inf")).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(row.getDouble("neg")).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(row.getUnsigned("u")).isEqualTo("18446744073709551615");
        assertThat(row.getDouble("small")).isEqualTo(Double.MIN_VALUE);
    }

    @Test
    void testAnEmptyAnswerOfFluxHasNoRows() throws Exception {
        String text = "from(bucket: v.defaultBucket) |> range(start: 2000-01-01T00:00:00Z)";

        assertThat(read(client, flux(text))).isEmpty();
    }

    @Test
    void testAFluxQueryThatDoesNotCompileSaysWhy() {
        assertThatThrownBy(() -> read(client, flux("from(bucket: \"b\") |> nonsense()")))
                .isInstanceOf(InfluxDBException.class)
                .hasMessageContaining("nonsense")
                .extracting(e -> ((InfluxDBException) e).kind())
                .isEqualTo(Kind.INVALID);
    }

    @Test
    void testAnErrorInTheMiddleOfAFluxAnswerIsAnError() {
        String text =
                """
                from(bucket: v.defaultBucket) |> range(start: 0) |> filter(fn: (r) => r._field == "s" or r._field == "f")
                  |> map(fn: (r) => ({r with _value: if r._field == "s" then int(v: "x") else 1}))
                """;

        assertThatThrownBy(() -> read(client, flux(text), RANGE))
                .isInstanceOf(InfluxDBException.class)
                .hasMessageContaining("_field == \"s\"");
    }

    @Test
    void testInfluxQlTakesTheRangeAndTheInterval() throws Exception {
        List<InfluxDBRow> rows =
                read(
                        client,
                        influxQl(
                                "SELECT mean(f) AS f, count(f) FROM m WHERE $timeFilter GROUP BY"
                                        + " time($interval), host fill(none)"),
                        RANGE);

        assertThat(values(rows, "f")).containsExactly(8.0, 1.0, 4.0, 2.0);
        assertThat(values(rows, "count")).containsExactly(1L, 1L, 1L, 1L);
        assertThat(times(rows)).containsExactly(120_000_000_000L, 0L, 60_000_000_000L, 0L);
        assertThat(rows).extracting(row -> row.tag("host")).containsExactly(null, "a", "a", "b");
        assertThat(rows).extracting(InfluxDBRow::measurement).containsOnly("m");
    }

    @Test
    void testInfluxQlValuesKeepTheirTypes() throws Exception {
        List<InfluxDBRow> rows = read(client, influxQl("SELECT * FROM m"));

        assertThat(values(rows, "f")).containsExactly(1.0, 2.0, 4.0, 8.0);
        assertThat(values(rows, "i")).containsExactly(1L, 9007199254740993L, null, null);
        assertThat(values(rows, "s")).containsExactly("", "x\ny", null, null);
        assertThat(values(rows, "b")).containsExactly(true, null, null, null);
        assertThat(values(rows, "host")).containsExactly("a", "b", "a", null);
    }

    @Test
    void testAnAnswerOfInfluxQlWithoutSeriesHasNoRows() throws Exception {
        assertThat(read(client, influxQl("SELECT * FROM other"))).isEmpty();
    }

    @Test
    void testInfluxQlWithoutTimeHasRowsWithoutTime() throws Exception {
        List<InfluxDBRow> rows = read(client, influxQl("SHOW TAG KEYS FROM m"));

        assertThat(values(rows, "tagKey")).containsExactly("host");
        assertThat(rows.get(0).hasTimestamp()).isFalse();
    }

    @Test
    void testSeveralStatementsAreRefused() {
        assertThatThrownBy(() -> read(client, influxQl("SELECT f FROM m; SELECT i FROM m")))
                .isInstanceOf(InfluxDBException.class)
                .hasMessageContaining("several statements");
    }

    @Test
    void testAnInfluxQlQueryThatDoesNotParseSaysWhy() {
        assertThatThrownBy(() -> read(client, influxQl("SELEC f FROM m")))
                .isInstanceOf(InfluxDBException.class)
                .hasMessageContaining("SELEC")
                .extracting(e -> ((InfluxDBException) e).kind())
                .isEqualTo(Kind.INVALID);
    }

    @Test
    void testAnInfluxQlStatementThatFailsSaysWhy() {
        assertThatThrownBy(() -> read(client, influxQl("SELECT f FROM nowhere.autogen.m")))
                .isInstanceOf(InfluxDBException.class)
                .hasMessageContaining("database not found: nowhere")
                .extracting(e -> ((InfluxDBException) e).kind())
                .isEqualTo(Kind.NOT_FOUND);
    }
}
