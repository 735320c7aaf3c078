/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.Column;
import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.RowLayout;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class RowHasherTest {

    private static final RowLayout HOST_AND_REGION =
            new RowLayout(
                    List.of(
                            Column.tag("region"),
                            Column.tag("host"),
                            Column.field("value", ColumnType.FLOAT)));

    private final RowHasher hasher = new RowHasher();

    private static InfluxDBRow row(String region, String host, Object value) {
        return new InfluxDBRow(HOST_AND_REGION, 1L, new Object[] {region, host, value});
    }

    @Test
    void testIdentityIsThatOfTheTagsWhateverTheFieldsAre() {
        assertThat(hasher.identity(row("eu", "a", 1.0)))
                .isEqualTo(hasher.identity(row("eu", "a", 2.0)))
                .isNotEqualTo(hasher.identity(row("eu", "b", 1.0)));
    }

    @Test
    void testIdentityDoesNotDependOnTheOrderOfColumnsNorOnTagsThatAreAbsent() {
        RowLayout withMoreTags =
                new RowLayout(
                        List.of(Column.tag("host"), Column.tag("rack"), Column.tag("region")));
        InfluxDBRow later = new InfluxDBRow(withMoreTags, 1L, new Object[] {"a", null, "eu"});

        assertThat(hasher.identity(later)).isEqualTo(hasher.identity(row("eu", "a", 1.0)));
    }

    @Test
    void testIdentityTellsWhereOneTagEndsAndTheNextBegins() {
        assertThat(hasher.identity(row("ab", "c", 1.0)))
                .isNotEqualTo(hasher.identity(row("a", "bc", 1.0)));
        assertThat(hasher.identity(row("a", null, 1.0)))
                .isNotEqualTo(hasher.identity(row(null, "a", 1.0)));
    }

    @Test
    void testIdentityStaysWhatReleasedStateHolds() {
        assertThat(hasher.identity(row("eu", "a", 1.0)))
                .isEqualTo(new Hash128(0x51c8628a0124f516L, 0xe2f51bffefcc75a3L));
    }

    @Test
    void testChainTellsRowsOfAnotherTypeValueTimeOrOrderApart() {
        Hash128 start = new Hash128(0, 0);
        Hash128 one = hasher.chain(start, row("eu", "a", 1.0));

        assertThat(one)
                .isEqualTo(hasher.chain(start, row("eu", "a", 1.0)))
                .isNotEqualTo(hasher.chain(start, row("eu", "a", 1L)))
                .isNotEqualTo(hasher.chain(start, row("eu", "a", BigInteger.ONE)))
                .isNotEqualTo(hasher.chain(start, row("eu", "a", "1.0")))
                .isNotEqualTo(hasher.chain(start, row("eu", "a", true)))
                .isNotEqualTo(hasher.chain(start, row("eu", "a", null)))
                .isNotEqualTo(
                        hasher.chain(
                                start,
                                new InfluxDBRow(
                                        HOST_AND_REGION, 2L, new Object[] {"eu", "a", 1.0})))
                .isNotEqualTo(hasher.chain(one, row("eu", "a", 1.0)));
    }

    @Test
    void testChainStaysWhatReleasedStateHolds() {
        Hash128 hash = new Hash128(0, 0);
        for (Object value : new Object[] {1.0, 1L, BigInteger.ONE, "ä".repeat(500), true, null}) {
            hash = hasher.chain(hash, row("eu", "a", value));
        }

        assertThat(hash).isEqualTo(new Hash128(0x31fecd3bc5cc343cL, 0x33bfeb59c8ff9258L));
    }

    @Test
    void testValuesAreThoseOfTheFieldsAlone() {
        InfluxDBRow row = row("eu", "a", 1.5);
        InfluxDBRow elsewhere = new InfluxDBRow(HOST_AND_REGION, 2L, new Object[] {"us", "b", 1.5});

        assertThat(hasher.values(row))
                .isEqualTo(hasher.values(elsewhere))
                .isNotEqualTo(hasher.values(row("eu", "a", 2.5)));
    }

    @Test
    void testValuesDoNotDependOnTheOrderOfColumnsNorOnFieldsThatAreAbsent() {
        RowLayout before =
                new RowLayout(
                        List.of(
                                Column.field("y", ColumnType.INTEGER),
                                Column.field("x", ColumnType.INTEGER)));
        RowLayout later =
                new RowLayout(
                        List.of(
                                Column.field("w", ColumnType.FLOAT),
                                Column.field("x", ColumnType.INTEGER),
                                Column.tag("host"),
                                Column.field("y", ColumnType.INTEGER)));

        assertThat(hasher.values(new InfluxDBRow(before, 1L, new Object[] {2L, 1L})))
                .isEqualTo(
                        hasher.values(new InfluxDBRow(later, 1L, new Object[] {null, 1L, "a", 2L})))
                .isNotEqualTo(hasher.values(new InfluxDBRow(before, 1L, new Object[] {1L, 2L})));
    }

    @Test
    void testValuesTellTextFlagsAndNumbersApart() {
        assertThat(
                        Stream.of(1L, "1", true, "true", false, 1.5, -0.0, 0L, null)
                                .map(value -> hasher.values(row("eu", "a", value)))
                                .distinct())
                .hasSize(9);
    }

    @ParameterizedTest
    @CsvSource({
        "2.0, 2",
        "-2.0, -2",
        "0.0, 0",
        "9007199254740992.0, 9007199254740992",
        "9223372036854775808.0, 9223372036854775808",
        "-9223372036854775808.0, -9223372036854775808"
    })
    void testEqualNumbersAreTheSameValueInEachType(double asFloat, BigInteger asInteger) {
        long values = hasher.values(row("eu", "a", asFloat));

        assertThat(hasher.values(row("eu", "a", asInteger))).isEqualTo(values);
        if (asInteger.bitLength() < Long.SIZE) {
            assertThat(hasher.values(row("eu", "a", asInteger.longValue()))).isEqualTo(values);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e300, -1e300, 18446744073709551616.0})
    void testFloatsThatNoIntegerCanHoldHaveValuesToo(double value) {
        assertThat(hasher.values(row("eu", "a", value)))
                .isEqualTo(hasher.values(row("eu", "a", value)))
                .isNotEqualTo(hasher.values(row("eu", "a", value / 3 + 1)));
    }

    @Test
    void testValuesStayWhatReleasedStateHolds() {
        assertThat(
                        Stream.of(1.5, 1L, new BigInteger("18446744073709551615"), "ä", true)
                                .map(value -> hasher.values(row("eu", "a", value))))
                .containsExactly(
                        4334678778188536246L,
                        -40562314654328106L,
                        -4613433694659082279L,
                        -1827807031868902092L,
                        2640148495401324989L);
    }
}
