/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Names with names of columns in them. */
class NamePatternTest {

    @Test
    void testColumnsAreFilledIn() {
        NamePattern pattern = new NamePattern("{region}_cpu_{host}.total");

        assertThat(pattern.columns()).containsExactly("region", "host");
        assertThat(pattern.fill(new String[] {"eu", "a{x}"})).isEqualTo("eu_cpu_a{x}.total");
    }

    @Test
    void testWithoutColumnsItIsFixed() {
        NamePattern pattern = new NamePattern("cpu {} }{");

        assertThat(pattern.columns()).isEmpty();
        assertThat(pattern.fill(new String[0])).isEqualTo("cpu {} }{");
    }
}
