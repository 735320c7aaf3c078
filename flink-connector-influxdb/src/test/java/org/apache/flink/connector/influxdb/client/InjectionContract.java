/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.model.TimeRange;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.influxdb.testserver.TestServerException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static org.apache.flink.connector.influxdb.client.ReadSupport.field;
import static org.apache.flink.connector.influxdb.client.ReadSupport.points;
import static org.apache.flink.connector.influxdb.client.ReadSupport.read;
import static org.apache.flink.connector.influxdb.client.ReadSupport.times;
import static org.apache.flink.connector.influxdb.client.ReadSupport.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Names and values that would do harm if a server read them as code: data of that name come back
 * exactly, nothing else is read, and the data beside them stay as they are.
 */
abstract class InjectionContract {

    private static final TimeRange RANGE = new TimeRange(0, 10_000);

    private final InfluxDBExtension influxdb;
    private final QueryLanguage language;
    private InfluxDBClient client;
    private String bucket;
    private String stateBefore;

    InjectionContract(InfluxDBExtension influxdb, QueryLanguage language) {
        this.influxdb = influxdb;
        this.language = language;
    }

    /** What breaks out of each kind of quotes, of regular expressions, comments, statements. */
    static Stream<String> attacks() {
        return Stream.of(
                "\" OR 1=1 --",
                "' OR '1'='1",
                "\"; DROP MEASUREMENT \"victim\"; SELECT \"",
                "'; DROP MEASUREMENT victim --",
                "m; DELETE FROM victim",
                "\") |> yield(name: \"b\") //",
                "\" or r._measurement == \"victim",
                "${r._measurement}",
                "${v.defaultBucket}",
                "$timeFilter",
                "$p0",
                "\\\" OR \\\"",
                "\\') or true //",
                "\\",
                "a\\nb",
                "/.*/",
                ".*",
                "a/ or true or /b",
                "x|victim",
                "(?i)victim",
                "/* victim */",
                "-- victim",
                "// victim",
                "victim;",
                "::field",
                "*",
                "a\tb",
                "%27%20OR%201=1",
                "\u2028 or true");
    }

    /** The same, but not for names, which servers cannot store with these characters. */
    static Stream<String> attacksWithLines() {
        return Stream.of(
                "a\nb",
                "\"\nDROP MEASUREMENT \"victim\"\n",
                "x\" // \n or true",
                "'\n; DROP MEASUREMENT victim",
                "\r\nvictim",
                "\0");
    }

    @BeforeEach
    void open() {
        client = ReadSupport.client(influxdb.server());
        bucket = influxdb.newBucket();
        influxdb.server()
                .writeLineProtocol(bucket, "victim,t=a f=1 1000\nvictim,t=b f=2 2000\nm,t=v f=1 1");
        stateBefore = state();
    }

    /** The data, and the names of all that could be created or dropped. */
    private String state() {
        return influxdb.server().queryInfluxQl(bucket, "SELECT * FROM victim; SELECT * FROM m")
                + influxdb.server().queryInfluxQl(bucket, "SHOW MEASUREMENTS; SHOW SERIES");
    }

    @AfterEach
    void close() {
        client.close();
    }

    private static String escaped(String name) {
        return name.replace(",", "\\,").replace("=", "\\=").replace(" ", "\\ ");
    }

    private InfluxDBQuery.OfMeasurement query(String measurement, String field) {
        return points(bucket, measurement, language, field(field, ColumnType.STRING));
    }

