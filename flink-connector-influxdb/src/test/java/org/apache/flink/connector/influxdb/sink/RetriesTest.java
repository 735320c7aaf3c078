/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

class RetriesTest {

    private final Backoff longest = new Backoff(200, 1000, bound -> bound - 1);

    @Test
    void testFailureOfAnOlderRoundCountsNot() {
        Retries retries = new Retries(longest, 5);
        int round = retries.round();

        assertThat(retries.failed(round, Duration.ZERO)).isEqualTo(200);
        assertThat(retries.failed(round, Duration.ZERO)).isZero();

        assertThat(retries.inARow()).isEqualTo(1);
    }

    @Test
    void testFailureOfAnOlderRoundMayStillAskForAWait() {
        Retries retries = new Retries(longest, 5);
        int round = retries.round();
        retries.failed(round, Duration.ZERO);

        assertThat(retries.failed(round, Duration.ofSeconds(3))).isEqualTo(3000);
    }

    @Test
    void testAbsurdWaitIsBounded() {
        Retries retries = new Retries(longest, 5);

        assertThat(retries.failed(retries.round(), Duration.ofSeconds(Long.MAX_VALUE)))
                .isEqualTo(Duration.ofDays(365).toMillis());
    }

    @Test
    void testExhaustedAfterTheAllowedNumberOfFurtherAttempts() {
        Retries retries = new Retries(longest, 1);

        retries.failed(retries.round(), Duration.ZERO);
        assertThat(retries.areExhausted()).isFalse();
        retries.failed(retries.round(), Duration.ZERO);

        assertThat(retries.areExhausted()).isTrue();
    }

    @Test
    void testSuccessStartsAnew() {
        Retries retries = new Retries(longest, 1);
        retries.failed(retries.round(), Duration.ZERO);

        retries.succeeded();
        retries.failed(retries.round(), Duration.ZERO);

        assertThat(retries.areExhausted()).isFalse();
        assertThat(retries.inARow()).isEqualTo(1);
    }

    @Test
    void testNoLimitIsNeverExhausted() {
        Retries retries = new Retries(longest, SinkSettings.Retrying.NO_LIMIT);

        for (int i = 0; i < 100_000; i++) {
            retries.failed(retries.round(), Duration.ZERO);
        }

        assertThat(retries.areExhausted()).isFalse();
    }
}
