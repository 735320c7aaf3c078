/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.client.QueryListener;
import org.apache.flink.connector.influxdb.metrics.RecentValues;
import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.SourceReaderMetricGroup;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What a reader counts, see {@link SourceMetric}. Fetcher threads and the client count as they
 * read; what becomes of rows is known to the task's thread, which publishes it now and then.
 */
final class ReadMetrics implements QueryListener {

    private static final Logger LOG = LoggerFactory.getLogger(InfluxDBSourceReader.class);

    /** A part of {@link ProgressLog#ROWS_PER_LINE}. */
    private static final int PUBLISH_EVERY_ROWS = 1000;

    private final Clock clock;
    private final LongSupplier nanoTime;
    private final ProgressLog log;

    // For any thread.
    private final Counter retries = new SharedCounter();
    private final Counter halvings = new SharedCounter();
    private final Counter latePoints = new SharedCounter();
    private final Counter finishedSplits = new SharedCounter();
    private final RecentValues latency = new RecentValues();
    private final LongAdder bytes = new LongAdder();
    private volatile long fetchLag = -1;
    private volatile int openSplits;
    private volatile long pendingRows;
    private volatile long highWaterMark = EpochNanos.MIN;

    // For the task's thread only.
    private final Map<String, SplitState> open = new HashMap<>();
    private Counter bytesIn = new SharedCounter();
    private long bytesPublished;
    private long finishedTo = EpochNanos.MIN;
    private long rows;

    ReadMetrics() {
        this(Clock.systemUTC(), System::nanoTime, LOG::info);
    }

    /**
     * All at 0.
     *
     * @param nanoTime a clock like System.nanoTime
     * @param lines takes the lines of the log
     */
    ReadMetrics(Clock clock, LongSupplier nanoTime, Consumer<String> lines) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.log = new ProgressLog(nanoTime, lines);
    }

    /** Shows the metrics in the group of a reader. */
    void register(SourceReaderMetricGroup reader) {
        bytesIn = reader.getIOMetricGroup().getNumBytesInCounter();
        reader.setPendingRecordsGauge(() -> pendingRows);
        gauge(reader, SourceMetric.FETCH_LAG, () -> fetchLag);
        MetricGroup group = SourceMetric.group(reader);
        group.counter(SourceMetric.RETRIES.metricName(), retries);
        group.counter(SourceMetric.HALVINGS.metricName(), halvings);
        group.counter(SourceMetric.LATE_POINTS.metricName(), latePoints);
        group.counter(SourceMetric.FINISHED_SPLITS.metricName(), finishedSplits);
        group.histogram(SourceMetric.REQUEST_LATENCY.metricName(), latency);
        gauge(group, SourceMetric.OPEN_SPLITS, () -> (long) openSplits);
        gauge(group, SourceMetric.HIGH_WATER_MARK, () -> EpochNanos.toMillis(highWaterMark));
    }

    private static void gauge(MetricGroup group, SourceMetric metric, Gauge<Long> value) {
        group.gauge(metric.metricName(), value);
    }

    /** A query is about to be sent. For any thread. */
    @Override
    public Answer sent() {
        long sentAt = nanoTime.getAsLong();
        return new Answer() {
            @Override
            public void begins() {
                latency.update(TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - sentAt));
            }

            @Override
            public void received(int count) {
                bytes.add(count);
            }
        };
    }

    /** A read is tried again. For any thread. */
    void retried() {
        retries.inc();
    }

    /** A range was halved. For any thread. */
    void halved() {
        halvings.inc();
    }

    /** A tail found a point that was written, or changed, late. For any thread. */
    void foundLate() {
        latePoints.inc();
    }

    /** These were fetched. For any thread. */
    void fetched(List<SplitElement> elements) {
        for (int i = elements.size() - 1; i >= 0; i--) {
            if (elements.get(i) instanceof SplitElement.Row of && of.row().hasTimestamp()) {
                fetchLag = clock.millis() - EpochNanos.toMillis(of.row().timestamp());
                return;
            }
        }
    }

    /** The reader has one more split. */
    void opened(SplitState split) {
        open.put(split.split().splitId(), split);
        publish();
    }

    /** A split is read to its end. */
    void finished(SplitState split) {
        open.remove(split.split().splitId());
        finishedTo = Math.max(finishedTo, split.split().range().stop());
        finishedSplits.inc();
        publish();
    }

    /** A row was handed on. */
    void handedOn() {
        rows++;
        if (rows % PUBLISH_EVERY_ROWS == 0) {
            publish();
            if (rows % ProgressLog.ROWS_PER_LINE == 0) {
                log.write(rows, openSplits, highWaterMark);
            }
        }
    }

    /** Makes what the task's thread knows visible to others. */
    void publish() {
        long received = bytes.sum();
        bytesIn.inc(received - bytesPublished);
        bytesPublished = received;
        long pending = 0;
        long mark = open.isEmpty() ? finishedTo : Long.MAX_VALUE;
        for (SplitState split : open.values()) {
            pending += split.pendingRows();
            mark = Math.min(mark, split.mark());
        }
        openSplits = open.size();
        pendingRows = pending;
        highWaterMark = mark;
    }

    long retries() {
        return retries.getCount();
    }

    long halvings() {
        return halvings.getCount();
    }

    long latePoints() {
        return latePoints.getCount();
    }
}
