/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.Column;
import org.apache.flink.connector.influxdb.model.ColumnRole;
import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AnnotatedCsvCursorTest {

    private static final String HEAD =
            """
            #datatype,string,long,dateTime:RFC3339,string,string
            #group,false,false,false,false,true
            #default,_result,,,,
            ,result,table,_time,_value,host
            """;

    private static AnnotatedCsvCursor cursor(String lines) {
        return new AnnotatedCsvCursor(Recorded.answer(Recorded.csv(lines)), "query Q");
    }

    private static List<InfluxDBRow> read(byte[] body) throws InfluxDBException {
        return ReadSupport.drain(new AnnotatedCsvCursor(Recorded.answer(body), "query Q"));
    }

    private static List<InfluxDBRow> read(String lines) throws InfluxDBException {
        return ReadSupport.drain(cursor(lines));
    }

    private static void fails(String lines, Kind kind, String... said) {
        assertThatThrownBy(() -> read(lines))
                .isInstanceOf(InfluxDBException.class)
                .hasMessageContainingAll(said)
                .hasMessageContaining("query Q")
                .extracting(e -> ((InfluxDBException) e).kind())
                .isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"flux-points-1.8.10.csv", "flux-points-2.9.1.csv"})
    void testAnAnswerOfARealServerIsReadWhole(String file) throws Exception {
        List<String> points = new ArrayList<>();
        for (InfluxDBRow row : read(Recorded.file(file))) {
            points.add(row.get("_field") + "=" + row.get("_value") + row.tags() + row.timestamp());
        }

        List<String> expected =
                new ArrayList<>(
                        List.of(
                                "b=true{host=a, result=r, table=t}1000000001",
                                "f=1.5{host=a, result=r, table=t}1000000001",
                                "f=-0.1{host=a, result=r, table=t}1500000000",
                                "i=9007199254740993{host=a, result=r, table=t}1000000001",
                                "s=a\nb, \"c\"{host=a, result=r, table=t}1000000001",
                                "s={host=a, result=r, table=t}1500000000",
                                "b=false{host=b}1000000001",
                                "f=4.9E-324{host=b}" + EpochNanos.MIN,
                                "f=2.0{host=b}1000000001",
                                "i=-1{host=b}1000000001"));
        if (file.contains("1.8")) {
            // 2.9.1 does not find the last instant through Flux.
            expected.add("f=3.0{host=ä}" + EpochNanos.MAX);
            expected.add("s= x{host=ä}" + EpochNanos.MAX);
        }
        assertThat(points).isEqualTo(expected);
    }

    @Test
    void testAnAnswerIsReadTheSameInPiecesOfAnySize() throws Exception {
        byte[] body = Recorded.file("flux-points-2.9.1.csv");
        for (int piece = 1; piece < 100; piece++) {
            assertThat(ReadSupport.drain(new AnnotatedCsvCursor(Recorded.slow(body, piece), "Q")))
                    .isEqualTo(read(body));
        }
    }

    @Test
    void testResultsTablesAndEmptyTablesAreToldApart() throws Exception {
        List<String> seen = new ArrayList<>();
        AnnotatedCsvCursor cursor =
                new AnnotatedCsvCursor(
                        Recorded.answer(Recorded.file("flux-yields-2.9.1.csv")), "Q");
        while (cursor.next()) {
            seen.add(cursor.resultName() + (cursor.isNewTable() ? " new " : " ") + cursor.line());
        }

        assertThat(seen)
                .containsExactly(
                        "points new 5",
                        "points 6",
                        "points new 12",
                        "grouped new 28",
                        "grouped 29");
    }

    @Test
    void testATagThatASeriesDoesNotHaveIsNull() throws Exception {
        List<InfluxDBRow> rows = read(Recorded.file("flux-yields-2.9.1.csv"));

        InfluxDBRow grouped = rows.get(4);
        assertThat(grouped.get("host")).isEqualTo("b");
        assertThat(grouped.isNull("result")).isTrue();
    }

    @Test
    void testTheNameOfTheResultMayStandInEveryRow() throws Exception {
        AnnotatedCsvCursor cursor =
                cursor(
                        """
                        #datatype,string,long,long
                        ,result,table,_value
                        ,a,0,1
                        ,a,1,2
                        ,b,1,3

                        """);

        List<String> seen = new ArrayList<>();
        while (cursor.next()) {
            seen.add(cursor.resultName() + cursor.isNewTable() + cursor.row().get("_value"));
        }
        assertThat(seen).containsExactly("atrue1", "atrue2", "btrue3");
    }

    @Test
    void testColumnsAreTypedAndHaveRoles() throws Exception {
        AnnotatedCsvCursor cursor =
                cursor(
                        """
                        #datatype,string,long,dateTime:RFC3339,dateTime:RFC3339,double,long,unsignedLong,boolean,string,string,string
                        #group,false,false,true,false,false,false,false,false,true,true,true
                        #default,r,,,,,,,,,,
                        ,result,table,_start,_time,d,l,u,b,table,_measurement,_field
                        ,,0,1970-01-01T00:00:00Z,1970-01-01T00:00:01Z,NaN,-5,18446744073709551615,true,tag,m,f
                        ,,0,1970-01-01T00:00:00Z,1970-01-01T00:00:02Z,,,,,tag,m,f

                        """);

        assertThat(cursor.next()).isTrue();
        InfluxDBRow row = cursor.row();
        assertThat(row.layout().columns())
                .containsExactly(
                        new Column("_start", ColumnType.TIME, ColumnRole.OTHER),
                        Column.field("d", ColumnType.FLOAT),
                        Column.field("l", ColumnType.INTEGER),
                        Column.field("u", ColumnType.UNSIGNED),
                        Column.field("b", ColumnType.BOOLEAN),
                        Column.tag("table"),
                        new Column("_measurement", ColumnType.STRING, ColumnRole.MEASUREMENT),
                        new Column("_field", ColumnType.STRING, ColumnRole.OTHER));
        assertThat(row.timestamp()).isEqualTo(1_000_000_000L);
        assertThat(row.getDouble("d")).isNaN();
        assertThat(row.getLong("l")).isEqualTo(-5L);
        assertThat(row.getUnsigned("u")).isEqualTo("18446744073709551615");
        assertThat(row.getBoolean("b")).isTrue();
        assertThat(row.tags()).isEqualTo(Map.of("table", "tag"));
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.row().isNull("d")).isTrue();
        assertThat(cursor.row().isNull("u")).isTrue();
        assertThat(cursor.row().layout()).isSameAs(row.layout());
        assertThat(cursor.next()).isFalse();
    }

    @Test
    void testAnAnswerWithoutTablesIsComplete() throws Exception {
        assertThat(read(Recorded.file("flux-none-2.9.1.csv"))).isEmpty();
    }

    @Test
    void testQuotedCellsMayHoldAnything() throws Exception {
        List<InfluxDBRow> rows =
                read(
                        HEAD
                                + """
                                ,,0,1970-01-01T00:00:00Z,"a,""b""
                                c",h
                                ,,0,1970-01-01T00:00:00Z,"",h
                                ,,0,1970-01-01T00:00:00Z,\"""\",h
                                ,,0,1970-01-01T00:00:00Z,"
                                ","h
                                h"
                                ,,0,1970-01-01T00:00:00Z,{x,h

                                """);

        assertThat(ReadSupport.values(rows, "_value"))
                .containsExactly("a,\"b\"\nc", "", "\"", "\n", "{x");
        assertThat(rows.get(3).tag("host")).isEqualTo("h\nh");
    }

    @Test
    void testAnErrorBehindRowsIsAnError() {
        assertThatThrownBy(() -> read(Recorded.file("flux-error-behind-result-2.9.1.csv")))
                .isInstanceOf(InfluxDBException.class)
                .hasMessageContaining("unsupported binary expression bool > float")
                .hasMessageContaining("after 3 rows");
    }

    @Test
    void testAnErrorOfMemoryIsTooHeavy() {
        fails(
                HEAD
                        + """

                        #datatype,string,string
                        #group,true,true
                        #default,,
                        ,error,reference
                        ,"memory allocation limit reached: limit 5 bytes, allocated: 4, wanted: 9",
                        """,
                Kind.TOO_HEAVY,
                "memory allocation limit reached");
    }

    @Test
    void testTheJsonOfAPanicIsAnError() {
        fails(
                HEAD
                        + ",,0,1970-01-01T00:00:00Z,x,h\n"
                        + "{\"code\":\"internal error\",\"message\":\"a panic has occurred: \\\"x\\\"\"}",
                Kind.SERVER,
                "a panic has occurred");
    }

    @Test
    void testARowThatCannotBeReadNamesLineAndColumn() {
        fails(
                """
                #datatype,string,long,double
                ,result,table,usage
                ,,0,1.5
                ,,0,oops

                """,
                Kind.MALFORMED,
                "'usage'",
                "'oops'",
                "line 4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html><body>Sign in</body></html>\n",
                ",result,table,a\n,,0,1\n\n",
                "#datatype,string,long,duration\n,result,table,a\n\n",
                "#datatype,string,long\n,result,table,a\n\n",
                "#datatype,string,long,long\n,result,table,a\n,,0,1,2\n\n",
                "#datatype,string,long,long\n,result,table,a\n,,0\n\n",
                "#datatype,string,long,long\n,a,b,c\n\n",
                "#datatype,string,long,string\n,result,table,a\n,,0,\"x\"y\n\n"
            })
    void testWhatIsNoAnnotatedCsvIsRefused(String lines) {
        fails(lines, Kind.MALFORMED, "line");
    }

    @Test
    void testACellBeyondTheLimitIsRefused() throws Exception {
        byte[] body =
                Recorded.csv(HEAD + ",,0,1970-01-01T00:00:00Z," + "x".repeat(100_000) + ",h\n\n");

        assertThat(ReadSupport.drain(new AnnotatedCsvCursor(Recorded.answer(body), 100_000, "Q")))
                .hasSize(1);
        assertThatThrownBy(
                        () ->
                                ReadSupport.drain(
                                        new AnnotatedCsvCursor(Recorded.answer(body), 99_999, "Q")))
                .isInstanceOf(InfluxDBException.class)
                .hasMessageContaining("limit of 99999 bytes")
                .hasMessageContaining("line 5");
    }

    @Test
    void testRepeatedTagsAreTheSameString() throws Exception {
        List<InfluxDBRow> rows =
                read(
                        HEAD
                                + ",,0,1970-01-01T00:00:00Z,a,server1\n"
                                + ",,0,1970-01-01T00:00:01Z,b,server1\n\n");

        assertThat(rows.get(1).tag("host")).isSameAs(rows.get(0).tag("host"));
    }

    @Test
    void testAClosedCursorSaysSo() throws Exception {
        AnnotatedCsvCursor cursor = cursor(HEAD + ",,0,1970-01-01T00:00:00Z,a,h\n\n");
        cursor.close();

        assertThatThrownBy(cursor::next)
                .isInstanceOf(InfluxDBException.class)
                .hasMessageContaining("our side");
        assertThatThrownBy(cursor::row).isInstanceOf(IllegalStateException.class);
    }
}
