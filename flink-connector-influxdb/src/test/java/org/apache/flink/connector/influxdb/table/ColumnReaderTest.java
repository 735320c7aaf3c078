/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.DataType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.of;

/** What a value of InfluxDB becomes in a column. */
class ColumnReaderTest {

    private static final BigInteger MAX_UNSIGNED = new BigInteger("18446744073709551615");
    private static final long EXACT = 1L << 53;

    static Stream<Arguments> fitting() {
        return Stream.of(
                of(DataTypes.BOOLEAN(), true, true),
                of(DataTypes.BOOLEAN(), false, false),
                of(DataTypes.TINYINT(), -128L, (byte) -128),
                of(DataTypes.TINYINT(), 127L, (byte) 127),
                of(DataTypes.TINYINT(), BigInteger.TEN, (byte) 10),
                of(DataTypes.SMALLINT(), -32768L, (short) -32768),
                of(DataTypes.SMALLINT(), 32767L, (short) 32767),
                of(DataTypes.INT(), -2147483648L, Integer.MIN_VALUE),
                of(DataTypes.INT(), 2147483647L, Integer.MAX_VALUE),
                of(DataTypes.BIGINT(), Long.MIN_VALUE, Long.MIN_VALUE),
                of(DataTypes.BIGINT(), Long.MAX_VALUE, Long.MAX_VALUE),
                of(DataTypes.BIGINT(), BigInteger.valueOf(Long.MAX_VALUE), Long.MAX_VALUE),
                of(DataTypes.DECIMAL(20, 0), BigInteger.ZERO, decimal("0")),
                of(DataTypes.DECIMAL(20, 0), MAX_UNSIGNED, decimal("18446744073709551615")),
                of(DataTypes.DECIMAL(20, 0), -5L, decimal("-5")),
                of(DataTypes.FLOAT(), 0.1, 0.1f),
                of(DataTypes.FLOAT(), -0.0, -0.0f),
                of(DataTypes.FLOAT(), (double) Float.MAX_VALUE, Float.MAX_VALUE),
                of(DataTypes.FLOAT(), 1e-300, 0.0f),
                of(DataTypes.FLOAT(), Double.NaN, Float.NaN),
                of(DataTypes.FLOAT(), Double.POSITIVE_INFINITY, Float.POSITIVE_INFINITY),
                of(DataTypes.FLOAT(), 16777216L, 16777216f),
                of(DataTypes.DOUBLE(), Double.MIN_VALUE, Double.MIN_VALUE),
                of(DataTypes.DOUBLE(), Double.MAX_VALUE, Double.MAX_VALUE),
                of(DataTypes.DOUBLE(), Double.NaN, Double.NaN),
                of(DataTypes.DOUBLE(), EXACT, (double) EXACT),
                of(DataTypes.DOUBLE(), Long.MIN_VALUE, -0x1p63),
                of(DataTypes.DOUBLE(), BigInteger.ONE.shiftLeft(63), 0x1p63),
                of(DataTypes.STRING(), "", text("")),
                of(DataTypes.STRING(), "a\n\u00e4\ud83d\ude00", text("a\n\u00e4\ud83d\ude00")),
                of(DataTypes.STRING(), 1.5, text("1.5")),
                of(DataTypes.STRING(), 7L, text("7")),
                of(DataTypes.STRING(), MAX_UNSIGNED, text("18446744073709551615")),
                of(DataTypes.STRING(), true, text("true")),
                of(
                        DataTypes.VARCHAR(2),
                        "\ud83d\ude00\ud83d\ude00",
                        text("\ud83d\ude00\ud83d\ude00")),
                of(DataTypes.CHAR(3), "abc", text("abc")),
                of(DataTypes.TIMESTAMP(9), 1L, time("1970-01-01T00:00:00.000000001Z")),
                of(DataTypes.TIMESTAMP_LTZ(3), 1_999_999L, time("1970-01-01T00:00:00.001Z")),
                of(DataTypes.TIMESTAMP_LTZ(3), -1L, time("1969-12-31T23:59:59.999Z")));
    }

    @ParameterizedTest
    @MethodSource("fitting")
    void testValueFits(DataType type, Object value, Object expected) {
        assertThat(reader(type).read(value)).isEqualTo(expected);
    }

