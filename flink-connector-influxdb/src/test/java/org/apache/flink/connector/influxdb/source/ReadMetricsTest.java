/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.client.QueryListener;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.TimeRange;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.groups.SourceReaderMetricGroup;
import org.apache.flink.metrics.testutils.MetricListener;
import org.apache.flink.runtime.metrics.groups.InternalSourceReaderMetricGroup;
import org.apache.flink.runtime.metrics.groups.UnregisteredMetricGroups;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.apache.flink.connector.influxdb.source.FakeInfluxDB.row;
import static org.assertj.core.api.Assertions.assertThat;

class ReadMetricsTest {

    private static final Instant NOW = Instant.ofEpochMilli(1_000_000);

    private final MetricListener registry = new MetricListener();
    private final List<String> lines = new ArrayList<>();
    private long nanoTime;
    private final ReadMetrics metrics =
            new ReadMetrics(Clock.fixed(NOW, ZoneOffset.UTC), () -> nanoTime, lines::add);

    @BeforeEach
    void register() {
        metrics.register(InternalSourceReaderMetricGroup.mock(registry.getMetricGroup()));
    }

    private long gauge(String... name) {
        Gauge<Long> gauge = registry.<Long>getGauge(name).orElseThrow();
        return gauge.getValue();
    }

    private long own(SourceMetric metric) {
        return metric == SourceMetric.OPEN_SPLITS || metric == SourceMetric.HIGH_WATER_MARK
                ? gauge(SourceMetric.GROUP, metric.metricName())
                : registry.getCounter(SourceMetric.GROUP, metric.metricName())
                        .orElseThrow()
                        .getCount();
    }

    /** The counter of a group that keeps it, which the listener's does not. */
    private Counter bytesIn() {
        SourceReaderMetricGroup operator =
                InternalSourceReaderMetricGroup.wrap(
                        UnregisteredMetricGroups.createUnregisteredOperatorMetricGroup());
        metrics.register(operator);
        return operator.getIOMetricGroup().getNumBytesInCounter();
    }

    private static SplitState split(long startMillis, long stopMillis, long expectedRows) {
        InfluxDBSplit split =
                InfluxDBSplit.unread(
                        null, new TimeRange(nanos(startMillis), nanos(stopMillis)), expectedRows);
        return SplitState.of(split, TestQueries.MEASUREMENT, TailOptions.DEFAULT);
    }

    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private void handOn(SplitState split, long... millis) throws Exception {
        for (long time : millis) {
            split.advance(row(nanos(time), "a", 1));
            metrics.handedOn();
        }
    }

    @Test
    void testFaultsAndLatePointsAreCounted() {
        metrics.retried();
        metrics.retried();
        metrics.halved();
        metrics.foundLate();

        assertThat(own(SourceMetric.RETRIES)).isEqualTo(2);
        assertThat(own(SourceMetric.HALVINGS)).isEqualTo(1);
        assertThat(own(SourceMetric.LATE_POINTS)).isEqualTo(1);
    }

    @Test
    void testPendingAreTheExpectedRowsOfOpenSplitsLessThoseHandedOn() throws Exception {
        SplitState first = split(0, 100, 10);
        SplitState second = split(100, 200, 7);
        metrics.opened(first);
        metrics.opened(second);
        handOn(first, 1, 2, 3);
        metrics.publish();

        assertThat(gauge("pendingRecords")).isEqualTo(14);
        assertThat(own(SourceMetric.OPEN_SPLITS)).isEqualTo(2);

        metrics.finished(first);

        assertThat(gauge("pendingRecords")).isEqualTo(7);
        assertThat(own(SourceMetric.OPEN_SPLITS)).isEqualTo(1);
        assertThat(own(SourceMetric.FINISHED_SPLITS)).isEqualTo(1);
    }

    @Test
    void testMoreRowsThanExpectedLeaveNothingPending() throws Exception {
        SplitState split = split(0, 100, 1);
        metrics.opened(split);
        handOn(split, 1, 2, 3);
        metrics.publish();

        assertThat(gauge("pendingRecords")).isZero();
    }

    @Test
    void testHighWaterMarkIsTheEarliestPositionOfTheOpenSplits() throws Exception {
        SplitState first = split(0, 100, 0);
        SplitState second = split(100, 200, 0);
        metrics.opened(first);
        metrics.opened(second);
        handOn(second, 150);
        handOn(first, 7);
        metrics.publish();
        assertThat(own(SourceMetric.HIGH_WATER_MARK)).isEqualTo(7);

        metrics.finished(first);
        assertThat(own(SourceMetric.HIGH_WATER_MARK)).isEqualTo(150);

        metrics.finished(second);
        assertThat(own(SourceMetric.HIGH_WATER_MARK)).isEqualTo(200);
    }

    @Test
    void testFetchLagIsTheAgeOfTheLastRowFetched() {
        assertThat(gauge("currentFetchEventTimeLag")).isEqualTo(-1);

        metrics.fetched(
                List.of(
                        new SplitElement.Row(row(nanos(NOW.toEpochMilli() - 250), "a", 1)),
                        new SplitElement.RoundEnd(0, 0)));

        assertThat(gauge("currentFetchEventTimeLag")).isEqualTo(250);
    }

    @Test
    void testRowWithoutTimeHasNoLag() {
        InfluxDBRow row = new InfluxDBRow(FakeInfluxDB.LAYOUT, null, new Object[3]);

        metrics.fetched(List.of(new SplitElement.Row(row)));

        assertThat(gauge("currentFetchEventTimeLag")).isEqualTo(-1);
    }

    @Test
    void testBytesOfAllAnswersCountOncePublished() {
        Counter bytesIn = bytesIn();
        QueryListener.Answer first = metrics.sent();
        QueryListener.Answer second = metrics.sent();
        first.received(1000);
        second.received(1);
        metrics.publish();
        first.received(10);
        metrics.publish();

        assertThat(bytesIn.getCount()).isEqualTo(1011);
    }

    /** As in a hybrid source, where one reader follows the other on the same counter. */
    @Test
    void testBytesAreAddedToWhatOthersCounted() {
        Counter bytesIn = bytesIn();
        bytesIn.inc(5);
        metrics.sent().received(7);
        metrics.publish();

        assertThat(bytesIn.getCount()).isEqualTo(12);
    }

    @Test
    void testLatencyIsTheTimeUntilAnAnswerBegins() {
        QueryListener.Answer answer = metrics.sent();
        nanoTime += nanos(30);
        answer.begins();
        nanoTime += nanos(500);
        answer.received(1);
        metrics.sent();

        Histogram latency =
                registry.getHistogram(SourceMetric.GROUP, SourceMetric.REQUEST_LATENCY.metricName())
                        .orElseThrow();
        assertThat(latency.getCount()).isEqualTo(1);
        assertThat(latency.getStatistics().getMax()).isEqualTo(30);
    }

    @Test
    void testEveryMillionRowsThereIsALineInTheLog() throws Exception {
        SplitState split = split(0, 2_000_000, 0);
        metrics.opened(split);
        for (int i = 0; i < 999_999; i++) {
            metrics.handedOn();
        }
        assertThat(lines).isEmpty();

        nanoTime += TimeUnit.SECONDS.toNanos(1);
        handOn(split, 1_000);

        assertThat(lines)
                .containsExactly(
                        "Read 1,000,000 rows so far, the last 1,000,000 at 1,000,000 rows/s; open"
                                + " splits: 1, read up to 1970-01-01T00:00:01Z");
    }
}
