/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.influxdb.model.Column;
import org.apache.flink.connector.influxdb.model.ColumnRole;
import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.MeasurementSchema;
import org.apache.flink.types.Row;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

import static org.apache.flink.connector.influxdb.source.TestRows.MEASUREMENT;
import static org.apache.flink.connector.influxdb.source.TestRows.row;
import static org.apache.flink.connector.influxdb.source.TestRows.sent;
import static org.apache.flink.connector.influxdb.source.TestRows.shipped;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RowDeserializationSchemaTest {

    private static final Column TIME = new Column("time", ColumnType.TIME, ColumnRole.TIME);
    private static final Column HOST = Column.tag("host");
    private static final Column USAGE = Column.field("usage", ColumnType.FLOAT);

    @Test
    void testFieldsAreFoundByPositionAndByName() throws Exception {
        InfluxDBDeserializationSchema<Row> schema =
                shipped(
                        InfluxDBDeserializationSchema.rows(
                                List.of(
                                        MEASUREMENT,
                                        TIME,
                                        HOST,
                                        USAGE,
                                        Column.field("unsigned", ColumnType.UNSIGNED),
                                        Column.field("absent", ColumnType.BOOLEAN),
                                        Column.field("unknown", ColumnType.INTEGER))));

        Row made =
                schema.deserialize(
                        row(
                                1L,
                                new Object[] {
                                    HOST,
                                    "a",
                                    Column.field("absent", ColumnType.BOOLEAN),
                                    null,
                                    Column.field("unsigned", ColumnType.UNSIGNED),
                                    BigInteger.TEN,
                                    USAGE,
                                    0.5,
                                    MEASUREMENT,
                                    "cpu"
                                }));

        Row expected =
                Row.of("cpu", Instant.ofEpochSecond(0, 1), "a", 0.5, BigInteger.TEN, null, null);
        assertThat(made).isEqualTo(expected);
        assertThat(made.getField("usage")).isEqualTo(0.5);
        assertThat(sent(schema, made)).isEqualTo(expected);
        assertThat(sent(schema, made).getField("host")).isEqualTo("a");
    }

    @Test
    void testTypeIsThatOfTheServersSchema() {
        MeasurementSchema schema =
                new MeasurementSchema(
                        List.of("rack", "host"),
                        Map.of(
                                "float", EnumSet.of(ColumnType.FLOAT),
                                "host", EnumSet.of(ColumnType.BOOLEAN),
                                "unsigned", EnumSet.of(ColumnType.UNSIGNED)));

        assertThat(RowColumns.of(schema).type())
                .isEqualTo(
                        Types.ROW_NAMED(
                                new String[] {
                                    "time", "host", "rack", "float", "host_1", "unsigned"
                                },
                                Types.INSTANT,
                                Types.STRING,
                                Types.STRING,
                                Types.DOUBLE,
                                Types.BOOLEAN,
                                Types.BIG_INT));
    }

    @Test
    void testFieldOfSeveralTypesIsOfTheNarrowestThatHoldsThemAll() {
        MeasurementSchema schema =
                new MeasurementSchema(
                        List.of(),
                        Map.of(
                                "a", EnumSet.of(ColumnType.INTEGER, ColumnType.FLOAT),
                                "b", EnumSet.of(ColumnType.INTEGER, ColumnType.UNSIGNED),
                                "c", EnumSet.of(ColumnType.FLOAT, ColumnType.STRING),
                                "d", EnumSet.of(ColumnType.BOOLEAN, ColumnType.INTEGER)));

        assertThat(RowColumns.of(schema).columns())
                .containsExactly(
                        TIME,
                        Column.field("a", ColumnType.FLOAT),
                        Column.field("b", ColumnType.UNSIGNED),
                        Column.field("c", ColumnType.STRING),
                        Column.field("d", ColumnType.STRING));
    }

    @Test
    void testNumberedNameIsNotTakenByAnotherColumn() {
        RowColumns columns =
                new RowColumns(
                        List.of(
                                Column.tag("a"),
                                Column.tag("a_1"),
                                Column.field("a", ColumnType.FLOAT)));

        assertThat(columns.type())
                .isEqualTo(
                        Types.ROW_NAMED(
                                new String[] {"a", "a_1", "a_2"},
                                Types.STRING,
                                Types.STRING,
                                Types.DOUBLE));
    }

    @Test
    void testTagAndFieldOfOneNameAreToldApart() throws Exception {
        Column field = Column.field("host", ColumnType.INTEGER);

        assertThat(
                        InfluxDBDeserializationSchema.rows(List.of(HOST, field))
                                .deserialize(row(1L, field, 1L, HOST, "a")))
                .isEqualTo(Row.of("a", 1L));
    }

    @Test
    void testTextColumnTakesAnyValue() throws Exception {
        InfluxDBDeserializationSchema<Row> schema =
                InfluxDBDeserializationSchema.rows(List.of(Column.field("f", ColumnType.STRING)));

        assertThat(schema.deserialize(row(1L, Column.field("f", ColumnType.FLOAT), 1.5)))
                .isEqualTo(Row.of("1.5"));
        assertThat(
                        schema.deserialize(
                                row(1L, new Column("f", ColumnType.TIME, ColumnRole.FIELD), 0L)))
                .isEqualTo(Row.of("1970-01-01T00:00:00Z"));
    }

    @Test
    void testValueOfAnotherTypeIsRefusedWithTheWayOut() {
        InfluxDBDeserializationSchema<Row> schema =
                InfluxDBDeserializationSchema.rows(List.of(USAGE));

        assertThatThrownBy(() -> schema.deserialize(row(1L, USAGE, "high")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Column 'usage' holds 'high'")
                .hasMessageContaining("FLOAT")
                .hasMessageContaining("STRING, which takes the text of any value");
    }

    @Test
    void testColumnsThatMakeNoRowAreRefused() {
        assertThatThrownBy(() -> InfluxDBDeserializationSchema.rows(List.of()))
                .hasMessageContaining("at least one column");
        assertThatThrownBy(() -> InfluxDBDeserializationSchema.rows(List.of(HOST, HOST)))
                .hasMessageContaining("'host' is there twice");
    }
}
