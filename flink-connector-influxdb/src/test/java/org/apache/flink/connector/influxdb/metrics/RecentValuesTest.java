/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.metrics;

import org.apache.flink.metrics.HistogramStatistics;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RecentValuesTest {

    private final RecentValues values = new RecentValues();

    @Test
    void testStatisticsAreThoseOfTheValues() {
        for (long value : new long[] {4, 2, 9, 7, 5, 4, 5, 4}) {
            values.update(value);
        }

        HistogramStatistics statistics = values.getStatistics();
        assertThat(values.getCount()).isEqualTo(8);
        assertThat(statistics.size()).isEqualTo(8);
        assertThat(statistics.getValues()).containsExactly(2, 4, 4, 4, 5, 5, 7, 9);
        assertThat(statistics.getMin()).isEqualTo(2);
        assertThat(statistics.getMax()).isEqualTo(9);
        assertThat(statistics.getMean()).isEqualTo(5);
        assertThat(statistics.getStdDev()).isEqualTo(2);
        assertThat(statistics.getQuantile(0)).isEqualTo(2);
        assertThat(statistics.getQuantile(0.5)).isEqualTo(4);
        assertThat(statistics.getQuantile(0.75)).isEqualTo(5);
        assertThat(statistics.getQuantile(1)).isEqualTo(9);
    }

    @Test
    void testOnlyTheLastValuesCount() {
        values.update(1_000_000);
        for (int i = 0; i < RecentValues.SIZE; i++) {
            values.update(i);
        }

        assertThat(values.getCount()).isEqualTo(RecentValues.SIZE + 1);
        assertThat(values.getStatistics().size()).isEqualTo(RecentValues.SIZE);
        assertThat(values.getStatistics().getMax()).isEqualTo(RecentValues.SIZE - 1);
    }

    @Test
    void testWithoutValuesAllIsZero() {
        HistogramStatistics statistics = values.getStatistics();

        assertThat(statistics.size()).isZero();
        assertThat(statistics.getMin()).isZero();
        assertThat(statistics.getMax()).isZero();
        assertThat(statistics.getMean()).isZero();
        assertThat(statistics.getStdDev()).isZero();
        assertThat(statistics.getQuantile(0.99)).isZero();
    }
}
