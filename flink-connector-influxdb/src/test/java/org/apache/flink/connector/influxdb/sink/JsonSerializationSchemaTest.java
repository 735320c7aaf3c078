/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.connector.influxdb.model.TimeFormat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JsonSerializationSchemaTest {

    private static JsonMapping.Builder mapping() {
        return JsonMapping.builder().measurement("m");
    }

    private static Point point(JsonMapping.Builder mapping, String json) throws Exception {
        return Serialized.by(InfluxDBSerializationSchema.jsonStrings(mapping.build())).point(json);
    }

    private static void assertRejected(JsonMapping.Builder mapping, String json, String why) {
        assertThatThrownBy(() -> point(mapping, json))
                .isInstanceOfSatisfying(
                        RejectedRecordException.class, e -> assertThat(e.record()).isEqualTo(json))
                .hasMessageContaining(why);
    }

    @Test
    void testEventBecomesItsPoint() throws Exception {
        assertThat(
                        point(
                                JsonMapping.builder()
                                        .measurement("{kind}_{place_region}")
                                        .tags("host", "place_city")
                                        .time("at", TimeFormat.EPOCH_MILLIS)
                                        .constantTag("site", "north"),
                                """
                                {"kind": "cpu", "host": "a", "at": 1767225600123, "up": true,
                                 "place": {"city": "Bonn", "region": "eu", "floor": {"no": 3}},
                                 "load": [0.5, 1.25], "note": "", "nothing": null, "none": {}}
                                """))
                .isEqualTo(
                        Point.measurement("cpu_eu")
                                .tag("host", "a")
                                .tag("place_city", "Bonn")
                                .tag("site", "north")
                                .field("up", true)
                                .field("place_floor_no", 3L)
                                .field("load_0", 0.5)
                                .field("load_1", 1.25)
                                .field("note", "")
                                .time(1_767_225_600_123_000_000L));
    }

    @Test
    void testListedFieldsAreAllThereIs() throws Exception {
        assertThat(
                        point(
                                mapping().fields("a.b", "c").separator("."),
                                "{\"a\": {\"b\": 1, \"x\": 2}, \"c\": \"t\", \"y\": [1]}"))
                .isEqualTo(Point.measurement("m").field("a.b", 1L).field("c", "t"));
    }

    @Test
    void testObjectsAndBytesAreReadToo() throws Exception {
        ObjectNode object = JsonNodeFactory.instance.objectNode().put("f", 0.1f).put("g", 1);
        Point point = Point.measurement("m").field("f", 0.1).field("g", 1L);

        assertThat(
                        Serialized.by(InfluxDBSerializationSchema.jsonObjects(mapping().build()))
                                .point(object))
                .isEqualTo(point);
        assertThat(
                        Serialized.by(InfluxDBSerializationSchema.jsonBytes(mapping().build()))
                                .point("{\"f\":0.1,\"g\":1}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(point);
    }

    @Test
    void testNumbersAreWhatTheyAreWrittenAs() throws Exception {
        assertThat(
                        point(
                                mapping(),
                                "{\"a\":1,\"b\":1.0,\"c\":1e2,\"d\":-9223372036854775808,"
                                        + "\"e\":18446744073709551615}"))
                .isEqualTo(
                        Point.measurement("m")
                                .field("a", 1L)
                                .field("b", 1.0)
                                .field("c", 100.0)
                                .field("d", Long.MIN_VALUE)
                                .field("e", new BigInteger("18446744073709551615")));
    }

    @Test
    void testAllNumbersMayBeFloats() throws Exception {
        JsonMapping.Builder mapping = mapping().numbersAsFloats().type("n", ColumnType.INTEGER);

        assertThat(point(mapping, "{\"a\":1,\"b\":1.5,\"n\":2}"))
                .isEqualTo(Point.measurement("m").field("a", 1.0).field("b", 1.5).field("n", 2L));
        assertRejected(mapping, "{\"a\":9007199254740993}", "that a float would round");
        assertRejected(mapping, "{\"a\":18446744073709551615}", "that a float would round");
    }

    @Test
    void testDeclaredTypesConvertExactly() throws Exception {
        assertThat(
                        point(
                                mapping()
                                        .type("f", ColumnType.FLOAT)
                                        .type("i", ColumnType.INTEGER)
                                        .type("u", ColumnType.UNSIGNED)
                                        .type("s", ColumnType.STRING)
                                        .type("b", ColumnType.BOOLEAN),
                                "{\"f\":1,\"i\":2.0,\"u\":3,\"s\":4,\"b\":false}"))
                .isEqualTo(
                        Point.measurement("m")
                                .field("f", 1.0)
                                .field("i", 2L)
                                .field("u", BigInteger.valueOf(3))
                                .field("s", "4")
                                .field("b", false));
    }

    @ParameterizedTest
    @CsvSource({
        "FLOAT, '\"1\"'",
        "FLOAT, 1e400",
        "FLOAT, true",
        "INTEGER, 1.5",
        "INTEGER, 9223372036854775808",
        "INTEGER, 1e300",
        "INTEGER, '\"1\"'",
        "UNSIGNED, -1",
        "UNSIGNED, 18446744073709551616",
        "UNSIGNED, 0.5",
        "STRING, 0.5",
        "BOOLEAN, 1",
        "BOOLEAN, '\"true\"'"
    })
    void testMistypedFieldIsRejected(ColumnType type, String value) {
        assertRejected(mapping().type("f", type), "{\"f\":" + value + "}", "'f' is ");
    }

    @Test
    void testIntegerThatIsTooLargeIsRejected() {
        assertRejected(mapping(), "{\"f\":18446744073709551616}", "'f' is 18446744073709551616");
        assertRejected(mapping(), "{\"f\":-9223372036854775809}", "unsigned");
    }

    @Test
    void testTagsAreTextsIntegersAndBooleans() throws Exception {
        assertThat(point(mapping().tags("a", "b", "c"), "{\"a\":\"x\",\"b\":7,\"c\":true,\"f\":1}"))
                .isEqualTo(
                        Point.measurement("m")
                                .tag("a", "x")
                                .tag("b", "7")
                                .tag("c", "true")
                                .field("f", 1L));
        assertRejected(mapping().tags("a"), "{\"a\":0.5,\"f\":1}", "'a' is 0.5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"f\":1}", "{\"t\":null,\"f\":1}", "{\"t\":\"\",\"f\":1}"})
    void testMissingTagIsRejectedOrLeftOutAsTheMappingSays(String json) throws Exception {
        assertRejected(mapping().tags("t"), json, "'t', which is a tag, is missing");
        assertThat(point(mapping().tags("t").leaveOutMissing(), json))
                .isEqualTo(Point.measurement("m").field("f", 1L));
    }

    @Test
    void testMissingFieldIsRejectedOrLeftOutAsTheMappingSays() throws Exception {
        JsonMapping.Builder mapping = mapping().fields("f", "g");

        assertRejected(mapping, "{\"f\":1}", "'g', which is a field, is missing");
        assertThat(point(mapping.leaveOutMissing(), "{\"f\":1}"))
                .isEqualTo(Point.measurement("m").field("f", 1L));
    }

    @Test
    void testMissingPartOfTheMeasurementIsRejected() {
        assertRejected(
                JsonMapping.builder().measurement("cpu_{region}").leaveOutMissing(),
                "{\"f\":1}",
                "'region', which names the measurement, is missing");
    }

    @ParameterizedTest
    @CsvSource({
        "RFC_3339, '\"2026-01-01T00:00:00.000000001Z\"', 1767225600000000001",
        "RFC_3339, '\"2026-01-01T02:00:00+02:00\"', 1767225600000000000",
        "EPOCH_SECONDS, 1767225600, 1767225600000000000",
        "EPOCH_SECONDS, 1767225600.5, 1767225600500000000",
        "EPOCH_MILLIS, -1, -1000000",
        "EPOCH_MICROS, 1767225600000001, 1767225600000001000",
        "EPOCH_NANOS, 1767225600000000001, 1767225600000000001",
        "EPOCH_NANOS, '\"1767225600000000001\"', 1767225600000000001"
    })
    void testTimeIsExact(TimeFormat format, String value, long nanos) throws Exception {
        assertThat(point(mapping().time("t", format), "{\"f\":1,\"t\":" + value + "}"))
                .isEqualTo(Point.measurement("m").field("f", 1L).time(nanos));
    }

    @ParameterizedTest
    @CsvSource({
        "RFC_3339, 1767225600",
        "RFC_3339, '\"yesterday\"'",
        "RFC_3339, '\"2026-01-01T00:00:00\"'",
        "RFC_3339, '\"2300-01-01T00:00:00Z\"'",
        "EPOCH_SECONDS, true",
        "EPOCH_SECONDS, '\"x\"'",
        "EPOCH_SECONDS, 9223372037",
        "EPOCH_SECONDS, '\"1e999999999\"'",
        "EPOCH_SECONDS, '\"1e-999999999\"'",
        "EPOCH_NANOS, 0.5",
        "EPOCH_NANOS, 9223372036854775808"
    })
    void testTimeThatIsNoneIsRejected(TimeFormat format, String value) {
        assertRejected(mapping().time("t", format), "{\"f\":1,\"t\":" + value + "}", "'t' is ");
    }

    @Test
    void testMissingTimeIsRejectedAlways() {
        assertRejected(
                mapping().time("t", TimeFormat.RFC_3339).leaveOutMissing(),
                "{\"f\":1}",
                "'t', which is the time, is missing");
    }

    @Test
    void testWithoutATimeMemberThePointHasNone() throws Exception {
        assertThat(point(mapping(), "{\"f\":1}").hasTime()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "1",
                "{",
                "{\"f\":1",
                "{\"f\":1} x",
                "{\"f\":1}{\"f\":2}",
                "{\"f\":1,\"f\":2}",
                "{\"f\":NaN}"
            })
    void testWhatIsNoJsonObjectIsRejected(String text) {
        assertRejected(mapping(), text, "No point can be made of a JSON record: ");
    }

    @Test
    void testMembersOfOneFlatNameAreRejected() {
        assertRejected(
                mapping(),
                "{\"a_b\":1,\"a\":{\"b\":2}}",
                "two members are called 'a_b' when they are flattened");
    }

    @Test
    void testBytesThatAreNoTextAreShownAsFarAsTheyAre() throws Exception {
        var schema = Serialized.by(InfluxDBSerializationSchema.jsonBytes(mapping().build()));

        assertThatThrownBy(() -> schema.point(new byte[] {'{', (byte) 0xff}))
                .isInstanceOfSatisfying(
                        RejectedRecordException.class,
                        e -> assertThat(e.record()).isEqualTo("{\ufffd"));
    }
}
