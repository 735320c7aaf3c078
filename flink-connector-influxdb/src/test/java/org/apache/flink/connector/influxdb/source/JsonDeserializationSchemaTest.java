/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.Column;
import org.apache.flink.connector.influxdb.model.ColumnRole;
import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.TimeFormat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

import static org.apache.flink.connector.influxdb.source.TestRows.MEASUREMENT;
import static org.apache.flink.connector.influxdb.source.TestRows.row;
import static org.apache.flink.connector.influxdb.source.TestRows.sent;
import static org.apache.flink.connector.influxdb.source.TestRows.shipped;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JsonDeserializationSchemaTest {

    private static final Column HOST = Column.tag("host");
    private static final Column USAGE = Column.field("usage", ColumnType.FLOAT);

    private static InfluxDBRow everything() {
        return row(
                -1L,
                new Object[] {
                    MEASUREMENT,
                    "cpu",
                    HOST,
                    "ä\"\n",
                    Column.tag("rack"),
                    null,
                    USAGE,
                    1.0,
                    Column.field("count", ColumnType.INTEGER),
                    Long.MIN_VALUE,
                    Column.field("unsigned", ColumnType.UNSIGNED),
                    BigInteger.TWO.pow(64).subtract(BigInteger.ONE),
                    Column.field("up", ColumnType.BOOLEAN),
                    true,
                    Column.field("empty", ColumnType.STRING),
                    "",
                    Column.field("absent", ColumnType.FLOAT),
                    null,
                    new Column("_start", ColumnType.TIME, ColumnRole.OTHER),
                    0L
                });
    }

    @Test
    void testFlatJsonHasAllColumnsSideBySide() throws Exception {
        assertThat(
                        shipped(InfluxDBDeserializationSchema.jsonStrings(JsonFormat.FLAT))
                                .deserialize(everything()))
                .isEqualTo(
                        "{\"time\":\"1969-12-31T23:59:59.999999999Z\",\"measurement\":\"cpu\","
                                + "\"host\":\"ä\\\"\\n\",\"usage\":1.0,"
                                + "\"count\":-9223372036854775808,"
                                + "\"unsigned\":18446744073709551615,\"up\":true,\"empty\":\"\","
                                + "\"_start\":\"1970-01-01T00:00:00Z\"}");
    }

    @Test
    void testNestedJsonHasTagsAndFieldsApart() throws Exception {
        assertThat(
                        shipped(InfluxDBDeserializationSchema.jsonStrings(JsonFormat.NESTED))
                                .deserialize(
                                        row(
                                                0L,
                                                MEASUREMENT,
                                                "cpu",
                                                Column.tag("x"),
                                                "a",
                                                Column.field("x", ColumnType.INTEGER),
                                                1L)))
                .isEqualTo(
                        "{\"time\":\"1970-01-01T00:00:00Z\",\"measurement\":\"cpu\","
                                + "\"tags\":{\"x\":\"a\"},\"fields\":{\"x\":1}}");
    }

    @Test
    void testBytesAreTheStringInUtf8() throws Exception {
        assertThat(
                        shipped(InfluxDBDeserializationSchema.jsonBytes(JsonFormat.FLAT))
                                .deserialize(everything()))
                .isEqualTo(
                        InfluxDBDeserializationSchema.jsonStrings(JsonFormat.FLAT)
                                .deserialize(everything())
                                .getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void testObjectsKeepTheirTypesBetweenOperators() throws Exception {
        InfluxDBDeserializationSchema<ObjectNode> schema =
                shipped(InfluxDBDeserializationSchema.jsonObjects(JsonFormat.FLAT));

        ObjectNode object = schema.deserialize(everything());

        assertThat(object.get("count").isLong()).isTrue();
        assertThat(object.get("usage").isDouble()).isTrue();
        assertThat(object.get("unsigned").bigIntegerValue()).hasToString("18446744073709551615");
        assertThat(object.has("absent")).isFalse();
        assertThat(sent(schema, object)).isEqualTo(object);
    }

    @ParameterizedTest
    @CsvSource({
        "RFC_3339, '\"1969-12-31T23:59:59.999999999Z\"'",
        "EPOCH_SECONDS, -1",
        "EPOCH_MILLIS, -1",
        "EPOCH_MICROS, -1",
        "EPOCH_NANOS, -1"
    })
    void testTimesBefore1970AreRoundedDown(TimeFormat format, String expected) throws Exception {
        assertThat(
                        InfluxDBDeserializationSchema.jsonStrings(JsonFormat.FLAT.withTime(format))
                                .deserialize(row(-1L)))
                .isEqualTo("{\"time\":" + expected + "}");
    }

    @ParameterizedTest
    @CsvSource({
        "EPOCH_SECONDS, 1",
        "EPOCH_MILLIS, 1002",
        "EPOCH_MICROS, 1002003",
        "EPOCH_NANOS, 1002003004"
    })
    void testTimesAreNumbersOfTheUnit(TimeFormat format, long expected) throws Exception {
        assertThat(
                        InfluxDBDeserializationSchema.jsonObjects(
                                        JsonFormat.NESTED.withTime(format))
                                .deserialize(row(1_002_003_004L))
                                .get("time")
                                .longValue())
                .isEqualTo(expected);
    }

    @Test
    void testWhatAnAnswerDoesNotSayIsLeftOut() throws Exception {
        assertThat(
                        InfluxDBDeserializationSchema.jsonStrings(JsonFormat.FLAT)
                                .deserialize(row(null, USAGE, Double.NEGATIVE_INFINITY)))
                .isEqualTo("{\"usage\":\"-Infinity\"}");
    }

    @Test
    void testTwoColumnsOfOneNameAreNoFlatJson() {
        InfluxDBRow row =
                row(0L, Column.tag("x"), "a", Column.field("x", ColumnType.INTEGER), null);

        assertThatThrownBy(
                        () ->
                                InfluxDBDeserializationSchema.jsonStrings(JsonFormat.FLAT)
                                        .deserialize(row))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("two members of the name 'x'")
                .hasMessageContaining("NESTED");
    }
}
