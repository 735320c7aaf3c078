/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.metrics.RecentValues;
import org.apache.flink.connector.influxdb.sink.DeadLetter.Category;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Registers and updates {@link SinkMetric}. Updated on the task thread, read on any. */
final class SinkMetrics {

    private final MetricGroup group;
    private final Map<WriteOutcome, Counter> outcomes = new EnumMap<>(WriteOutcome.class);
    private final Map<FlushTrigger, Counter> flushes = new EnumMap<>(FlushTrigger.class);
    private final Map<Category, Counter> rejectedByCategory = new EnumMap<>(Category.class);
    private final Counter retries;
    private final Counter halvings;
    private final Counter isolations;
    private final Counter rejected;
    private final Counter preflightUnknown;
    private final Histogram batchPoints;
    private final Histogram batchBytes;
    private final Histogram latency;
    private final Counter errors;
    private final Counter bytesSent;

    private volatile boolean blocked;
    private volatile long clockDifference;
    private volatile long linesOnTheWire;
    private volatile long bytesOnTheWire;

    SinkMetrics(SinkWriterMetricGroup sinkGroup, Lanes lanes, RequestPacer pacer) {
        this.group = sinkGroup.addGroup(SinkMetric.GROUP);
        this.errors = sinkGroup.getNumRecordsSendErrorsCounter();
        this.bytesSent = sinkGroup.getNumBytesSendCounter();
        for (WriteOutcome outcome : WriteOutcome.values()) {
            outcomes.put(outcome, counter(SinkMetric.valueOf("OUTCOME_" + outcome.name())));
        }
        for (FlushTrigger trigger : FlushTrigger.values()) {
            flushes.put(trigger, counter(SinkMetric.valueOf("FLUSHES_" + trigger.name())));
        }
        for (Category category : Category.values()) {
            SinkMetric metric = SinkMetric.valueOf("REJECTED_" + category.name());
            rejectedByCategory.put(category, counter(metric));
        }
        this.retries = counter(SinkMetric.RETRIES);
        this.halvings = counter(SinkMetric.HALVINGS);
        this.isolations = counter(SinkMetric.ISOLATIONS);
        this.rejected = counter(SinkMetric.REJECTED);
        this.preflightUnknown = counter(SinkMetric.PREFLIGHT_UNKNOWN);
        this.batchPoints = histogram(SinkMetric.BATCH_POINTS);
        this.batchBytes = histogram(SinkMetric.BATCH_BYTES);
        this.latency = histogram(SinkMetric.REQUEST_LATENCY);
        gauge(SinkMetric.COMPRESSION_RATIO, this::compressionRatio);
        gauge(SinkMetric.IN_FLIGHT, lanes::inFlight);
        gauge(SinkMetric.ALLOWED, pacer::allowed);
        gauge(SinkMetric.CIRCUIT, () -> pacer.circuit().ordinal());
        gauge(SinkMetric.BUFFERED, lanes::size);
        gauge(SinkMetric.BACKING_OFF, () -> pacer.isPaused() ? 1 : 0);
        gauge(SinkMetric.BUCKETS, lanes::buckets);
        gauge(SinkMetric.BUCKETS_BACKING_OFF, lanes::pausedBuckets);
        gauge(SinkMetric.BLOCKED, () -> blocked ? 1 : 0);
        gauge(SinkMetric.CLOCK_DIFFERENCE, () -> clockDifference);
    }

    private Counter counter(SinkMetric metric) {
        return group.counter(metric.metricName());
    }

    private Histogram histogram(SinkMetric metric) {
        return group.histogram(metric.metricName(), new RecentValues());
    }

    private <T extends Number> void gauge(SinkMetric metric, Gauge<T> value) {
        group.gauge(metric.metricName(), value);
    }

    private double compressionRatio() {
        long sent = bytesOnTheWire;
        return sent == 0 ? 0 : (double) linesOnTheWire / sent;
    }

    /** A request is about to be sent. */
    void sends(LaneBatch batch) {
        batchPoints.update(batch.size());
        batchBytes.update(batch.bytes());
        if (batch.trigger() != null) {
            flushes.get(batch.trigger()).inc();
        }
        if (batch.isolation() != null) {
            isolations.inc();
        }
    }

    /** A request has ended, however. */
    void ended(SentRequest request) {
        int sent = request.bytesSent();
        if (sent > 0) {
            latency.update(TimeUnit.NANOSECONDS.toMillis(request.nanos()));
            bytesSent.inc(sent);
            linesOnTheWire += request.batch().bytes();
            bytesOnTheWire += sent;
        }
    }

    /** What the end of a request means. */
    void ended(WriteOutcome outcome) {
        outcomes.get(outcome).inc();
    }

    /** The points of a request are sent again. */
    void retried() {
        retries.inc();
    }

    /** A request was more than the server takes at once. */
    void halved() {
        halvings.inc();
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

    /** Whether the server would take points was asked, and not answered. */
    void preflightUnknown() {
        preflightUnknown.inc();
    }

    /** By how many milliseconds the server's clock is before ours, if it said so. */
    void clockDiffers(OptionalLong difference) {
        if (difference.isEmpty()) {
            preflightUnknown();
        }
        clockDifference = difference.orElse(0);
    }
}
