/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class StringCacheTest {

    private final StringCache cache = new StringCache();

    private String decode(String text) {
        byte[] bytes = ("<" + text + ">").getBytes(StandardCharsets.UTF_8);
        return cache.decode(bytes, 1, bytes.length - 1);
    }

    @Test
    void testRandomTextsAreDecodedWhateverCameBefore() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String text = "wért-" + random.nextInt(1 + i % 9_000);
            assertThat(decode(text)).as("seed %d, step %d", seed, i).isEqualTo(text);
        }
    }

    @Test
    void testValuesThatGoRoundInTurnsAreOneStringEach() {
        String a = decode("host-a");
        String b = decode("host-b");

        assertThat(decode("host-a")).isSameAs(a);
        assertThat(decode("host-b")).isSameAs(b);
        assertThat(decode("host-b")).isSameAs(b);
        assertThat(decode("host-a")).isSameAs(a);
    }

    @Test
    void testLongAndEmptyTextsAreDecoded() {
        assertThat(decode("x".repeat(300))).isEqualTo("x".repeat(300));
        assertThat(decode("")).isEmpty();
    }
}
