/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.Column;
import org.apache.flink.connector.influxdb.model.ColumnRole;
import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.InfluxDBColumn;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Map;

import static org.apache.flink.connector.influxdb.source.TestRows.MEASUREMENT;
import static org.apache.flink.connector.influxdb.source.TestRows.row;
import static org.apache.flink.connector.influxdb.source.TestRows.sent;
import static org.apache.flink.connector.influxdb.source.TestRows.shipped;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ObjectDeserializationSchemaTest {

    private static final Column HOST = Column.tag("host");
    private static final Column USAGE = Column.field("usage", ColumnType.FLOAT);
    private static final Column COUNT = Column.field("count", ColumnType.INTEGER);

    /** All that a record can take. */
    public record Everything(
            Instant time,
            String measurement,
            Map<String, String> tags,
            String host,
            double usage,
            Double boxed,
            float rounded,
            long count,
            int small,
            short smaller,
            Byte smallest,
            BigInteger unsigned,
            Boolean up,
            @InfluxDBColumn("odd name, \"=ü") String odd) {}

    /** A POJO of public fields, some of a class above it. */
    public static class Base {
        public LocalDateTime time;
    }

    /** See above. */
    public static class Pojo extends Base {
        public String host;

        @InfluxDBColumn("usage")
        public double percent;

        public transient String ignored = "not touched";
    }

    /** A POJO with setters. */
    public static class Bean {
        private long timestamp;
        private String hostName;
        private boolean isUp;

        public long getTimestamp() {
            return timestamp;
        }

        public void setTimestamp(long timestamp) {
            this.timestamp = timestamp;
        }

        public String getHostName() {
            return hostName;
        }

        public Bean setHostName(String hostName) {
            this.hostName = hostName;
            return this;
        }

        public boolean isUp() {
            return isUp;
        }

        public void setUp(boolean up) {
            isUp = up;
        }
    }

    /** A time of another name, and a column called timestamp. */
    public record Renamed(
            @InfluxDBColumn("time") long at,
            Long timestamp,
            @InfluxDBColumn("time2") Instant end) {}

    /** One number. */
    public record OnlyInt(int count) {}

    /** One boxed number. */
    public record OnlyDouble(Double count) {}

    /** Needs a time. */
    public record OnlyTime(long time) {}

    /** Refuses what it does not like. */
    public record Picky(long count) {
        public Picky {
            if (count < 0) {
                throw new IllegalStateException("too few");
            }
        }
    }

    @Test
    void testRecordTakesAllThatARowHas() throws Exception {
        InfluxDBDeserializationSchema<Everything> schema =
                shipped(InfluxDBDeserializationSchema.of(Everything.class));

        Everything made =
                schema.deserialize(
                        row(
                                1L,
                                new Object[] {
                                    MEASUREMENT,
                                    "cpu",
                                    HOST,
                                    "a",
                                    USAGE,
                                    0.5,
                                    Column.field("boxed", ColumnType.INTEGER),
                                    7L,
                                    Column.field("rounded", ColumnType.FLOAT),
                                    0.1,
                                    COUNT,
                                    Long.MIN_VALUE,
                                    Column.field("small", ColumnType.INTEGER),
                                    1L,
                                    Column.field("smaller", ColumnType.INTEGER),
                                    -1L,
                                    Column.field("smallest", ColumnType.UNSIGNED),
                                    BigInteger.TEN,
                                    Column.field("unsigned", ColumnType.UNSIGNED),
                                    BigInteger.TWO.pow(64).subtract(BigInteger.ONE),
                                    Column.field("up", ColumnType.BOOLEAN),
                                    true,
                                    Column.field("odd name, \"=ü", ColumnType.STRING),
                                    ""
                                }));

        Everything expected =
                new Everything(
                        Instant.ofEpochSecond(0, 1),
                        "cpu",
                        Map.of("host", "a"),
                        "a",
                        0.5,
                        7.0,
                        0.1f,
                        Long.MIN_VALUE,
                        1,
                        (short) -1,
                        (byte) 10,
                        BigInteger.TWO.pow(64).subtract(BigInteger.ONE),
                        true,
                        "");
        assertThat(made).isEqualTo(expected);
        assertThat(sent(schema, made)).isEqualTo(expected);
    }

    @Test
    void testPojoTakesFieldsAlsoOfTheClassAboveIt() throws Exception {
        InfluxDBDeserializationSchema<Pojo> schema =
                shipped(InfluxDBDeserializationSchema.of(Pojo.class));

        Pojo made = sent(schema, schema.deserialize(row(1L, HOST, "a", USAGE, 0.5)));

        assertThat(made.time).isEqualTo(LocalDateTime.parse("1970-01-01T00:00:00.000000001"));
        assertThat(made.host).isEqualTo("a");
        assertThat(made.percent).isEqualTo(0.5);
        assertThat(made.ignored).isEqualTo("not touched");
    }

    @Test
    void testPojoTakesSettersByFlinksRules() throws Exception {
        InfluxDBDeserializationSchema<Bean> schema =
                shipped(InfluxDBDeserializationSchema.of(Bean.class));

        Bean made =
                sent(
                        schema,
                        schema.deserialize(
                                row(
                                        5L,
                                        Column.tag("hostName"),
                                        "a",
                                        Column.field("isUp", ColumnType.BOOLEAN),
                                        true)));

        assertThat(made.getTimestamp()).isEqualTo(5L);
        assertThat(made.getHostName()).isEqualTo("a");
        assertThat(made.isUp()).isTrue();
    }

    @Test
    void testNamedTimeLeavesTimestampToTheColumn() throws Exception {
        assertThat(
                        InfluxDBDeserializationSchema.of(Renamed.class)
                                .deserialize(
                                        row(
                                                5L,
                                                Column.field("timestamp", ColumnType.INTEGER),
                                                7L,
                                                new Column(
                                                        "time2", ColumnType.TIME, ColumnRole.OTHER),
                                                9L)))
                .isEqualTo(new Renamed(5L, 7L, Instant.ofEpochSecond(0, 9)));
    }

    @Test
    void testColumnsAreFoundAnewInEveryLayout() throws Exception {
        InfluxDBDeserializationSchema<OnlyInt> schema =
                InfluxDBDeserializationSchema.of(OnlyInt.class);

        assertThat(schema.deserialize(row(1L, COUNT, 1L))).isEqualTo(new OnlyInt(1));
        assertThat(schema.deserialize(row(1L, HOST, "a", COUNT, 2L))).isEqualTo(new OnlyInt(2));
    }

    @Test
    void testMissingValueIsNull() throws Exception {
        InfluxDBDeserializationSchema<OnlyDouble> schema =
                InfluxDBDeserializationSchema.of(OnlyDouble.class);

        assertThat(schema.deserialize(row(1L, COUNT, null))).isEqualTo(new OnlyDouble(null));
        assertThat(schema.deserialize(row(1L, HOST, "a"))).isEqualTo(new OnlyDouble(null));
    }

    @Test
    void testMissingValueOfAPrimitiveIsRefusedWithTheWayOut() {
        assertThatThrownBy(
                        () ->
                                InfluxDBDeserializationSchema.of(OnlyInt.class)
                                        .deserialize(row(1L, COUNT, null)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("OnlyInt.count: column 'count' has no value")
                .hasMessageContaining("Declare it as Integer");
    }

    @Test
    void testMissingTimeOfAPrimitiveIsRefusedWithTheWayOut() {
        assertThatThrownBy(
                        () ->
                                InfluxDBDeserializationSchema.of(OnlyTime.class)
                                        .deserialize(row(null, COUNT, 1L)))
                .hasMessageContaining("the time has no value")
                .hasMessageContaining("Long")
                .hasMessageContaining("let the query answer with a time");
    }

    @Test
    void testOverflowIsRefused() {
        assertThatThrownBy(
                        () ->
                                InfluxDBDeserializationSchema.of(OnlyInt.class)
                                        .deserialize(row(1L, COUNT, 1L << 31)))
                .hasMessageContaining("column 'count' holds 2147483648")
                .hasMessageContaining("'int count'")
                .hasMessageContaining("use long");
    }

    @Test
    void testRefusalOfTheConstructorIsToldWithTheValues() {
        assertThatThrownBy(
                        () ->
                                InfluxDBDeserializationSchema.of(Picky.class)
                                        .deserialize(row(1L, COUNT, -1L)))
                .hasMessageContaining("Picky")
                .hasMessageContaining("[-1]")
                .hasMessageContaining("too few");
    }
}
