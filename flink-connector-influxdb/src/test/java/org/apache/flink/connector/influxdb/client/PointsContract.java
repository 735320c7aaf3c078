/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.ColumnRole;
import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery.FieldColumn;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.model.TimeRange;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import static org.apache.flink.connector.influxdb.client.ReadSupport.at;
import static org.apache.flink.connector.influxdb.client.ReadSupport.field;
import static org.apache.flink.connector.influxdb.client.ReadSupport.read;
import static org.apache.flink.connector.influxdb.client.ReadSupport.times;
import static org.apache.flink.connector.influxdb.client.ReadSupport.values;
import static org.apache.flink.connector.influxdb.client.ReadSupport.where;
import static org.assertj.core.api.Assertions.assertThat;

/** What a read of points promises, on every server and in every language. */
abstract class PointsContract {

    private static final long MONDAY = at("2026-01-05T00:00:00Z");
    private static final long WEEK = 7 * 86_400_000_000_000L;

    private final InfluxDBExtension influxdb;
    private final QueryLanguage language;
    private InfluxDBClient client;
    private String bucket;

    PointsContract(InfluxDBExtension influxdb, QueryLanguage language) {
        this.influxdb = influxdb;
        this.language = language;
    }

    @BeforeEach
    void open() {
        client = ReadSupport.client(influxdb.server());
        bucket = influxdb.newBucket();
    }

    @AfterEach
    void close() {
        client.close();
    }

    private void write(String... lines) {
        influxdb.server().writeLineProtocol(bucket, String.join("\n", lines));
    }

    private InfluxDBQuery.OfMeasurement points(String measurement, FieldColumn... fields) {
        return ReadSupport.points(bucket, measurement, language, fields);
    }

    @Test
    void testRowsHaveAllTagsThenTheFieldsAskedFor() throws Exception {
        write("m,host=a f=1.5,i=7i 1000", "m,region=r f=2 2000");

        List<InfluxDBRow> rows =
                read(
                        client,
                        points(
                                "m",
                                field("i", ColumnType.INTEGER),
                                field("absent", ColumnType.STRING),
                                field("f", ColumnType.FLOAT)));

        assertThat(rows.get(0).layout().columns().stream().map(c -> c.role() + " " + c.name()))
                .containsExactly(
                        "MEASUREMENT _measurement",
                        "TAG host",
                        "TAG region",
                        "FIELD i",
                        "FIELD absent",
                        "FIELD f");
        assertThat(rows).extracting(InfluxDBRow::layout).containsOnly(rows.get(0).layout());
        assertThat(times(rows)).containsExactly(1000L, 2000L);
        assertThat(rows.get(0).measurement()).isEqualTo("m");
        assertThat(rows)
                .extracting(InfluxDBRow::tags)
                .containsExactly(Map.of("host", "a"), Map.of("region", "r"));
        assertThat(values(rows, "i")).containsExactly(7L, null);
        assertThat(values(rows, "absent")).containsExactly(null, null);
        assertThat(values(rows, "f")).containsExactly(1.5, 2.0);
    }

    @Test
    void testNoFieldsNamedMeansAllOfTheServer() throws Exception {
        write("m f=1.5,s=\"x\",b=true 1000");

        List<InfluxDBRow> rows = read(client, points("m"));

        assertThat(rows.get(0).get("f")).isEqualTo(1.5);
        assertThat(rows.get(0).get("s")).isEqualTo("x");
        assertThat(rows.get(0).get("b")).isEqualTo(true);
    }

    @Test
    void testAPointIsARowIfItHasOneOfTheFields() throws Exception {
        write("m f=1,g=10 1", "m g=20 2", "m f=3 3");

        List<InfluxDBRow> ofF = read(client, points("m", field("f", ColumnType.FLOAT)));
        List<InfluxDBRow> ofBoth =
                read(
                        client,
                        points("m", field("f", ColumnType.FLOAT), field("g", ColumnType.FLOAT)));

        assertThat(times(ofF)).containsExactly(1L, 3L);
        assertThat(times(ofBoth)).containsExactly(1L, 2L, 3L);
        assertThat(values(ofBoth, "f")).containsExactly(1.0, null, 3.0);
        assertThat(values(ofBoth, "g")).containsExactly(10.0, 20.0, null);
    }

