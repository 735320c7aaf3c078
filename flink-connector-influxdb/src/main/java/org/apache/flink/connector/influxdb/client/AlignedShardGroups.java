/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.TimeRange;

/**
 * Shard groups of one duration, as the servers lay them: counted from year 1, so that groups of a
 * week begin on Mondays ({@code CreateShardGroup} in their {@code meta/data.go}).
 */
final class AlignedShardGroups implements ShardGroups {

    /**
     * The duration where the server tells none. A day is what servers choose for middling
     * retention, and its bounds are among those of a week, their other usual choice.
     */
    static final long UNKNOWN_SECONDS = 86_400L;

    private static final long PER_SECOND = 1_000_000_000L;

    /** From 0001-01-01, where Go's time begins, to 1970. */
    private static final long SECONDS_FROM_YEAR_1 = 62_135_596_800L;

    private final long seconds;

    private AlignedShardGroups(long seconds) {
        this.seconds = seconds;
    }

    /**
     * Groups of a duration.
     *
     * @param seconds 0 if it is unknown
     */
    static AlignedShardGroups of(long seconds) {
        return new AlignedShardGroups(seconds <= 0 ? UNKNOWN_SECONDS : seconds);
    }

    /** The group, cut off where time ends for InfluxDB. */
    @Override
    public TimeRange containing(long time) {
        long second = Math.floorDiv(time, PER_SECOND);
        long start = second - Math.floorMod(second + SECONDS_FROM_YEAR_1, seconds);
        return new TimeRange(
                Math.min(time, Math.max(nanos(start), EpochNanos.MIN)),
                Math.max(
                        time == Long.MAX_VALUE ? time : time + 1,
                        Math.min(nanos(start + seconds), EpochNanos.MAX + 1)));
    }

    private static long nanos(long second) {
        if (second > Long.MAX_VALUE / PER_SECOND) {
            return Long.MAX_VALUE;
        }
        return second < Long.MIN_VALUE / PER_SECOND ? Long.MIN_VALUE : second * PER_SECOND;
    }
}
