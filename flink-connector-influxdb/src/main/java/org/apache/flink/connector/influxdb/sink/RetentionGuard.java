/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.client.BucketRetention;
import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.sink.DeadLetter.Category;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Finds the points that are older than their bucket keeps points. The server takes such a point as
 * long as its shard group has younger ones that come with it; so a shard group's duration is
 * allowed for, beyond which no server takes any.
 */
final class RetentionGuard {

    /** How old an answer may be by which a point is rejected. */
    static final Duration FRESH = Duration.ofMinutes(1);

    /** A bucket has one retention. */
    private static final String RETENTION = "retention";

    private final BucketFacts<Limit> facts;
    private final LongSupplier clock;

    /**
     * A guard.
     *
     * @param clock nanoseconds that never go back
     */
    RetentionGuard(BucketFacts<Limit> facts, LongSupplier clock) {
        this.facts = facts;
        this.clock = clock;
    }

    /**
     * The time before which a bucket takes nothing. It moves on with time.
     *
     * @param retention what the server said
     * @param kept how old a point may be, in nanoseconds
     * @param serverTime the server's clock, nanoseconds since 1970
     * @param read our clock no earlier than that
     */
    record Limit(BucketRetention retention, long kept, long serverTime, long read) {

        /** Asks a server, by its own clock. */
        static Limit read(InfluxDBClient client, String bucket, LongSupplier clock)
                throws InfluxDBException {
            BucketRetention retention = client.retention(bucket);
            boolean isUnlimited = retention.seconds() == 0 || retention.shardGroupSeconds() == 0;
            Duration kept =
                    Duration.ofSeconds(retention.seconds())
                            .plusSeconds(retention.shardGroupSeconds());
            long serverTime = EpochNanos.of(client.serverTime());
            return new Limit(
                    retention,
                    isUnlimited ? Long.MAX_VALUE : EpochNanos.of(kept),
                    serverTime,
                    clock.getAsLong());
        }

        boolean isNever() {
            return kept == Long.MAX_VALUE;
        }

        long at(long now) {
            return serverTime + (now - read) - kept;
        }
    }

    Verdict check(String bucket, long time) throws InterruptedException {
        Limit limit = facts.known(bucket, RETENTION);
        if (limit == null || limit.isNever() || time >= limit.at(clock.getAsLong())) {
            return Verdict.PASS;
        }
        limit = facts.fresh(bucket, RETENTION, FRESH);
        long now = clock.getAsLong();
        return limit == null || limit.isNever() || time >= limit.at(now)
                ? Verdict.PASS
                : Verdict.refused(Category.BEYOND_RETENTION, reason(bucket, time, limit, now));
    }

    private static String reason(String bucket, long time, Limit limit, long now) {
        return "The point is of "
                + EpochNanos.toText(time)
                + ", and bucket '"
                + bucket
                + "' keeps points for "
                + Duration.ofSeconds(limit.retention().seconds())
                + "; even with the rest of a shard group, "
                + Duration.ofSeconds(limit.retention().shardGroupSeconds())
                + ", it takes none before "
                + EpochNanos.toText(limit.at(now))
                + ", by the server's clock. Write it to a bucket that keeps points for longer";
    }
}
