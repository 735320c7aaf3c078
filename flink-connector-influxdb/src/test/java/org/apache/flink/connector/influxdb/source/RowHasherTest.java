/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.Column;
import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.RowLayout;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.util.List;

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
}
