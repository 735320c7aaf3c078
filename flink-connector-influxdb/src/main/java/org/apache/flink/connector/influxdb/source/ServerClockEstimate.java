/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.InfluxDBException;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What time it is for the server at least, without asking it each time. The server tells its time
 * in whole seconds, rounded down, so each answer gives a latest and an earliest time that it can
 * have been. The latest of all lower bounds is kept, and counted on by our own clock; an answer
 * that proves it to be ahead of the server replaces it. For one thread.
 */
final class ServerClockEstimate {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private static final long MAX_AGE = Duration.ofSeconds(10).toNanos();

    /** Our clock may be faster than the server's by no more than one part in so many. */
    private static final long DRIFT = 1000;

    private final TimeBounds.ServerClock server;
    private final LongSupplier nanoClock;

    private boolean isKnown;
    private long time;
    private long timeOf;
    private long askedAt;

    /**
     * A clock that has not asked yet.
     *
     * @param nanoClock like System.nanoTime
     */
    ServerClockEstimate(TimeBounds.ServerClock server, LongSupplier nanoClock) {
        this.server = server;
        this.nanoClock = nanoClock;
    }

    /**
     * A time that is not after the server's now, and by little more than a second before it.
     *
     * @return nanoseconds since 1970
     */
    long now() throws InfluxDBException {
        if (!isKnown || nanoClock.getAsLong() - askedAt >= MAX_AGE) {
            ask();
        }
        return at(nanoClock.getAsLong());
    }

    private void ask() throws InfluxDBException {
        long before = nanoClock.getAsLong();
        long told = EpochNanos.of(server.now());
        long after = nanoClock.getAsLong();
        boolean isAhead = isKnown && at(before) >= told + SECOND;
        if (!isKnown || isAhead || at(after) < told) {
            time = told;
            timeOf = after;
        }
        askedAt = after;
        isKnown = true;
    }

    private long at(long nanos) {
        long passed = nanos - timeOf;
        return time + passed - passed / DRIFT;
    }
}
