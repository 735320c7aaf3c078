/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.model;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class NameIndexTest {

    @Test
    void testRandomNamesAreFoundAsInAMap() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        NameIndex index = new NameIndex();
        Map<String, Integer> model = new HashMap<>();
        for (int i = 0; i < 2_000; i++) {
            String name = "n" + random.nextInt(500);
            if (random.nextBoolean()) {
                index.put(name, i);
                model.put(name, i);
            } else {
                index.putIfAbsent(name, i);
                model.putIfAbsent(name, i);
            }

            String asked = "n" + random.nextInt(600);

            assertThat(index.get(asked))
                    .as("seed %d, step %d, name %s", seed, i, asked)
                    .isEqualTo(model.getOrDefault(asked, NameIndex.NONE));
        }
    }

    @Test
    void testNamesOfOneHashAreToldApart() {
        assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
        NameIndex index = new NameIndex();
        index.put("Aa", 1);

        assertThat(index.get("BB")).isEqualTo(NameIndex.NONE);
    }

    @Test
    void testAllOfAnotherIndexGoBeforeItsOwn() {
        NameIndex index = new NameIndex();
        index.put("a", 1);
        index.put("b", 2);
        NameIndex other = new NameIndex();
        other.put("b", 3);

        index.putAll(other);

        assertThat(index.get("a")).isEqualTo(1);
        assertThat(index.get("b")).isEqualTo(3);
    }
}
