/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.connector.base.sink.writer.TestSinkInitContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.metrics.testutils.MetricListener;
import org.apache.flink.runtime.metrics.groups.MetricsGroupTestUtils;
import org.apache.flink.runtime.metrics.groups.UnregisteredMetricGroups;
import org.apache.flink.streaming.runtime.tasks.StreamTaskActionExecutor;
import org.apache.flink.streaming.runtime.tasks.TestProcessingTimeService;
import org.apache.flink.streaming.runtime.tasks.mailbox.Mail;
import org.apache.flink.streaming.runtime.tasks.mailbox.MailboxExecutorImpl;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailbox;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailboxImpl;

import java.util.concurrent.ScheduledFuture;

/** The task around a writer: its clock and timers, its mailbox, its metrics. */
final class FakeTask extends TestSinkInitContext {

    private final TestProcessingTimeService timers;
    private final MetricListener metrics = new MetricListener();
    private final SinkWriterMetricGroup metricGroup;
    private final TaskMailbox mailbox = new TaskMailboxImpl(Thread.currentThread());
    private final MailboxExecutor mailboxExecutor =
            new MailboxExecutorImpl(mailbox, Integer.MAX_VALUE, StreamTaskActionExecutor.IMMEDIATE);

    FakeTask() {
        this(() -> {}, () -> {});
    }

    /**
     * A task with steps at which the test may throw.
     *
     * @param onTimer is called when a timer is registered
     * @param onMetric is called when a counter or histogram of the sink is used
     */
    FakeTask(Runnable onTimer, Runnable onMetric) {
        this.timers =
                new TestProcessingTimeService() {
                    @Override
                    public ScheduledFuture<?> registerTimer(
                            long time, ProcessingTimeCallback callback) {
                        onTimer.run();
                        return super.registerTimer(time, callback);
                    }
                };
        this.metricGroup =
                MetricsGroupTestUtils.mockWriterMetricGroup(
                        new WatchedMetrics(metrics.getMetricGroup(), onMetric),
                        UnregisteredMetricGroups.createUnregisteredOperatorMetricGroup()
                                .getIOMetricGroup());
    }

    /** A group whose counters tell when they are used. */
    private static final class WatchedMetrics extends UnregisteredMetricsGroup {
        private final MetricGroup group;
        private final Runnable onUse;

        WatchedMetrics(MetricGroup group, Runnable onUse) {
            this.group = group;
            this.onUse = onUse;
        }

        @Override
        public MetricGroup addGroup(String name) {
            return new WatchedMetrics(group.addGroup(name), onUse);
        }

        @Override
        public MetricGroup addGroup(String key, String value) {
            return new WatchedMetrics(group.addGroup(key, value), onUse);
        }

        @Override
        public Counter counter(String name) {
            return group.counter(
                    name,
                    new SimpleCounter() {
                        @Override
                        public void inc() {
                            onUse.run();
                            super.inc();
                        }
                    });
        }

        @Override
        public <C extends Counter> C counter(String name, C counter) {
            return group.counter(name, counter);
        }

        @Override
        public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
            return group.gauge(name, gauge);
        }

        @Override
        public <H extends Histogram> H histogram(String name, H histogram) {
            return group.histogram(name, histogram);
        }
    }

    @Override
    public ProcessingTimeService getProcessingTimeService() {
        return timers;
    }

    @Override
    public MailboxExecutor getMailboxExecutor() {
        return mailboxExecutor;
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

    /** Ends as Flink's tasks do: takes no more mail, then does what is left. */
    void end() throws Exception {
        timers.quiesce();
        mailbox.quiesce();
        for (Mail mail : mailbox.drain()) {
            mail.run();
        }
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

    /** How many milliseconds the last request took, in Flink's own words. */
    long currentSendTime() {
        return metrics.<Long>getGauge("currentSendTime").orElseThrow().getValue();
    }

    int gauge(SinkMetric metric) {
        return number(metric).intValue();
    }

    Number number(SinkMetric metric) {
        return metrics.<Number>getGauge(SinkMetric.GROUP, metric.metricName())
                .orElseThrow()
                .getValue();
    }

    Histogram histogram(SinkMetric metric) {
        return metrics.getHistogram(SinkMetric.GROUP, metric.metricName()).orElseThrow();
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
