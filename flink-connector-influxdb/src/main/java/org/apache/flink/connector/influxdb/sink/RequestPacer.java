/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.util.function.ThrowingRunnable;

/**
 * Decides how many requests may be under way now: none during a backoff and while a checkpoint is
 * taken, one while the circuit is not closed, else as many as the server has been taking.
 *
 * <p>Used on the task thread only.
 */
final class RequestPacer {

    /** How the circuit breaker stands. The order is that of the metric. */
    enum Circuit {
        /** The server is well, as far as is known. */
        CLOSED,
        /** One request may go, or is under way, to see whether the server is well again. */
        HALF_OPEN,
        /** No request goes until the backoff is over. */
        OPEN
    }

    private final ProcessingTimeService timers;
    private final ConcurrencyLimit limit;
    private final ThrowingRunnable<Exception> wake;

    private boolean paused;
    private long pausedUntil;
    private int pauses;
    private boolean held;

    /**
     * A pacer that lets requests go.
     *
     * @param wake sends what waited, when a backoff is over
     */
    RequestPacer(
            ProcessingTimeService timers,
            ConcurrencyLimit limit,
            ThrowingRunnable<Exception> wake) {
        this.timers = timers;
        this.limit = limit;
        this.wake = wake;
    }

    /** No request goes until {@link #resume()}. */
    void pause() {
        paused = true;
    }

    /** Ends a pause. */
    void resume() {
        paused = false;
    }

    /**
     * No request goes for a while. A shorter while than the one that runs changes nothing.
     *
     * @param millis how long, or 0 for not at all
     */
    void pauseFor(long millis) {
        long until = timers.getCurrentProcessingTime() + millis;
        if (millis == 0 || paused && until <= pausedUntil) {
            return;
        }
        pause();
        pausedUntil = until;
        int pause = ++pauses;
        // The end of the timer counts, not the clock, which may be set back meanwhile.
        timers.registerTimer(
                until,
                time -> {
                    if (pause == pauses) {
                        resume();
                        wake.run();
                    }
                });
    }

    /** No request goes until {@link #release()}. */
    void hold() {
        held = true;
    }

    /** Ends a hold; whether there was one. */
    boolean release() {
        boolean was = held;
        held = false;
        return was;
    }

    boolean isPaused() {
        return paused;
    }

    /** Whether one more request may go while so many are under way. */
    boolean mayGo(int underWay) {
        return !isBlocked() && underWay < limit.current();
    }

    /** How many requests may be under way now. */
    int allowed() {
        return isBlocked() ? 0 : limit.current();
    }

    private boolean isBlocked() {
        return held || paused;
    }

    Circuit circuit() {
        if (!limit.isTripped()) {
            return Circuit.CLOSED;
        }
        return paused ? Circuit.OPEN : Circuit.HALF_OPEN;
    }

    /** The server could not. Requests that fail together are one failure. */
    void failed() {
        limit.failed();
    }

    /** The server looked at a request. */
    void succeeded() {
        limit.succeeded();
    }
}
