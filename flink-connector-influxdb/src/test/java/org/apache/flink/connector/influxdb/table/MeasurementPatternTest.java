/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Measurements with names of columns in them. */
class MeasurementPatternTest {

    @Test
    void testColumnsAreFilledIn() {
        MeasurementPattern pattern = new MeasurementPattern("{region}_cpu_{host}.total");

        assertThat(pattern.columns()).containsExactly("region", "host");
        assertThat(pattern.fill(new String[] {"eu", "a{x}"})).isEqualTo("eu_cpu_a{x}.total");
    }

    @Test
    void testWithoutColumnsItIsFixed() {
        MeasurementPattern pattern = new MeasurementPattern("cpu {} }{");

        assertThat(pattern.columns()).isEmpty();
        assertThat(pattern.fill(new String[0])).isEqualTo("cpu {} }{");
    }
}
