/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.sink.DeadLetter.Category;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/** Registers and updates {@link SinkMetric}. Updated on the task thread, read on any. */
final class SinkMetrics {

    private final Counter retries;
    private final Counter halvings;
    private final Counter isolations;
    private final Counter rejected;
    private final Map<Category, Counter> rejectedByCategory = new EnumMap<>(Category.class);
    private final Counter errors;
    private volatile boolean blocked;

    SinkMetrics(SinkWriterMetricGroup sinkGroup, Lanes lanes, RequestPacer pacer) {
        MetricGroup group = sinkGroup.addGroup(SinkMetric.GROUP);
        this.errors = sinkGroup.getNumRecordsSendErrorsCounter();
        this.retries = counter(group, SinkMetric.RETRIES);
        this.halvings = counter(group, SinkMetric.HALVINGS);
        this.isolations = counter(group, SinkMetric.ISOLATIONS);
        this.rejected = counter(group, SinkMetric.REJECTED);
        for (Category category : Category.values()) {
            SinkMetric metric = SinkMetric.valueOf("REJECTED_" + category.name());
            rejectedByCategory.put(category, counter(group, metric));
        }
        gauge(group, SinkMetric.IN_FLIGHT, lanes::inFlight);
        gauge(group, SinkMetric.BUFFERED, lanes::size);
        gauge(group, SinkMetric.BACKING_OFF, () -> pacer.isPaused() ? 1 : 0);
        gauge(group, SinkMetric.BUCKETS, lanes::buckets);
        gauge(group, SinkMetric.BUCKETS_BACKING_OFF, lanes::pausedBuckets);
        gauge(group, SinkMetric.BLOCKED, () -> blocked ? 1 : 0);
    }

    private static Counter counter(MetricGroup group, SinkMetric metric) {
        return group.counter(metric.metricName());
    }

    private static void gauge(MetricGroup group, SinkMetric metric, Supplier<Integer> value) {
        group.gauge(metric.metricName(), value::get);
    }

    /** The points of a request are sent again. */
    void retried() {
        retries.inc();
    }

    /** A request was more than the server takes at once. */
    void halved() {
        halvings.inc();
    }

    /** A request held points that the server refuses. */
    void isolated() {
        isolations.inc();
    }

    /** A point will never be taken. */
    void rejected(Category category) {
        errors.inc();
        rejected.inc();
        rejectedByCategory.get(category).inc();
    }

    /** Points were not written, and the job fails. */
    void failed(int points) {
        errors.inc(points);
    }

    /** A record waits for room, or no longer. */
    void setBlocked(boolean blocked) {
        this.blocked = blocked;
    }
}
