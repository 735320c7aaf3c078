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
    /** Gauge: requests that the server has not answered yet. */
    IN_FLIGHT("requestsInFlight"),
    /** Gauge: points that wait; at {@code sink.requests.max-buffered} the job is back-pressured. */
    BUFFERED("bufferedPoints"),
    /** Gauge: 1 while no request goes because the last one failed, else 0. */
    BACKING_OFF("backingOff"),
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
