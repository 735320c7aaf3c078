/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;
import org.apache.flink.connector.influxdb.model.MeasurementSchema;
import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.model.TimeRange;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DialectTest {

    private static final TimeRange SECOND = new TimeRange(0, 1_000_000_000L);
    private static final BucketPath PATH = new BucketPath("db", "rp", "org", true);

    private static MeasurementRead read(String measurement, QueryLanguage language) {
        return new MeasurementRead(
                ReadSupport.where(
                        ReadSupport.points(
                                "buc\"ket",
                                measurement,
                                language,
                                ReadSupport.field("f", ColumnType.INTEGER),
                                ReadSupport.field("g", ColumnType.STRING)),
                        "ho\"st",
                        "a'",
                        "${b}"),
                new MeasurementSchema(
                        List.of("ho\"st"),
                        Map.of(
                                "f", Set.of(ColumnType.FLOAT, ColumnType.INTEGER),
                                "g", Set.of(ColumnType.STRING))));
    }

    private static String form(QueryRequest request, String name) {
        for (String pair : request.body().split("&")) {
            if (pair.startsWith(name + "=")) {
                return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    private static String flux(QueryRequest request) throws Exception {
        return new ObjectMapper().readTree(request.body()).path("query").asText();
    }

    @Test
    void testCountsAreAskedForPerWindowWithoutEmptyOnes() throws Exception {
        Map<String, Object> bound = new LinkedHashMap<>();

        MeasurementRead read = read("m", QueryLanguage.INFLUXQL);
        assertThat(InfluxQlDialect.density(read, read.fields(), SECOND, 60, bound))
                .isEqualTo(
                        "SELECT count(\"f\"::float), count(\"g\"::field) FROM \"m\" WHERE time >="
                                + " 0 AND time < 1000000000 AND (\"ho\\\"st\"::tag = $p0 OR"
                                + " \"ho\\\"st\"::tag = $p1) GROUP BY time(60ns) fill(none)");
        assertThat(bound).containsEntry("p0", "a'").containsEntry("p1", "${b}");
        assertThat(FluxDialect.density(read("m", QueryLanguage.FLUX).query(), SECOND, 60))
                .contains("(r[\"ho\\\"st\"] == \"a'\" or r[\"ho\\\"st\"] == \"\\${b}\")")
                .endsWith(
                        " |> aggregateWindow(every: 60ns, fn: count, createEmpty: false, timeSrc:"
                                + " \"_start\")");
    }

    @Test
    void testWhatIsIndexedIsAskedForByQuotedNames() throws Exception {
        InfluxDBQuery.OfMeasurement query = read("m\"${x}", QueryLanguage.FLUX).query();

        assertThat(InfluxQlDialect.tagKeys(query.measurement(), SECOND))
                .isEqualTo(
                        "SHOW TAG KEYS FROM \"m\\\"${x}\" WHERE time >= 0 AND time < 1000000000");
        assertThat(FluxDialect.fieldKeys(query, SECOND))
                .contains("bucket: \"buc\\\"ket\", measurement: \"m\\\"\\${x}\", start: 1970");
    }

    @Test
    void testInfluxQlNamesKindsAndCastsFieldsOfSeveralTypes() throws Exception {
        QueryRequest request =
                new InfluxQlDialect().points(read("m\\\n", QueryLanguage.INFLUXQL), PATH, SECOND);

        assertThat(form(request, "q"))
                .isEqualTo(
                        "SELECT \"f\"::field, \"f\"::float, \"f\"::integer, \"g\"::field,"
                                + " \"ho\\\"st\"::tag FROM \"m\\\\\\n\" WHERE time >= 0 AND time <"
                                + " 1000000000 AND (\"ho\\\"st\"::tag = $p0 OR \"ho\\\"st\"::tag ="
                                + " $p1)");
        assertThat(form(request, "params")).isEqualTo("{\"p0\":\"a'\",\"p1\":\"${b}\"}");
        assertThat(request.parameters())
                .containsEntry("db", "db")
                .containsEntry("rp", "rp")
                .containsEntry("epoch", "ns")
                .containsEntry("chunked", "true");
    }

    @Test
    void testFluxReadsRawAndAsksForTypes() throws Exception {
        QueryRequest request =
                new FluxDialect(InfluxDBVersion.V2)
                        .points(read("m", QueryLanguage.FLUX), PATH, SECOND);

        assertThat(flux(request))
                .isEqualTo(
                        "from(bucket: \"buc\\\"ket\") |> range(start: 1970-01-01T00:00:00Z, stop:"
                                + " 1970-01-01T00:00:01Z) |> filter(fn: (r) => r._measurement =="
                                + " \"m\" and (r._field == \"f\" or r._field == \"g\") and"
                                + " (r[\"ho\\\"st\"] == \"a'\" or r[\"ho\\\"st\"] == \"\\${b}\"))");
        assertThat(request.body()).contains("\"annotations\":[\"datatype\",\"group\",\"default\"]");
        assertThat(request.parameters()).containsEntry("org", "org");
    }

    @Test
    void testVariablesOfFluxStandBehindImports() {
        assertThat(Flux.withVariables("from(bucket: \"b\")", "option v = {}"))
                .isEqualTo("option v = {} from(bucket: \"b\")");
        assertThat(
                        Flux.withVariables(
                                "// c\npackage main\nimport \"a\" // b\nimport x \"c/d\"\nfrom()",
                                "option v = {}"))
                .isEqualTo(
                        "// c\npackage main\nimport \"a\" // b\nimport x \"c/d\"\noption v = {}"
                                + " from()");
        assertThat(Flux.withVariables("important = 1", "option v = {}"))
                .isEqualTo("option v = {} important = 1");
        assertThat(Flux.withVariables("option v = {a: 1}\nfrom()", "option v = {}"))
                .isEqualTo("option v = {a: 1}\nfrom()");
    }

    @Test
    void testALongPreambleIsNoTrouble() {
        String comments = "// a comment\n\n".repeat(20_000);

        assertThat(Flux.withVariables(comments + "from()", "option v = {}"))
                .isEqualTo(comments + "option v = {} from()");
    }

    @Test
    void testTheIntervalIsAbout360thOfTheRange() throws Exception {
        InfluxDBQuery.OfText query =
                new InfluxDBQuery.OfText(
                        "b",
                        QueryLanguage.INFLUXQL,
                        "SELECT mean(f) FROM m WHERE $timeFilter GROUP BY time($interval),"
                                + " time($__interval)");

        QueryRequest request =
                new InfluxQlDialect().text(query, PATH, new TimeRange(0, 3_600_000_000_000L));

        assertThat(form(request, "q"))
                .isEqualTo(
                        "SELECT mean(f) FROM m WHERE time >= 0 AND time < 3600000000000 GROUP BY"
                                + " time(10000ms), time(10000ms)");
        assertThat(WindowPeriod.of(new TimeRange(0, 1)).text()).isEqualTo("1ms");
        assertThat(WindowPeriod.of(TimeRange.ALL).text()).isEqualTo("51240955760ms");
    }

    @Test
    void testANameThatInfluxQlCannotWriteIsRefused() {
        assertThatThrownBy(() -> InfluxQl.identifier("a\rb"))
                .isInstanceOf(InfluxDBException.class)
                .hasMessageContaining("CR")
                .hasMessageContaining("Flux");
    }

    @Test
    void testWhatAServerDoesNotSpeakIsRefusedByName() {
        assertThatThrownBy(() -> QueryDialect.of(QueryLanguage.SQL, InfluxDBVersion.V2))
                .hasMessageContaining("InfluxDB 2.x has no SQL");
        for (QueryLanguage language : QueryLanguage.values()) {
            assertThatThrownBy(() -> QueryDialect.of(language, InfluxDBVersion.V3))
                    .isInstanceOf(InfluxDBException.class)
                    .hasMessageContaining("InfluxDB 3.x");
        }
    }
}
