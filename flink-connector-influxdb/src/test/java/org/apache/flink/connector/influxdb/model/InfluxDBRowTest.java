/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.model;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InfluxDBRowTest {

    private static InfluxDBRow row(Column column, Object value) {
        return new InfluxDBRow(new RowLayout(List.of(column)), 1L, new Object[] {value});
    }

    @Test
    void testMissingValueIsNullForEveryGetter() {
        InfluxDBRow row = row(Column.field("f", ColumnType.FLOAT), null);

        assertThat(row.getDouble("f")).isNull();
        assertThat(row.getLong("f")).isNull();
        assertThat(row.getUnsigned("f")).isNull();
        assertThat(row.getBoolean("f")).isNull();
        assertThat(row.getString("no such")).isNull();
        assertThat(row.getInstant("no such")).isNull();
        assertThat(row.isNull("f")).isTrue();
    }

    @Test
    void testIntegerThatADoubleCannotHoldIsRefused() {
        Column field = Column.field("f", ColumnType.INTEGER);

        assertThat(row(field, Long.MIN_VALUE).getDouble("f")).isEqualTo(-0x1p63);
        for (Object odd :
                List.of(
                        (1L << 53) + 1,
                        Long.MAX_VALUE,
                        BigInteger.TWO.pow(64).subtract(BigInteger.ONE))) {
            assertThatThrownBy(() -> row(field, odd).getDouble("f"))
                    .hasMessageContaining("'f' holds the integer " + odd);
        }
    }

    @Test
    void testTimeOfAQueryIsAnInstant() {
        assertThat(
                        row(new Column("_start", ColumnType.TIME, ColumnRole.OTHER), -1L)
                                .getInstant("_start"))
                .isEqualTo(Instant.parse("1969-12-31T23:59:59.999999999Z"));
    }

    @Test
    void testIntegerIsNoTimeSinceItHasNoUnit() {
        assertThatThrownBy(() -> row(Column.field("at", ColumnType.INTEGER), 5L).getInstant("at"))
                .hasMessageContaining("'at' holds 5, which is no time to InfluxDB")
                .hasMessageContaining("getLong");
    }

    @Test
    void testFieldsAndTagsAreThoseThatThePointHas() {
        InfluxDBRow row =
                new InfluxDBRow(
                        new RowLayout(
                                List.of(
                                        Column.tag("host"),
                                        Column.tag("rack"),
                                        Column.field("f", ColumnType.FLOAT),
                                        Column.field("g", ColumnType.FLOAT))),
                        1L,
                        new Object[] {"a", null, null, 0.5});

        assertThat(row.tags()).isEqualTo(Map.of("host", "a"));
        assertThat(row.fields()).isEqualTo(Map.of("g", 0.5));
    }
}
