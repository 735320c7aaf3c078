/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.InfluxDBException;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** Counts the faults of a reading that come without progress in between, and waits after each. */
final class Retries {

    private final RetryOptions options;
    private final RandomGenerator random;
    private final LongSupplier nanoClock;

    private int failures;
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
        failures++;
        if (!fault.isTransient() || failures > options.maxRetries()) {
            return Optional.empty();
        }
        Duration wait = options.waitAfter(fault, failures, random);
        retryAt = nanoClock.getAsLong() + wait.toNanos();
        isWaiting = true;
        return Optional.of(wait);
    }
}
