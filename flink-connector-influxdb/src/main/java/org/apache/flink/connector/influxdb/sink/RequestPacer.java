/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.connector.base.sink.writer.strategy.RateLimitingStrategy;
import org.apache.flink.connector.base.sink.writer.strategy.RequestInfo;
import org.apache.flink.connector.base.sink.writer.strategy.ResultInfo;
import org.apache.flink.util.function.ThrowingRunnable;

/**
 * Decides when the next request may go: not while as many as allowed are on their way, not during a
 * backoff, and not while a checkpoint is taken. Batches keep their size whatever happens; Flink's
 * own strategy halves them with every failed request, down to single points while a server is away.
 *
 * <p>Used on the task thread only.
 */
final class RequestPacer implements RateLimitingStrategy {

    private final int maxInFlight;
    private final EntryBuffer buffer;
    private final ProcessingTimeService timers;

    private int inFlight;
    private boolean paused;
    private long pausedUntil;
    private int pauses;
    private boolean held;

    RequestPacer(SinkSettings.Batching batching, ProcessingTimeService timers) {
        this.timers = timers;
        this.maxInFlight = batching.maxInFlight();
        this.buffer = new EntryBuffer(batching.maxPoints(), batching.maxBytes());
    }

    /** What waits to go. */
    EntryBuffer buffer() {
        return buffer;
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
     * @param then sends what waited
     */
    void pauseFor(long millis, ThrowingRunnable<Exception> then) {
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
                        then.run();
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

    int inFlight() {
        return inFlight;
    }

    boolean isBlocked() {
        return held || paused || inFlight >= maxInFlight;
    }

    @Override
    public boolean shouldBlock(RequestInfo request) {
        return isBlocked();
    }

    @Override
    public void registerInFlightRequest(RequestInfo request) {
        inFlight++;
    }

    @Override
    public void registerCompletedRequest(ResultInfo result) {
        inFlight--;
    }

    @Override
    public int getMaxBatchSize() {
        return buffer.batchLimit();
    }
}
