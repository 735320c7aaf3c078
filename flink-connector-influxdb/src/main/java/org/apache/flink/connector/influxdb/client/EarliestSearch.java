/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.TimeRange;

import java.util.Optional;

/**
 * Looks for the first point of a long range. To find the first of 52,000 pairs of series and shard
 * a server opens all of them (half a second, seen on 1.8.10 and 2.9.1), so this asks for stretches
 * that grow while they are empty and shrink where the index says that something begins.
 */
final class EarliestSearch {

    /** As long as most shard groups: below it there is nothing to be saved. */
    private static final long LEAST = 7 * 86_400_000_000_000L;

    private static final int FACTOR = 4;
    private static final long MOST = Long.MAX_VALUE / FACTOR;

    /** Whether there may be a point in a range: a cheap guess that only saves time. */
    interface Guess {
        boolean mayHold(TimeRange range) throws InfluxDBException;
    }

    /** Finds a time before which the range has no point, or proves that it has none. */
    interface Proof {
        Optional<Long> first(TimeRange range) throws InfluxDBException;
    }

    private final Guess guess;
    private final Proof proof;

    EarliestSearch(Guess guess, Proof proof) {
        this.guess = guess;
        this.proof = proof;
    }

    Optional<Long> in(TimeRange range) throws InfluxDBException {
        TimeRange rest = range;
        long least = LEAST;
        long span = LEAST;
        while (true) {
            TimeRange probe = rest.first(span);
            boolean isGuessed = span > least && guess.mayHold(probe);
            if (isGuessed) {
                span = Math.max(least, span / FACTOR);
                continue;
            }
            Optional<Long> first = proof.first(probe);
            if (first.isPresent() || probe.stop() == rest.stop()) {
                return first;
            }
            if (span == least) {
                // Where guesses are wrong (an index keeps what was deleted) ever less is asked.
                least = Math.min(MOST, 2 * least);
            }
            rest = rest.withStart(probe.stop());
            span = span > MOST ? span : span * FACTOR;
        }
    }
}
