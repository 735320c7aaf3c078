/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.base.sink.writer.strategy.RateLimitingStrategy;
import org.apache.flink.connector.base.sink.writer.strategy.RequestInfo;
import org.apache.flink.connector.base.sink.writer.strategy.ResultInfo;

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

    private int inFlight;
    private boolean paused;
    private boolean held;

    RequestPacer(SinkSettings.Batching batching) {
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
