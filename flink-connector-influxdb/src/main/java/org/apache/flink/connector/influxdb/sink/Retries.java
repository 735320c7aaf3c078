/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.model.InfluxDBException;

import java.time.Duration;
import java.util.function.IntToLongFunction;

/**
 * Counts attempts without success and says how long to wait after each.
 *
 * <p>Requests that were on their way together fail together, and that is one attempt: a failure
 * counts only if its request was sent after the last one that did.
 */
final class Retries {

    private static final Duration LONGEST = Duration.ofDays(365);

    /** Three attempts over ten seconds: long enough for a token or bucket that is being renewed. */
    static final int REFUSALS = 3;

    static final Duration AFTER_REFUSAL = Duration.ofSeconds(5);

    private final Backoff backoff;
    private final int maxRetries;

    private int round;
    private int inARow;
    private int refusedInARow;

    Retries(Backoff backoff, int maxRetries) {
        this.backoff = backoff;
        this.maxRetries = maxRetries;
    }

    /** With the same limits, and no attempt yet. */
    Retries anew() {
        return new Retries(backoff, maxRetries);
    }

    /** To be kept with a request that is sent now. */
    int round() {
        return round;
    }

    /** A request was confirmed. */
    void succeeded() {
        inARow = 0;
        refusedInARow = 0;
    }

    /**
     * A request failed.
     *
     * @param sentInRound the round in which it was sent
     * @param retryAfter how long the server asked to wait, or zero
     * @return how many milliseconds to wait from now, 0 if this failure asks for none
     */
    long failed(int sentInRound, Duration retryAfter) {
        refusedInARow = 0;
        return count(sentInRound, retryAfter, backoff::millis);
    }

    /**
     * A request failed because the server has too much to do: the wait is longer.
     *
     * @param sentInRound the round in which it was sent
     * @param retryAfter how long the server asked to wait, or zero
     * @return how many milliseconds to wait from now, 0 if this failure asks for none
     */
    long overloaded(int sentInRound, Duration retryAfter) {
        refusedInARow = 0;
        return count(sentInRound, retryAfter, backoff::overloadMillis);
    }

    /**
     * A request was refused as a whole, for a reason that may be mended in a moment.
     *
     * @return how many milliseconds to wait from now
     */
    long refused(int sentInRound) {
        refusedInARow += sentInRound == round ? 1 : 0;
        return count(sentInRound, AFTER_REFUSAL, backoff::millis);
    }

    /**
     * A request did not succeed, and is to be sent again.
     *
     * @param cause why
     * @param sentInRound the round in which it was sent
     * @return how many milliseconds to wait from now, 0 if this end asks for none
     */
    long wait(WriteOutcome outcome, Throwable cause, int sentInRound) {
        if (outcome == WriteOutcome.HALT) {
            return refused(sentInRound);
        }
        Duration retryAfter =
                cause instanceof InfluxDBException answer
                        ? answer.retryAfter().orElse(Duration.ZERO)
                        : Duration.ZERO;
        return WriteErrorClassifier.isOverload(cause)
                ? overloaded(sentInRound, retryAfter)
                : failed(sentInRound, retryAfter);
    }

    private long count(int sentInRound, Duration retryAfter, IntToLongFunction waits) {
        boolean counts = sentInRound == round;
        if (counts) {
            round++;
            inARow = inARow == Integer.MAX_VALUE ? inARow : inARow + 1;
        }
        if (retryAfter.compareTo(Duration.ZERO) > 0) {
            return (retryAfter.compareTo(LONGEST) < 0 ? retryAfter : LONGEST).toMillis();
        }
        return counts ? waits.applyAsLong(inARow) : 0;
    }

    /** How many attempts in a row failed. */
    int inARow() {
        return inARow;
    }

    /** Whether there were as many further attempts as allowed, or as many refusals. */
    boolean areExhausted() {
        return inARow > maxRetries || refusedInARow >= REFUSALS;
    }
}