    /** A backslash at the end, or before a quote, has no spelling in line protocol. */
    private static String storable(String attack) {
        return (attack.endsWith("\\") ? attack + "x" : attack).replace("\\\"", "\\x\"");
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void testWhatIsCalledSoIsReadAndNothingElse(String attack) throws Exception {
        String name = storable(attack);
        String text = attack.replace("\\", "\\\\").replace("\"", "\\\"");
        String key = escaped(name);
        influxdb.server()
                .writeLineProtocol(
                        bucket,
                        name.replace(",", "\\,").replace(" ", "\\ ")
                                + ","
                                + key
                                + "="
                                + key
                                + " "
                                + key
                                + "=\""
                                + text
                                + "\" 1000");
        stateBefore = state();

        List<InfluxDBRow> rows = read(client, where(query(name, name), name, name), RANGE);

        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).measurement()).isEqualTo(name);
        assertThat(rows.get(0).tag(name)).isEqualTo(name);
        assertThat(rows.get(0).get(rows.get(0).layout().size() - 1)).isEqualTo(attack);
        assertThat(client.schema(bucket, name).tags()).containsExactly(name);
        assertThat(client.schema(bucket, name).fields()).containsOnlyKeys(name);
        assertThat(client.measurements(bucket)).containsExactlyInAnyOrder("m", "victim", name);
        assertThat(client.census(where(query(name, name), name, name)).extent(RANGE)).isPresent();
        assertThat(state()).isEqualTo(stateBefore);
    }

    @ParameterizedTest
    @MethodSource({"attacks", "attacksWithLines"})
    void testWhatIsNotThereIsNotFound(String attack) throws Exception {
        InfluxDBQuery.OfMeasurement known = query("m", "f");

        assertThat(readOrRefused(query(attack, "f"))).isEmpty();
        assertThat(readOrRefused(query("m", attack))).isEmpty();
        assertThat(readOrRefused(where(known, attack, "v"))).isEmpty();
        assertThat(read(client, where(known, "t", attack), RANGE)).isEmpty();
        assertThat(state()).isEqualTo(stateBefore);
    }

    /** InfluxQL has no way to write some control characters in a name; then nothing is sent. */
    private List<InfluxDBRow> readOrRefused(InfluxDBQuery query) throws InfluxDBException {
        try {
            return read(client, query, RANGE);
        } catch (InfluxDBException e) {
            assertThat(e).hasMessageContaining("cannot name");
            return List.of();
        }
    }

    @Test
    void testManyValuesOfATagMatchThemselvesOnly() throws Exception {
        List<String> values = new ArrayList<>(attacks().map(InjectionContract::storable).toList());
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            lines.append("m,t=").append(escaped(values.get(i))).append(" f=1 ").append(100 + i);
            lines.append('\n');
        }
        influxdb.server().writeLineProtocol(bucket, lines.toString());
        values.addAll(attacksWithLines().toList());

        List<InfluxDBRow> rows =
                read(
                        client,
                        where(
                                points(bucket, "m", language, field("f", ColumnType.FLOAT)),
                                "t",
                                values.toArray(String[]::new)),
                        RANGE);

        assertThat(rows).hasSize((int) attacks().count());
        assertThat(times(rows)).doesNotContain(1L);
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void testABucketOfThatNameIsReadAndNoOther(String attack) throws Exception {
        String name = bucket + attack;
        try {
            influxdb.server().createBucket(name);
        } catch (TestServerException e) {
            readsNothingOfABucketThatCannotBe(name);
            return;
        }
        try {
            influxdb.server().writeLineProtocol(name, "victim,t=c f=7 3000");

            assertThat(times(read(client, points(name, "victim", language), RANGE)))
                    .containsExactly(3000L);
            assertThat(times(read(client, ownQuery(name), RANGE))).containsExactly(3000L);
            assertThat(state()).isEqualTo(stateBefore);
        } finally {
            influxdb.server().dropBucket(name);
        }
    }

    private void readsNothingOfABucketThatCannotBe(String name) {
        for (InfluxDBQuery query : List.of(points(name, "victim", language), ownQuery(name))) {
            assertThat(catchThrowable(() -> read(client, query, RANGE)))
                    .isInstanceOf(InfluxDBException.class)
                    .extracting(e -> ((InfluxDBException) e).kind())
                    .isEqualTo(InfluxDBException.Kind.NOT_FOUND);
        }
        assertThat(state()).isEqualTo(stateBefore);
    }

    private InfluxDBQuery ownQuery(String name) {
        return new InfluxDBQuery.OfText(
                name,
                language,
                language == QueryLanguage.FLUX
                        ? "from(bucket: v.defaultBucket)"
                                + " |> range(start: v.timeRangeStart, stop: v.timeRangeStop)"
                        : "SELECT * FROM victim WHERE $timeFilter");
    }
}
