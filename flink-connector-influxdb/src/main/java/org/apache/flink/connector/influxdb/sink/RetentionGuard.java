/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.client.BucketRetention;
import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.sink.DeadLetter.Category;

import javax.annotation.Nullable;

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

    /** How far ahead of the limit a point has to be to pass without a look at the clock. */
    private static final Duration AHEAD = Duration.ofMinutes(10);

    private final BucketFacts<Limit> facts;
    private final SideReads reads;
    private final LongSupplier clock;

    // Looking at the clock costs more than all else here, and most points are far from the limit.
    @Nullable private String lastBucket;
    private long passFrom;
    private boolean isTimerSet;

    /**
     * A guard.
     *
     * @param clock nanoseconds that never go back
     */
    RetentionGuard(BucketFacts<Limit> facts, SideReads reads, LongSupplier clock) {
        this.facts = facts;
        this.reads = reads;
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
        if (bucket == lastBucket && time >= passFrom) {
            return Verdict.PASS;
        }
        Limit limit = facts.known(bucket, RETENTION);
        if (limit == null || limit.isNever()) {
            return Verdict.PASS;
        }
        long now = clock.getAsLong();
        if (time >= limit.at(now)) {
            remember(bucket, limit.at(now));
            return Verdict.PASS;
        }
        limit = facts.fresh(bucket, RETENTION, FRESH);
        now = clock.getAsLong();
        return limit == null || limit.isNever() || time >= limit.at(now)
                ? Verdict.PASS
                : Verdict.refused(Category.BEYOND_RETENTION, reason(bucket, time, limit, now));
    }

    /** For half of the time in which the limit gets there. */
    private void remember(String bucket, long limit) {
        lastBucket = bucket;
        passFrom = limit + AHEAD.toNanos();
        if (!isTimerSet) {
            isTimerSet = true;
            reads.after(
                    AHEAD.dividedBy(2),
                    () -> {
                        isTimerSet = false;
                        lastBucket = null;
                    });
        }
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
