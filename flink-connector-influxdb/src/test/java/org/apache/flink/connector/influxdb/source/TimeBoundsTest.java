/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.TimeRange;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TimeBoundsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void testFixedTimeDoesNotAskTheClock() throws Exception {
        Instant time = Instant.parse("2026-01-01T00:00:00.000000001Z");

        long start =
                TimeBounds.at(time)
                        .resolveAsStart(
                                () -> {
                                    throw new IllegalStateException("asked");
                                });

        assertThat(start).isEqualTo(EpochNanos.of(time));
    }

    @Test
    void testLatestAsStartIsTheServersSecondRoundedDown() throws Exception {
        assertThat(TimeBounds.latest().resolveAsStart(() -> NOW)).isEqualTo(EpochNanos.of(NOW));
    }

    @Test
    void testLatestAsStopIsTheServersSecondRoundedUp() throws Exception {
        assertThat(TimeBounds.latest().resolveAsStop(() -> NOW))
                .isEqualTo(EpochNanos.of(NOW.plusSeconds(1)));
    }

    @Test
    void testBeforeCountsBackFromTheServersClock() throws Exception {
        assertThat(TimeBounds.before(Duration.ofHours(1)).resolveAsStart(() -> NOW))
                .isEqualTo(EpochNanos.of(NOW.minus(Duration.ofHours(1))));
    }

    @Test
    void testEarliestIsTheFirstTimeThatAServerTakes() throws Exception {
        assertThat(TimeBounds.earliest().resolveAsStart(() -> NOW))
                .isEqualTo(TimeRange.ALL.start());
    }

    @Test
    void testLongerAgoThanInfluxDBKnowsIsTheEarliest() throws Exception {
        assertThat(TimeBounds.before(Duration.ofDays(1_000_000)).resolveAsStart(() -> NOW))
                .isEqualTo(TimeRange.ALL.start());
        assertThat(
                        TimeBounds.before(Duration.ofDays(200 * 365))
                                .resolveAsStart(
                                        () -> Instant.EPOCH.minus(Duration.ofDays(200 * 365))))
                .isEqualTo(TimeRange.ALL.start());
    }

    @Test
    void testNegativeDurationIsRefused() {
        assertThatThrownBy(() -> TimeBounds.before(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT-1S");
    }

    @Test
    void testEqualBoundsAreEqual() {
        assertThat(TimeBounds.before(Duration.ofHours(1)))
                .isEqualTo(TimeBounds.before(Duration.ofMinutes(60)))
                .hasSameHashCodeAs(TimeBounds.before(Duration.ofMinutes(60)))
                .isNotEqualTo(TimeBounds.latest())
                .hasToString("PT1H before latest");
    }
}
