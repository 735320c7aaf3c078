/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import javax.annotation.Nullable;

import java.time.Duration;

/** What the user of a builder has said of batches so far, with the defaults. */
final class BatchingChoices {

    /** A request's body is one array. */
    private static final long MAX_BODY = 1L << 30;

    int maxPoints = 5_000;
    long maxBytes = 5L * 1024 * 1024;
    @Nullable Duration maxTime = Duration.ofSeconds(1);
    int maxInFlight = 4;
    int maxBuffered = 50_000;

    void check(SettingFaults faults) {
        faults.atLeast(1, maxPoints, "sink.batch.max-size", "setMaxBatchSize");
        faults.require(
                maxBytes >= 1 && maxBytes <= MAX_BODY,
                "sink.flush-buffer.size",
                "setMaxBatchSizeInBytes",
                "is " + maxBytes + " bytes: it must be from 1 byte to 1 gb");
        faults.period(maxTime, "sink.flush-buffer.timeout", "setMaxTimeInBuffer");
        faults.atLeast(1, maxInFlight, "sink.requests.max-inflight", "setMaxInFlightRequests");
        faults.require(
                maxBuffered >= maxPoints,
                "sink.requests.max-buffered",
                "setMaxBufferedRequests",
                "is "
                        + maxBuffered
                        + ": it must be at least sink.batch.max-size, "
                        + maxPoints
                        + ", or no batch ever becomes full");
    }

    SinkSettings.Batching settings() {
        return new SinkSettings.Batching(
                maxPoints, maxBytes, maxTime.toMillis(), maxInFlight, maxBuffered);
    }
}
