/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.connector.base.sink.writer.TestSinkInitContext;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.apache.flink.metrics.testutils.MetricListener;
import org.apache.flink.runtime.metrics.groups.MetricsGroupTestUtils;
import org.apache.flink.runtime.metrics.groups.UnregisteredMetricGroups;
import org.apache.flink.streaming.runtime.tasks.TestProcessingTimeService;

/** The task around a writer: its clock and timers, its mailbox, its metrics. */
final class FakeTask extends TestSinkInitContext {

    private final TestProcessingTimeService timers = new TestProcessingTimeService();
    private final MetricListener metrics = new MetricListener();
    private final SinkWriterMetricGroup metricGroup =
            MetricsGroupTestUtils.mockWriterMetricGroup(
                    metrics.getMetricGroup(),
                    UnregisteredMetricGroups.createUnregisteredOperatorMetricGroup()
                            .getIOMetricGroup());

    @Override
    public ProcessingTimeService getProcessingTimeService() {
        return timers;
    }

    @Override
    public SinkWriterMetricGroup metricGroup() {
        return metricGroup;
    }

    /** Lets time pass, and what was to happen at that time happen. */
    void pass(long millis) throws Exception {
        timers.advance(millis);
        runMails();
    }

    /** Runs what threads of the client left for the task. */
    void runMails() {
        boolean ran;
        do {
            ran = getMailboxExecutor().tryYield();
        } while (ran);
    }

    /** Leaves something for when the task waits. */
    void whenItWaits(ThrowingStep step) {
        getMailboxExecutor().execute(step::run, "step of a test");
    }

    /** Lets time pass while the task waits, for as long as it does. */
    void letTimePassWhileItWaits() {
        whenItWaits(
                () -> {
                    timers.advance(10);
                    letTimePassWhileItWaits();
                });
    }

    int gauge(SinkMetric metric) {
        return metrics.<Integer>getGauge(SinkMetric.GROUP, metric.metricName())
                .orElseThrow()
                .getValue();
    }

    long gaugeLong(SinkMetric metric) {
        return metrics.<Long>getGauge(SinkMetric.GROUP, metric.metricName())
                .orElseThrow()
                .getValue();
    }

    /** A gauge about one tag. */
    long tagGauge(SinkMetric metric, String tag) {
        return metrics.<Long>getGauge(SinkMetric.GROUP, "tag", tag, metric.metricName())
                .orElseThrow()
                .getValue();
    }

    boolean hasTagGauge(SinkMetric metric, String tag) {
        return metrics.getGauge(SinkMetric.GROUP, "tag", tag, metric.metricName()).isPresent();
    }

    long counter(SinkMetric metric) {
        return metrics.getCounter(SinkMetric.GROUP, metric.metricName()).orElseThrow().getCount();
    }

    /** What a test does while the task waits. */
    @FunctionalInterface
    interface ThrowingStep {
        void run() throws Exception;
    }
}
