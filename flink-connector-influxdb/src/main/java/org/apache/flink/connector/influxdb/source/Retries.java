/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** Counts the faults of a reading that come without progress in between, and waits after each. */
final class Retries {

    /** Three attempts over ten seconds: long enough for a token or bucket that is being renewed. */
    private static final int MAX_REFUSALS = 3;

    private static final Duration AFTER_REFUSAL = Duration.ofSeconds(5);

    private static final Set<Kind> REFUSALS =
            EnumSet.of(Kind.UNAUTHENTICATED, Kind.FORBIDDEN, Kind.NOT_FOUND);

    private final RetryOptions options;
    private final RandomGenerator random;
    private final LongSupplier nanoClock;

    private int failures;
    private int refusals;
    private boolean isWaiting;
    private long retryAt;

    /**
     * Retries without a fault so far.
     *
     * @param nanoClock like System.nanoTime
     */
    Retries(RetryOptions options, RandomGenerator random, LongSupplier nanoClock) {
        this.options = options;
        this.random = random;
        this.nanoClock = nanoClock;
    }

    /** Whether the last fault was followed by no other attempt yet. */
    boolean isWaiting() {
        return isWaiting;
    }

    /** How long to wait for the next attempt; negative if its time is over. */
    long nanosToWait(long now) {
        return retryAt - now;
    }

    /** Called when an attempt begins. */
    void begin() {
        isWaiting = false;
    }

    /** Called when an attempt got further: faults count anew. */
    void progress() {
        failures = 0;
        refusals = 0;
    }

    /** The faults so far without progress. */
    int failures() {
        return failures;
    }

    int max() {
        return options.maxRetries();
    }

    /**
     * Takes note of a fault.
     *
     * @return how long to wait, or nothing if another attempt has no prospect
     */
    Optional<Duration> next(InfluxDBException fault) {
        boolean isRefusal = REFUSALS.contains(fault.kind());
        failures++;
        refusals = isRefusal ? refusals + 1 : 0;
        boolean hasProspect = isRefusal ? refusals < MAX_REFUSALS : fault.isTransient();
        if (!hasProspect || failures > options.maxRetries()) {
            return Optional.empty();
        }
        Duration wait =
                isRefusal
                        ? shorter(AFTER_REFUSAL, options.maxBackoff())
                        : options.waitAfter(fault, failures, random);
        retryAt = nanoClock.getAsLong() + wait.toNanos();
        isWaiting = true;
        return Optional.of(wait);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