    @Test
    void testRowsOfManySeriesComeInTimeOrder() throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 30_000; i++) {
            int time = (i * 7919) % 30_000;
            lines.append("m,host=h").append(i % 13).append(" f=").append(time);
            lines.append(",i=").append(i).append("i ").append(time).append('\n');
        }
        write(lines.toString());

        List<InfluxDBRow> rows = read(client, points("m"));

        assertThat(rows).hasSize(30_000);
        assertThat(times(rows)).isSorted();
        assertThat(rows).allMatch(row -> row.getDouble("f") == row.timestamp());
    }

    @Test
    void testExtremesOfAllTypesComeBackExactly() throws Exception {
        write(
                "m i=9223372036854775807i,f=1.7976931348623157e308,b=true,s=\"\" 1",
                "m i=-9223372036854775808i,f=-5e-324,b=false,s=\"x\" 2",
                "m i=9007199254740993i,f=0.1 3",
                "m i=0i,f=2.2250738585072014e-308 4",
                "m f=123456789.123456789 5");

        List<InfluxDBRow> rows = read(client, points("m"));

        assertThat(values(rows, "i"))
                .containsExactly(Long.MAX_VALUE, Long.MIN_VALUE, 9007199254740993L, 0L, null);
        assertThat(values(rows, "f"))
                .containsExactly(
                        Double.MAX_VALUE,
                        -Double.MIN_VALUE,
                        0.1,
                        Double.MIN_NORMAL,
                        123456789.123456789);
        assertThat(values(rows, "b")).containsExactly(true, false, null, null, null);
        assertThat(values(rows, "s")).containsExactly("", "x", null, null, null);
    }

    @Test
    void testTheEndsOfTimeAreRead() throws Exception {
        write(
                "m f=1 " + EpochNanos.MIN,
                "m f=2 -1",
                "m f=3 0",
                "m f=4 1700000000123456789",
                "m f=5 " + EpochNanos.MAX);

        List<InfluxDBRow> rows = read(client, points("m"));

        assertThat(times(rows))
                .containsExactly(EpochNanos.MIN, -1L, 0L, 1700000000123456789L, EpochNanos.MAX);
    }

    @Test
    void testARangeHoldsItsStartAndNotItsStop() throws Exception {
        write("m f=1 999", "m f=2 1000", "m f=3 1001", "m f=4 1002");

        List<InfluxDBRow> rows = read(client, points("m"), new TimeRange(1000, 1002));
        List<InfluxDBRow> last =
                read(client, points("m"), new TimeRange(EpochNanos.MAX, EpochNanos.MAX + 1));

        assertThat(times(rows)).containsExactly(1000L, 1001L);
        assertThat(last).isEmpty();
    }

    @Test
    void testTextComesBackAsItWasWritten() throws Exception {
        List<String> texts =
                List.of(
                        "Grüße, 世界 \uD83D\uDE80",
                        "line\nfeed",
                        "\n",
                        "a,b=c d",
                        "say \"x\"",
                        "back\\slash\\",
                        " blanks ",
                        "#datatype,string",
                        "\\.",
                        "${r._value}",
                        "null");
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < texts.size(); i++) {
            String quoted = texts.get(i).replace("\\", "\\\\").replace("\"", "\\\"");
            lines.append("m s=\"").append(quoted).append("\" ").append(i).append('\n');
        }
        write(lines.toString());

        assertThat(values(read(client, points("m")), "s")).isEqualTo(texts);
    }

    @Test
    void testUnusualNamesAreReadByPosition() throws Exception {
        write(
                "m,result=r1,table=t1,f=tag,error=e,Z=z,time2=x f=1,result=2,_field2=3 1000",
                "m,f=tag2 f=2,reference=\"q\" 2000");

        List<InfluxDBRow> rows = read(client, points("m"));

        assertThat(rows.get(0).tags())
                .isEqualTo(
                        Map.of(
                                "result", "r1", "table", "t1", "f", "tag", "error", "e", "Z", "z",
                                "time2", "x"));
        assertThat(values(rows, "f")).containsExactly(1.0, 2.0);
        assertThat(values(rows, "result")).containsExactly(2.0, null);
        assertThat(values(rows, "reference")).containsExactly(null, "q");
        assertThat(rows.get(1).tags()).isEqualTo(Map.of("f", "tag2"));
    }

    @Test
    void testTagFiltersSelectSeries() throws Exception {
        write("m,h=a,f=x f=1 1", "m,h=b f=2 2", "m f=3 3", "m,h=c f=4 4");

        assertThat(times(read(client, where(points("m"), "h", "a", "c")))).containsExactly(1L, 4L);
        assertThat(times(read(client, where(points("m"), "f", "x")))).containsExactly(1L);
        assertThat(read(client, where(points("m"), "nowhere", "x"))).isEmpty();
    }

    @Test
    void testAFieldThatChangesFromFloatToIntegerAndBackLosesNothing() throws Exception {
        write("m,t=a f=1.5 " + MONDAY, "m,t=a f=2 " + (MONDAY + 1));
        write("m,t=a f=9007199254740993i " + (MONDAY + WEEK), "m,t=a f=-3i " + (MONDAY + WEEK + 1));
        write("m,t=a f=7.25 " + (MONDAY + 2 * WEEK));

        List<InfluxDBRow> rows = read(client, points("m", field("f", ColumnType.FLOAT)));

        assertThat(values(rows, "f"))
                .usingElementComparator(ReadSupport::byNumber)
                .containsExactly(1.5, 2.0, 9007199254740993L, -3L, 7.25);
    }

    @Test
    void testWithinOneShardGroupAFieldKeepsItsStoredType() throws Exception {
        write("m f=1 " + MONDAY);
        write("m f=2i " + (MONDAY + WEEK));

        TimeRange second = new TimeRange(MONDAY + WEEK, MONDAY + 2 * WEEK);
        List<InfluxDBRow> rows = read(client, points("m", field("f", ColumnType.FLOAT)), second);

        assertThat(values(rows, "f")).containsExactly(2L);
    }

    @Test
    void testAFieldThatChangesFromFloatToStringToBooleanLosesNothing() throws Exception {
        write("m f=1.5 " + MONDAY);
        write("m f=\"text\" " + (MONDAY + WEEK), "m f=\"\" " + (MONDAY + WEEK + 1));
        write("m f=true " + (MONDAY + 2 * WEEK));
        write("m f=7 " + (MONDAY + 3 * WEEK), "m g=1 " + (MONDAY + 3 * WEEK + 1));

        List<InfluxDBRow> rows = read(client, points("m", field("f", ColumnType.STRING)));

        assertThat(values(rows, "f")).containsExactly(1.5, "text", "", true, 7.0);
        assertThat(read(client, points("m"))).hasSize(6);
    }

    @Test
    void testManyShardGroupsAreReadInOneGo() throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int week = 0; week < 30; week++) {
            lines.append("m,h=a i=").append(week).append("i ");
            lines.append(MONDAY + week * WEEK).append('\n');
        }
        write(lines.toString());

        assertThat(read(client, points("m"))).hasSize(30);
    }

    @Test
    void testAMeasurementThatIsNotThereHasNoRows() throws Exception {
        write("m f=1 1");

        assertThat(read(client, points("other"))).isEmpty();
        assertThat(read(client, points("m", field("other", ColumnType.FLOAT)))).isEmpty();
    }

    @Test
    void testNamesAreNeverReadAsCode() throws Exception {
        List<String> attacks =
                List.of(
                        "x\" OR 1=1 --",
                        "' OR '1'='1",
                        "a\") |> yield(name: \"b",
                        "${r._measurement}",
                        "\\x\" or true or \\y\"",
                        "m; DROP MEASUREMENT m",
                        "/.*/",
                        "$p0",
                        "$timeFilter",
                        "a\tb",
                        "// x",
                        "::field");
        write("m,t=v f=1 1");
        for (String attack : attacks) {
            String escaped = attack.replace(",", "\\,").replace("=", "\\=").replace(" ", "\\ ");
            String measurement = attack.replace(",", "\\,").replace(" ", "\\ ");
            write(measurement + "," + escaped + "=" + escaped + " " + escaped + "=5 1000");

            InfluxDBQuery.OfMeasurement query = points(attack, field(attack, ColumnType.FLOAT));
            List<InfluxDBRow> rows = read(client, where(query, attack, attack, "v"));

            assertThat(rows).as(attack).hasSize(1);
            assertThat(rows.get(0).measurement()).isEqualTo(attack);
            assertThat(rows.get(0).tag(attack)).isEqualTo(attack);
            assertThat(rows.get(0).get(attack)).isEqualTo(5.0);
        }
        for (String attack : attacks) {
            assertThat(read(client, where(points("m"), "t", attack))).as(attack).isEmpty();
            assertThat(read(client, where(points("m"), attack, "v"))).as(attack).isEmpty();
        }
        assertThat(read(client, points("m"))).hasSize(1);
    }

    @Test
    void testControlCharactersInTagsAreFound() throws Exception {
        write("m,t=a\rb f=1 1", "m,t=c\0d f=2 2", "m,t=e f=3 3");

        List<InfluxDBRow> rows = read(client, where(points("m"), "t", "a\rb", "c\0d"));

        assertThat(times(rows)).containsExactly(1L, 2L);
    }

    @Test
    void testThousandsOfTagValuesAreFoundAndOnlyThese() throws Exception {
        List<String> odd = List.of("a.c", "a|b", "(", "x/y", "^$", "[a-z]", "\\d", "{2}");
        List<String> asked = new ArrayList<>(odd);
        StringBuilder lines = new StringBuilder("m,t=abc f=1 1\nm,t=a f=1 2\nm,t=7 f=1 3\n");
        for (int i = 0; i < 3000; i++) {
            asked.add("host-" + i);
            lines.append("m,t=host-").append(2 * i).append(" f=1 ").append(10_000 + i).append('\n');
        }
        for (String tag : odd) {
            lines.append("m,t=").append(tag).append(" f=1 5000\n");
        }
        write(lines.toString());

        List<InfluxDBRow> rows =
                read(client, where(points("m"), "t", asked.toArray(String[]::new)));

        assertThat(rows).hasSize(1500 + odd.size());
        assertThat(rows).allMatch(row -> asked.contains(row.tag("t")));
    }

    @Test
    void testABucketsNameIsNeverReadAsCode() {
        for (String attack :
                Arrays.asList(
                        bucket + "' --",
                        bucket + "\") |> limit(n: 1) //",
                        "${\"" + bucket + "\"}")) {
            InfluxDBQuery query =
                    ReadSupport.points(attack, "m", language, field("f", ColumnType.FLOAT));

            org.assertj.core.api.Assertions.assertThatThrownBy(() -> read(client, query))
                    .as(attack)
                    .isInstanceOf(InfluxDBException.class)
                    .extracting(e -> ((InfluxDBException) e).kind())
                    .isEqualTo(InfluxDBException.Kind.NOT_FOUND);
        }
    }

    @Test
    void testTheMeasurementColumnIsFirst() throws Exception {
        write("m f=1 1");

        assertThat(read(client, points("m")).get(0).layout().column(0).role())
                .isEqualTo(ColumnRole.MEASUREMENT);
    }
}
