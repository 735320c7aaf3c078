/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.InfluxDBException;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

import static org.assertj.core.api.Assertions.assertThat;

class RetryOptionsTest {

    private static final RetryOptions RETRY =
            new RetryOptions(10, Duration.ofMillis(200), Duration.ofSeconds(30));

    private static final RandomGenerator LONGEST =
            new RandomGenerator() {
                @Override
                public long nextLong() {
                    return Long.MAX_VALUE;
                }

                @Override
                public long nextLong(long bound) {
                    return bound - 1;
                }
            };

    @Test
    void testLongestWaitDoublesUpToTheMaximum() {
        assertThat(RETRY.backoff(1, LONGEST)).isEqualTo(Duration.ofMillis(200));
        assertThat(RETRY.backoff(2, LONGEST)).isEqualTo(Duration.ofMillis(400));
        assertThat(RETRY.backoff(8, LONGEST)).isEqualTo(Duration.ofMillis(25_600));
        assertThat(RETRY.backoff(9, LONGEST)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void testWaitNeverOverflows() {
        for (int retry = 1; retry <= 1000; retry++) {
            assertThat(RETRY.backoff(retry, LONGEST))
                    .isBetween(Duration.ofMillis(200), Duration.ofSeconds(30));
        }
    }

    @Test
    void testWaitsAreSpreadOverTheWholeBackoff() {
        Random random = new Random(42);

        List<Duration> waits =
                random.ints(1000).mapToObj(unused -> RETRY.backoff(1, random)).toList();

        assertThat(waits).anyMatch(wait -> wait.toMillis() < 20);
        assertThat(waits).anyMatch(wait -> wait.toMillis() > 180);
        assertThat(waits).allMatch(wait -> wait.toMillis() <= 200);
    }

    @Test
    void testServerThatAsksForALongerWaitGetsIt() {
        InfluxDBException fault =
                new InfluxDBException(
                        InfluxDBException.Kind.OVERLOADED,
                        "busy",
                        null,
                        503,
                        "busy",
                        Duration.ofMinutes(2),
                        List.of());

        assertThat(RETRY.waitAfter(fault, 1, LONGEST)).isEqualTo(Duration.ofMinutes(2));
    }
}
