/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.metrics.MetricGroup;

/**
 * The source's metrics beside those that Flink fills for every source ({@code numRecordsIn}, {@code
 * numRecordsInErrors}, {@code currentEmitEventTimeLag}, {@code watermarkLag}, {@code
 * sourceIdleTime}). Those of a reader are per subtask. They begin anew with each attempt of a task.
 */
enum SourceMetric {
    /** Counter: bytes of answers as they were sent, so mostly compressed for Flux. */
    BYTES_IN("numBytesIn", Place.OPERATOR),
    /** Gauge: about how many rows of the open splits are not handed on yet. */
    PENDING_RECORDS("pendingRecords", Place.OPERATOR),
    /** Gauge: how old the last row was when it was fetched, in ms; -1 before the first. */
    FETCH_LAG("currentFetchEventTimeLag", Place.OPERATOR),
    /** Gauge: splits that the reader has. */
    OPEN_SPLITS("openSplits", Place.READER),
    /** Counter: splits that were read to their end. */
    FINISHED_SPLITS("numSplitsFinished", Place.READER),
    /** Counter: reads that failed for a passing reason and were tried again. */
    RETRIES("numReadRetries", Place.READER),
    /** Counter: ranges that were too heavy for the server and were halved. */
    HALVINGS("numSplitHalvings", Place.READER),
    /** Counter: points that a tail found new or changed behind its high-water mark. */
    LATE_POINTS("numLatePoints", Place.READER),
    /** Histogram: ms from the sending of a query to the first byte of its answer. */
    REQUEST_LATENCY("requestLatency", Place.READER),
    /** Gauge: the ms since 1970 before which all of the open splits is handed on. */
    HIGH_WATER_MARK("highWaterMark", Place.READER),
    /** Counter: splits that were planned. */
    PLANNED_SPLITS("numSplitsPlanned", Place.ENUMERATOR);

    /** Where a metric is found. */
    enum Place {
        /** Beside Flink's own, of the operator. */
        OPERATOR,
        /** In the group {@value #GROUP} of the operator. */
        READER,
        /** In the group {@value #GROUP} of the enumerator, on the job manager. */
        ENUMERATOR
    }

    /** The group of the source's own metrics. */
    static final String GROUP = "InfluxDB";

    private final String metricName;
    private final Place place;

    SourceMetric(String metricName, Place place) {
        this.metricName = metricName;
        this.place = place;
    }

    String metricName() {
        return metricName;
    }

    Place place() {
        return place;
    }

    /** The group of the source's own metrics within one of Flink's. */
    static MetricGroup group(MetricGroup parent) {
        return parent.addGroup(GROUP);
    }
}
