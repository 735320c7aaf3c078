/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.util.function.ThrowingRunnable;

/**
 * Decides when requests may go: not during a backoff, and not while a checkpoint is taken.
 *
 * <p>Used on the task thread only.
 */
final class RequestPacer {

    private final ProcessingTimeService timers;
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
    RequestPacer(ProcessingTimeService timers, ThrowingRunnable<Exception> wake) {
        this.timers = timers;
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

    boolean isBlocked() {
        return held || paused;
    }
}
