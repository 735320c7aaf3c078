/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;

/**
 * Registers and updates what the guards have among {@link SinkMetric}. Updated on the task thread,
 * read on any.
 */
final class GuardMetrics {

    private static final String TAG = "tag";

    private final MetricGroup group;
    private final Counter coerced;
    private final Counter emptySkipped;

    GuardMetrics(SinkWriterMetricGroup sinkGroup) {
        this.group = sinkGroup.addGroup(SinkMetric.GROUP);
        this.coerced = group.counter(SinkMetric.COERCED.metricName());
        this.emptySkipped = group.counter(SinkMetric.EMPTY_SKIPPED.metricName());
    }

    void gauge(SinkMetric metric, Gauge<?> value) {
        group.gauge(metric.metricName(), value);
    }

    /** A gauge about one tag. */
    void gauge(SinkMetric metric, String tag, Gauge<?> value) {
        group.addGroup(TAG, tag).gauge(metric.metricName(), value);
    }

    /** Integers of a point are written as floats. */
    void coerced() {
        coerced.inc();
    }

    /** A point all of whose fields are null is left out. */
    void emptySkipped() {
        emptySkipped.inc();
    }
}
