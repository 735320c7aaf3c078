/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.base.sink.writer.config.AsyncSinkWriterConfiguration;
import org.apache.flink.connector.base.sink.writer.strategy.RateLimitingStrategy;
import org.apache.flink.connector.base.sink.writer.strategy.RequestInfo;
import org.apache.flink.connector.base.sink.writer.strategy.ResultInfo;

import javax.annotation.Nullable;

import java.time.Duration;

/**
 * Makes Flink's writer submit exactly the batch that is poured into it, at once, and nothing else:
 * it blocks while there is none, and with the last point of one the size is reached at which that
 * writer flushes. So its own buffer is empty but for a moment, on every version of Flink that has a
 * rate limiting strategy.
 */
final class Funnel implements RateLimitingStrategy {

    private static final long OUT_OF_REACH_MILLIS = Duration.ofDays(36_500).toMillis();

    /**
     * Where a request without end fails the job. The client ends each request long before. Flink
     * would otherwise send it again while it still runs, and an older value could land last.
     */
    private static final long REQUEST_LIMIT_MILLIS = Duration.ofDays(1).toMillis();

    @Nullable private LaneBatch batch;

    /**
     * Settings for Flink's writer. Its limits of time, bytes and number are out of reach, because
     * it answers each of them by waiting on the task thread until a request may go, while neither a
     * barrier nor a record gets through: for an outage of the server that is the outage.
     */
    AsyncSinkWriterConfiguration configuration(SinkSettings.Batching batching) {
        return AsyncSinkWriterConfiguration.builder()
                .setMaxBatchSize(batching.maxPoints())
                .setMaxBatchSizeInBytes(Long.MAX_VALUE)
                .setMaxInFlightRequests(batching.maxInFlight())
                .setMaxBufferedRequests(Integer.MAX_VALUE)
                .setMaxTimeInBufferMS(OUT_OF_REACH_MILLIS)
                .setMaxRecordSizeInBytes(Long.MAX_VALUE)
                .setRequestTimeoutMS(REQUEST_LIMIT_MILLIS)
                .setFailOnTimeout(true)
                .setRateLimitingStrategy(this)
                .build();
    }

    /** The points of this batch follow. */
    void open(LaneBatch next) {
        batch = next;
    }

    /** The batch whose points are all there. */
    LaneBatch close() {
        LaneBatch whole = batch;
        batch = null;
        return whole;
    }

    @Override
    public boolean shouldBlock(RequestInfo request) {
        return batch == null;
    }

    @Override
    public int getMaxBatchSize() {
        return batch == null ? Integer.MAX_VALUE : batch.size();
    }

    @Override
    public void registerInFlightRequest(RequestInfo request) {
        // The lanes count.
    }

    @Override
    public void registerCompletedRequest(ResultInfo result) {
        // The lanes count.
    }
}
