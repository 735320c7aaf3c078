/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

/**
 * The sink's metrics beside those that every Flink sink has ({@code numRecordsSend}, {@code
 * numBytesSend}, {@code numRecordsSendErrors}, {@code currentSendTime}), all in the group {@code
 * InfluxDB} of the operator, per subtask.
 */
enum SinkMetric {
    /** Counter: requests that the server confirmed. */
    OUTCOME_DONE("numRequestsDone"),
    /** Counter: requests that the server could not take this time. */
    OUTCOME_RETRY("numRequestsRetry"),
    /** Counter: requests that were too large. */
    OUTCOME_SPLIT("numRequestsSplit"),
    /** Counter: requests of which the server refused some points. */
    OUTCOME_ISOLATE("numRequestsIsolate"),
    /** Counter: requests that were wrong as such. */
    OUTCOME_HALT("numRequestsHalt"),
    /** Counter: failed requests whose points are sent again. */
    RETRIES("numRequestRetries"),
    /** Counter: requests that were more than the server takes at once, so that they were cut. */
    HALVINGS("numRequestHalvings"),
    /** Counter: requests that were sent to find refused points. */
    ISOLATIONS("numIsolationRequests"),
    /** Counter: requests for as many points as one may have. */
    FLUSHES_SIZE("numFlushesBySize"),
    /** Counter: requests for as many bytes as one may have. */
    FLUSHES_BYTES("numFlushesByBytes"),
    /** Counter: requests whose points had waited long enough. */
    FLUSHES_TIME("numFlushesByTime"),
    /** Counter: requests because no further point could wait. */
    FLUSHES_FULL_BUFFER("numFlushesByFullBuffer"),
    /** Counter: requests at the end of the input. */
    FLUSHES_END_OF_INPUT("numFlushesByEndOfInput"),
    /** Histogram: points of a request. */
    BATCH_POINTS("batchPoints"),
    /** Histogram: bytes of a request, before compression. */
    BATCH_BYTES("batchBytes"),
    /** Histogram: milliseconds from the sending of a request to its end. */
    REQUEST_LATENCY("requestLatency"),
    /** Gauge: bytes of line protocol per byte that was sent; 0 before the first. */
    COMPRESSION_RATIO("compressionRatio"),
    /** Counter: points that will never be taken, of any category. */
    REJECTED("numPointsRejected"),
    /** Counter: the same, a field has another type in the bucket. */
    REJECTED_TYPE_CONFLICT("numPointsRejectedTypeConflict"),
    /** Counter: the same, the point is older than the bucket keeps points. */
    REJECTED_BEYOND_RETENTION("numPointsRejectedBeyondRetention"),
    /** Counter: the same, the server does not understand the point. */
    REJECTED_MALFORMED("numPointsRejectedMalformed"),
    /** Counter: the same, the point is longer than the server takes. */
    REJECTED_TOO_LARGE("numPointsRejectedTooLarge"),
    /** Counter: the same, no server can carry the point, and it was not sent. */
    REJECTED_NOT_REPRESENTABLE("numPointsRejectedNotRepresentable"),
    /** Counter: points without any field that were left out. */
    EMPTY_SKIPPED("numEmptyPointsSkipped"),
    /** Counter: points of which integers were written as floats. */
    COERCED("numPointsCoerced"),
    /** Gauge: buckets whose field types the server does not tell, so that none is compared. */
    TYPE_GUARD_OFF("typeGuardOff"),
    /**
     * Gauge: buckets whose retention the server does not tell, so that points are not held to it.
     */
    RETENTION_GUARD_OFF("retentionGuardOff"),
    /** Gauge: about how many series were written, only with {@code sink.max-series}. */
    SERIES("seriesEstimate"),
    /** Gauge in the group {@code tag.<key>}: about how many values the tag had, also only then. */
    DISTINCT_TAG_VALUES("distinctTagValues"),
    /** Gauge: requests that the server has not answered yet. */
    IN_FLIGHT("requestsInFlight"),
    /** Gauge: requests that may be under way now. */
    ALLOWED("requestsAllowed"),
    /** Gauge: 0 while the circuit breaker is closed, 1 half-open, 2 open. */
    CIRCUIT("circuitState"),
    /** Gauge: points that wait; at {@code sink.requests.max-buffered} the job is back-pressured. */
    BUFFERED("bufferedPoints"),
    /** Gauge: 1 while no request goes because the last one failed, else 0. */
    BACKING_OFF("backingOff"),
    /** Gauge: buckets with points that wait or are on their way. */
    BUCKETS("activeBuckets"),
    /** Gauge: of these, those that are held back because the last request to them failed. */
    BUCKETS_BACKING_OFF("bucketsBackingOff"),
    /** Gauge: 1 while a record waits for room among the waiting points, else 0. */
    BLOCKED("blocked"),
    /** Counter: checks at the start of the job that the server did not answer. */
    PREFLIGHT_UNKNOWN("numPreflightUnknown"),
    /**
     * Gauge: milliseconds by which the server's clock was before ours at the start; 0 if unknown.
     */
    CLOCK_DIFFERENCE("clockDifference");

    /** The group within the operator's. */
    static final String GROUP = "InfluxDB";

    private final String metricName;

    SinkMetric(String metricName) {
        this.metricName = metricName;
    }

    String metricName() {
        return metricName;
    }
}
