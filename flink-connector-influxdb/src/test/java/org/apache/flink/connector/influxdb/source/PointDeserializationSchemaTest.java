/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.Column;
import org.apache.flink.connector.influxdb.model.ColumnRole;
import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.connector.influxdb.model.RowLayout;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.math.BigInteger;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PointDeserializationSchemaTest {

    private final InfluxDBDeserializationSchema<Point> points =
            InfluxDBDeserializationSchema.points();

    @Test
    void testRowBecomesThePointThatItWas() throws Exception {
        RowLayout layout =
                new RowLayout(
                        List.of(
                                new Column(
                                        "_measurement", ColumnType.STRING, ColumnRole.MEASUREMENT),
                                Column.tag("host"),
                                Column.tag("rack"),
                                Column.field("float", ColumnType.FLOAT),
                                Column.field("integer", ColumnType.INTEGER),
                                Column.field("unsigned", ColumnType.UNSIGNED),
                                Column.field("flag", ColumnType.BOOLEAN),
                                Column.field("text", ColumnType.STRING),
                                Column.field("absent", ColumnType.FLOAT),
                                new Column("_start", ColumnType.TIME, ColumnRole.OTHER)));
        InfluxDBRow row =
                new InfluxDBRow(
                        layout,
                        5L,
                        new Object[] {
                            "cpu", "a", null, 1.0, 1L, BigInteger.ONE, true, "", null, 7L
                        });

        assertThat(points.deserialize(row))
                .isEqualTo(
                        Point.measurement("cpu")
                                .tag("host", "a")
                                .field("float", 1.0)
                                .field("integer", 1L)
                                .field("unsigned", BigInteger.ONE)
                                .field("flag", true)
                                .field("text", "")
                                .time(5L));
    }

    @Test
    void testRowOfOneFieldBecomesAPointOfThatField() throws Exception {
        InfluxDBRow row =
                TestRows.row(
                        5L,
                        TestRows.MEASUREMENT,
                        "cpu",
                        Column.field("_value", ColumnType.UNSIGNED),
                        BigInteger.ONE,
                        new Column("_field", ColumnType.STRING, ColumnRole.OTHER),
                        "usage");

        assertThat(points.deserialize(row))
                .isEqualTo(Point.measurement("cpu").field("usage", BigInteger.ONE).time(5L));
    }

    @Test
    void testRowWithoutMeasurementIsRefusedWithTheWayOut() {
        RowLayout layout = new RowLayout(List.of(Column.field("f", ColumnType.FLOAT)));
        InfluxDBRow row = new InfluxDBRow(layout, 5L, new Object[] {1.0});

        assertThatThrownBy(() -> points.deserialize(row))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not say its measurement")
                .hasMessageContaining("_measurement");
    }
}
