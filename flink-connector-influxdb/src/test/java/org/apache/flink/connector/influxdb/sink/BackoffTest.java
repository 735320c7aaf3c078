/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class BackoffTest {

    @ParameterizedTest
    @CsvSource({
        "1, 200",
        "2, 400",
        "3, 800",
        "8, 25600",
        "9, 30000",
        "55, 30000",
        "56, 30000",
        "64, 30000",
        "65, 30000",
        "100, 30000",
        "2147483647, 30000"
    })
    void testCeilingDoublesAndStaysBelowTheLongestWait(int failures, long ceiling) {
        Backoff longest = new Backoff(200, 30_000, bound -> bound - 1);

        assertThat(longest.millis(failures)).isEqualTo(ceiling);
    }

    @Test
    void testEqualLimitsNeverGrow() {
        Backoff backoff = new Backoff(Long.MAX_VALUE / 2, Long.MAX_VALUE / 2, bound -> bound - 1);

        assertThat(backoff.millis(3)).isEqualTo(Long.MAX_VALUE / 2);
    }

    @Test
    void testWaitIsDrawnFromTheWholeTime() {
        Random random = new Random(1);
        Backoff backoff = new Backoff(200, 30_000, bound -> random.nextLong(bound));

        List<Long> waits = Stream.generate(() -> backoff.millis(1)).limit(2000).toList();

        assertThat(waits).allSatisfy(wait -> assertThat(wait).isBetween(1L, 200L));
        assertThat(Set.copyOf(waits)).hasSizeGreaterThan(190);
    }

    @ParameterizedTest
    @CsvSource({"1, 1600", "2, 3200", "5, 25600", "6, 30000", "2147483647, 30000"})
    void testOverloadedServerIsGivenThreeDoublingsMore(int failures, long ceiling) {
        Backoff longest = new Backoff(200, 30_000, bound -> bound - 1);

        assertThat(longest.overloadMillis(failures)).isEqualTo(ceiling);
    }

    @Test
    void testOverloadedServerIsNeverGivenLessThanHalfOfIt() {
        Random random = new Random(1);
        Backoff backoff = new Backoff(200, 30_000, bound -> random.nextLong(bound));

        assertThat(Stream.generate(() -> backoff.overloadMillis(1)).limit(2000))
                .allSatisfy(wait -> assertThat(wait).isBetween(801L, 1600L));
    }
}
