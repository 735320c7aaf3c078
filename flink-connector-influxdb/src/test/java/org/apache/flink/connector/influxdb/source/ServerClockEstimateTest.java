/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.EpochNanos;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class ServerClockEstimateTest {

    private static final long START = EpochNanos.of(Instant.parse("2026-01-05T00:00:00.7Z"));
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private long nanos;
    private long server = START;
    private int asked;

    private final ServerClockEstimate estimate =
            new ServerClockEstimate(
                    () -> {
                        asked++;
                        pass(Duration.ofMillis(3));
                        Instant told = EpochNanos.toInstant(server);
                        pass(Duration.ofMillis(4));
                        return Instant.ofEpochSecond(told.getEpochSecond());
                    },
                    () -> nanos);

    private void pass(Duration time) {
        nanos += time.toNanos();
        server += time.toNanos();
    }

    @Test
    void testTimeIsThatOfTheServerRoundedDown() throws Exception {
        assertThat(estimate.now()).isEqualTo(START - SECOND * 7 / 10);
    }

    @Test
    void testTimeGoesOnWithoutAsking() throws Exception {
        long first = estimate.now();
        pass(Duration.ofSeconds(5));

        assertThat(estimate.now() - first).isEqualTo(5 * SECOND * 999 / 1000);
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void testLaterAnswerCorrectsItUpwards() throws Exception {
        estimate.now();
        pass(Duration.ofMillis(10_299));

        assertThat(server - estimate.now()).isLessThan(SECOND / 20);
    }

    @Test
    void testServerWhoseClockIsSetBackIsFollowed() throws Exception {
        estimate.now();
        server -= 100 * SECOND;
        pass(Duration.ofSeconds(10));

        assertThat(estimate.now()).isBetween(server - SECOND, server);
    }

    @Test
    void testServerWhoseClockIsSetForwardIsFollowed() throws Exception {
        estimate.now();
        server += 100 * SECOND;
        pass(Duration.ofSeconds(10));

        assertThat(estimate.now()).isBetween(server - 2 * SECOND, server);
    }

    @Test
    void testItIsNeverAheadOfAServerWhoseClockIsSlower() throws Exception {
        Random random = new Random(1);
        for (int i = 0; i < 1000; i++) {
            long step = random.nextLong(5 * SECOND);
            nanos += step;
            server += step - step / 1500;

            assertThat(estimate.now()).isBetween(server - SECOND * 11 / 10, server);
        }
    }
}
