/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.client.Precision;

import javax.annotation.Nullable;

import java.io.Serializable;

/**
 * What the sink was told, already checked. Travels in the job graph, never in state.
 *
 * @param bucket where points go whose records choose none, or null if there is no such bucket
 * @param precision the unit of the times on the wire
 * @param batching how points are gathered into requests
 * @param retrying what happens after a failed request
 * @param rejecting what happens to points that will never be taken
 * @param guarding what is looked at before a point is sent
 * @param watching how the server is looked after
 */
record SinkSettings(
        @Nullable String bucket,
        Precision precision,
        Batching batching,
        Retrying retrying,
        Rejecting rejecting,
        Guarding guarding,
        Watching watching)
        implements Serializable {

    /**
     * How points are gathered into requests.
     *
     * @param maxPoints most points of a request
     * @param maxBytes most bytes of a request, unless a single point is larger
     * @param maxMillis longest wait of a point for its batch to fill
     * @param maxInFlight most requests at a time
     * @param maxBuffered most points that wait
     */
    record Batching(int maxPoints, long maxBytes, long maxMillis, int maxInFlight, int maxBuffered)
            implements Serializable {}

    /**
     * What happens after a failed request.
     *
     * @param initialMillis longest first wait
     * @param maxMillis longest wait
     * @param maxRetries most further attempts in a row without success
     */
    record Retrying(long initialMillis, long maxMillis, int maxRetries) implements Serializable {
        static final int NO_LIMIT = Integer.MAX_VALUE;
    }

    /**
     * What happens to points that will never be taken.
     *
     * @param onError which way they go
     * @param handler takes them, if they are dead letters
     */
    record Rejecting(OnError onError, DeadLetterHandler handler) implements Serializable {
        static final Rejecting FAIL = new Rejecting(OnError.FAIL, letter -> {});
        static final Rejecting SKIP = new Rejecting(OnError.SKIP, letter -> {});

        static Rejecting of(@Nullable OnError onError, @Nullable DeadLetterHandler handler) {
            if (handler != null) {
                return new Rejecting(OnError.DEAD_LETTER, handler);
            }
            return onError == OnError.SKIP ? SKIP : FAIL;
        }
    }

    /**
     * What is looked at before a point is sent.
     *
     * @param typeGuard what is done about fields of another type
     * @param assignsTime whether a point that has no time is given one
     * @param onEmptyPoint what happens to a point without fields
     * @param maxSeries how many series are right
     * @param onMaxSeries what happens beyond that
     */
    record Guarding(
            TypeGuard typeGuard,
            boolean assignsTime,
            OnEmptyPoint onEmptyPoint,
            long maxSeries,
            OnMaxSeries onMaxSeries)
            implements Serializable {
        static final long NO_LIMIT = Long.MAX_VALUE;
    }

    /**
     * How the server is looked after.
     *
     * @param circuitFailures after how many failures in a row one request probes
     * @param preflight whether the server is asked, before the first point, if it would take some
     * @param hasOneBucket whether all points go to one; else the job can do without that bucket
     * @param serverWriteMillis how long a write that nobody waits for any more may still land
     */
    record Watching(
            int circuitFailures, boolean preflight, boolean hasOneBucket, long serverWriteMillis)
            implements Serializable {}
}
