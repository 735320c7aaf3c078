/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.model;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Names with places in them. */
class NamePatternTest {

    @Test
    void testPlacesAreFilledIn() {
        NamePattern pattern = new NamePattern("{region}_cpu_{host}.total");

        assertThat(pattern.places()).containsExactly("region", "host");
        assertThat(pattern.fill(new String[] {"eu", "a{x}"})).isEqualTo("eu_cpu_a{x}.total");
    }

    @Test
    void testWithoutPlacesItIsFixed() {
        NamePattern pattern = new NamePattern("cpu {} }{");

        assertThat(pattern.places()).isEmpty();
        assertThat(pattern.fill(new String[0])).isEqualTo("cpu {} }{");
    }
}