    static Stream<Arguments> unfit() {
        return Stream.of(
                of(DataTypes.BOOLEAN(), 1L, "it is an integer; declare the column as BIGINT"),
                of(DataTypes.BOOLEAN(), "true", "it is a string; declare the column as STRING"),
                of(DataTypes.TINYINT(), 128L, "outside -128 to 127; declare the column as BIGINT"),
                of(DataTypes.TINYINT(), -129L, "outside -128 to 127"),
                of(DataTypes.SMALLINT(), 32768L, "outside -32768 to 32767"),
                of(DataTypes.INT(), 2147483648L, "outside -2147483648 to 2147483647"),
                of(DataTypes.BIGINT(), BigInteger.ONE.shiftLeft(63), "as DECIMAL(20, 0)"),
                of(DataTypes.BIGINT(), BigInteger.ONE.shiftLeft(64), "as DECIMAL(20, 0)"),
                of(DataTypes.BIGINT(), 3.0, "it is a float; declare the column as DOUBLE"),
                of(DataTypes.BIGINT(), true, "it is a boolean; declare the column as BOOLEAN"),
                of(DataTypes.DECIMAL(20, 0), 1.0, "it is a float"),
                of(DataTypes.FLOAT(), 3.5e38, "larger than any FLOAT"),
                of(DataTypes.FLOAT(), -3.5e38, "larger than any FLOAT"),
                of(DataTypes.FLOAT(), 16777217L, "no FLOAT holds exactly"),
                of(DataTypes.FLOAT(), "1", "it is a string"),
                of(DataTypes.DOUBLE(), EXACT + 1, "no DOUBLE holds exactly"),
                of(DataTypes.DOUBLE(), Long.MAX_VALUE, "no DOUBLE holds exactly"),
                of(DataTypes.DOUBLE(), MAX_UNSIGNED, "no DOUBLE holds exactly"),
                of(DataTypes.DOUBLE(), "1", "it is a string"),
                of(DataTypes.VARCHAR(2), "abc", "more than 2 characters"),
                of(DataTypes.CHAR(3), "ab", "exactly 3 characters"),
                of(DataTypes.CHAR(3), "abcd", "exactly 3 characters"),
                of(DataTypes.TIMESTAMP(9), "2026", "it is a string"));
    }

    @ParameterizedTest
    @MethodSource("unfit")
    void testValueThatDoesNotFitIsRefusedWithTheWayOut(DataType type, Object value, String why) {
        assertThatThrownBy(() -> reader(type).read(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    static Stream<Arguments> floors() {
        return Stream.of(
                of(0, "1969-12-31T23:59:59Z"),
                of(1, "1969-12-31T23:59:59.900Z"),
                of(3, "1969-12-31T23:59:59.999Z"),
                of(5, "1969-12-31T23:59:59.999990Z"),
                of(6, "1969-12-31T23:59:59.999999Z"),
                of(8, "1969-12-31T23:59:59.999999990Z"),
                of(9, "1969-12-31T23:59:59.999999999Z"));
    }

    @ParameterizedTest
    @MethodSource("floors")
    void testTimeIsRoundedDownToThePrecisionOfTheColumn(int precision, String expected) {
        long unit = ColumnTypes.timestampUnit(DataTypes.TIMESTAMP(precision).getLogicalType());

        assertThat(ColumnReader.toTimestamp(-1L, unit)).isEqualTo(time(expected));
    }

    @Test
    void testEarliestAndLatestTimeKeepTheirPrecision() {
        assertThat(ColumnReader.toTimestamp(Long.MIN_VALUE, 1L).toInstant())
                .isEqualTo(Instant.parse("1677-09-21T00:12:43.145224192Z"));
        assertThat(ColumnReader.toTimestamp(Long.MIN_VALUE, 1_000_000_000L).toInstant())
                .isEqualTo(Instant.parse("1677-09-21T00:12:43Z"));
        assertThat(ColumnReader.toTimestamp(Long.MAX_VALUE, 1L).toInstant())
                .isEqualTo(Instant.parse("2262-04-11T23:47:16.854775807Z"));
    }

    private static ColumnReader reader(DataType type) {
        return ColumnReader.of(type.getLogicalType());
    }

    private static DecimalData decimal(String value) {
        return DecimalData.fromBigDecimal(new BigDecimal(value), 20, 0);
    }

    private static StringData text(String value) {
        return StringData.fromString(value);
    }

    private static TimestampData time(String value) {
        return TimestampData.fromInstant(Instant.parse(value));
    }
}
