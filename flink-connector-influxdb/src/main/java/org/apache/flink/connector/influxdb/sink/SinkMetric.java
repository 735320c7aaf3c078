/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

/**
 * The sink's metrics beside those that every Flink sink has ({@code numRecordsSend}, {@code
 * numBytesSend}, {@code numRecordsSendErrors}, {@code currentSendTime}), all in the group {@code
 * InfluxDB} of the operator, per subtask.
 */
enum SinkMetric {
    /** Counter: failed requests whose points are sent again. */
    RETRIES("numRequestRetries"),
    /** Counter: requests that were more than the server takes at once, so that they were cut. */
    HALVINGS("numRequestHalvings"),
    /** Counter: requests with points that the server refused, which were searched for. */
    ISOLATIONS("numIsolationRequests"),
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
    /** Gauge: points that wait; at {@code sink.requests.max-buffered} the job is back-pressured. */
    BUFFERED("bufferedPoints"),
    /** Gauge: 1 while no request goes because the last one failed, else 0. */
    BACKING_OFF("backingOff"),
    /** Gauge: buckets with points that wait or are on their way. */
    BUCKETS("activeBuckets"),
    /** Gauge: of these, those that are held back because the last request to them failed. */
    BUCKETS_BACKING_OFF("bucketsBackingOff"),
    /** Gauge: 1 while a record waits for room among the waiting points, else 0. */
    BLOCKED("blocked");

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
