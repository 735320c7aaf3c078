/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.InfluxDBException;

import java.io.Serializable;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often and how soon a read that failed is tried again.
 *
 * @param maxRetries in a row, without a row in between
 * @param initialBackoff the longest wait before the first retry; it doubles from one to the next
 * @param maxBackoff the longest wait of all
 */
record RetryOptions(int maxRetries, Duration initialBackoff, Duration maxBackoff)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    /**
     * How long to wait: a random part of the backoff ("full jitter"), so that the readers of a job
     * do not come back to a struggling server all at once.
     *
     * @param retry 1 for the first
     */
    Duration backoff(int retry, RandomGenerator random) {
        long longest = maxBackoff.toNanos();
        long initial = initialBackoff.toNanos();
        int doublings = retry - 1;
        boolean capped =
                doublings >= Long.numberOfLeadingZeros(initial) - 1
                        || initial << doublings > longest;
        return Duration.ofNanos(random.nextLong((capped ? longest : initial << doublings) + 1));
    }

    /** How long to wait after a fault: the backoff, or what the server asks for if it is longer. */
    Duration waitAfter(InfluxDBException fault, int retry, RandomGenerator random) {
        Duration backoff = backoff(retry, random);
        Duration asked = fault.retryAfter().orElse(Duration.ZERO);
        return asked.compareTo(backoff) > 0 ? asked : backoff;
    }
}
