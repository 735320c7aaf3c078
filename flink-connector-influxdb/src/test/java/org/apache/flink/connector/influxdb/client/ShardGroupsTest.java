/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.TimeRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.DayOfWeek;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class ShardGroupsTest {

    private static final long SEED = 20260105L;
    private static final long HOUR = 3600;
    private static final long WEEK = 168 * HOUR;

    private static TimeRange range(String start, String stop) {
        return new TimeRange(ReadSupport.at(start), ReadSupport.at(stop));
    }

    @Test
    void testWeeksBeginOnMondays() {
        TimeRange group =
                AlignedShardGroups.of(WEEK).containing(ReadSupport.at("2026-01-08T12:00:00Z"));

        assertThat(group).isEqualTo(range("2026-01-05T00:00:00Z", "2026-01-12T00:00:00Z"));
        assertThat(EpochNanos.toInstant(group.start()).atOffset(ZoneOffset.UTC).getDayOfWeek())
                .isEqualTo(DayOfWeek.MONDAY);
    }

    @Test
    void testAnUnknownDurationCountsAsADay() {
        assertThat(AlignedShardGroups.of(0).containing(-1))
                .isEqualTo(range("1969-12-31T00:00:00Z", "1970-01-01T00:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(longs = {HOUR, 24 * HOUR, WEEK, 31 * 24 * HOUR, 400L * 365 * 24 * HOUR, 1})
    void testGroupsAreNeighboursWithoutAGap(long seconds) {
        ShardGroups groups = AlignedShardGroups.of(seconds);
        Random random = new Random(SEED);
        for (int i = 0; i < 1000; i++) {
            long time = random.nextLong() >> random.nextInt(40);
            TimeRange group = groups.containing(time);
            assertThat(group.contains(time)).isTrue();
            if (group.stop() <= EpochNanos.MAX) {
                assertThat(groups.containing(group.stop()).start()).isEqualTo(group.stop());
            }
        }
    }

    @Test
    void testGroupsAreCutOffWhereTimeEnds() {
        ShardGroups groups = AlignedShardGroups.of(WEEK);

        assertThat(groups.containing(EpochNanos.MIN).start()).isEqualTo(EpochNanos.MIN);
        assertThat(groups.containing(EpochNanos.MAX).stop()).isEqualTo(EpochNanos.MAX + 1);
    }

    @Test
    void testListedGroupsCutThoseThatWouldBeMade() {
        TimeRange listed = range("2026-01-06T00:00:00Z", "2026-01-08T00:00:00Z");
        ShardGroups groups = new ListedShardGroups(List.of(listed), AlignedShardGroups.of(WEEK));

        assertThat(groups.containing(listed.start())).isEqualTo(listed);
        assertThat(groups.containing(listed.start() - 1))
                .isEqualTo(range("2026-01-05T00:00:00Z", "2026-01-06T00:00:00Z"));
        assertThat(groups.containing(listed.stop()))
                .isEqualTo(range("2026-01-08T00:00:00Z", "2026-01-12T00:00:00Z"));
        assertThat(groups.containing(ReadSupport.at("2026-01-12T00:00:00Z")))
                .isEqualTo(range("2026-01-12T00:00:00Z", "2026-01-19T00:00:00Z"));
    }
}
