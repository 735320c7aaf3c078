/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.client.QueryListener;
import org.apache.flink.connector.influxdb.client.RowCursor;
import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.model.TimeRange;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.Metric;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;

/** What the metrics of a job say that has read 600 points in 10 splits of an hour. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SourceMetricsContract {

    private final InMemoryReporter reporter = InMemoryReporter.createWithRetainedMetrics();

    // Not static: a reporter lives as long as its cluster.
    @RegisterExtension
    final MiniClusterExtension flink =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(2)
                            .setConfiguration(reporter.addToConfiguration(new Configuration()))
                            .build());

    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
    private static final int HOURS = 10;
    private static final int POINTS = HOURS * 60;

    private String bucket;
    private JobID job;

    abstract InfluxDBExtension influxdb();

    abstract QueryLanguage language();

    private static Instant time(int minute) {
        return START.plus(Duration.ofMinutes(minute));
    }

    @BeforeAll
    void write() {
        bucket = influxdb().newBucket();
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < POINTS; i++) {
            points.add(Point.measurement("cpu").time(time(i)).tag("host", "a").field("f", 1.0 * i));
        }
        influxdb().server().writeLineProtocol(bucket, TestPoints.lineProtocol(points));
    }

    /** Once, but not before all tests together: then there is no cluster yet. */
    @BeforeEach
    void runTheJob() throws Exception {
        if (job != null) {
            return;
        }
        StreamExecutionEnvironment environment = SourceJobs.environment(1);
        InfluxDBSource<Point> source =
                SourceJobs.points(influxdb().server(), bucket)
                        .setMeasurement("cpu")
                        .setQueryLanguage(language())
                        .setStartingTime(TimeBounds.at(START))
                        .setBounded(TimeBounds.at(time(POINTS)))
                        .setSplitDuration(Duration.ofHours(1))
                        // Two at once may both ask for what a client asks only once.
                        .setMaxOpenSplits(1)
                        .build();
        SourceJobs.stream(environment, source).sinkTo(new DiscardingSink<>());
        JobClient client = environment.executeAsync();
        client.getJobExecutionResult().get(60, TimeUnit.SECONDS);
        job = client.getJobID();
    }

    private <M extends Metric> M metric(Class<M> type, String name) {
        return reporter.getMetricsByIdentifiers(job).entrySet().stream()
                .filter(metric -> metric.getKey().endsWith(name))
                .map(metric -> type.cast(metric.getValue()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("There is no metric " + name));
    }

    private long count(String name) {
        return metric(Counter.class, name).getCount();
    }

    private long gauge(String name) {
        return (Long) metric(Gauge.class, name).getValue();
    }

    private static String reader(String name) {
        return ".Source: influxdb.0." + name;
    }

    private static String enumerator(String name) {
        return ".coordinator.enumerator." + name;
    }

    private static String path(SourceMetric metric) {
        String own = SourceMetric.GROUP + "." + metric.metricName();
        return switch (metric.place()) {
            case OPERATOR -> reader(metric.metricName());
            case READER -> reader(own);
            case ENUMERATOR -> enumerator(own);
        };
    }

    @ParameterizedTest
    @EnumSource(SourceMetric.class)
    void testEveryMetricIsWhereItIsSaidToBe(SourceMetric metric) {
        assertThat(metric(Metric.class, path(metric))).isNotNull();
    }

    @Test
    void testRowsAndSplitsAreCounted() {
        assertThat(count(reader("numRecordsIn"))).isEqualTo(POINTS);
        assertThat(count(reader("numRecordsInErrors"))).isZero();
        assertThat(count(path(SourceMetric.PLANNED_SPLITS))).isEqualTo(HOURS);
        assertThat(count(path(SourceMetric.FINISHED_SPLITS))).isEqualTo(HOURS);
        assertThat(gauge(enumerator("unassignedSplits"))).isZero();
    }

    @Test
    void testNothingIsOpenOrPendingAtTheEnd() {
        assertThat(gauge(path(SourceMetric.OPEN_SPLITS))).isZero();
        assertThat(gauge(path(SourceMetric.PENDING_RECORDS))).isZero();
        assertThat(gauge(path(SourceMetric.HIGH_WATER_MARK)))
                .isEqualTo(time(POINTS).toEpochMilli());
    }

    @Test
    void testFaultsAndLatePointsAreZeroWhereThereWereNone() {
        assertThat(count(path(SourceMetric.RETRIES))).isZero();
        assertThat(count(path(SourceMetric.HALVINGS))).isZero();
        assertThat(count(path(SourceMetric.LATE_POINTS))).isZero();
    }

    @Test
    void testPointBehindTheHighWaterMarkOfATailIsCountedAsLate() throws Exception {
        Instant now = Instant.now();
        write(Point.measurement("tail").time(now.minusSeconds(5)).field("f", 1.0));
        StreamExecutionEnvironment environment = SourceJobs.environment(1);
        InfluxDBSource<Point> source =
                SourceJobs.points(influxdb().server(), bucket)
                        .setMeasurement("tail")
                        .setQueryLanguage(language())
                        .setStartingTime(TimeBounds.at(now.minusSeconds(20)))
                        .setUnbounded()
                        .setPollInterval(Duration.ofMillis(50))
                        .setLateArrivalInterval(Duration.ofMillis(100))
                        .build();
        SourceJobs.stream(environment, source).sinkTo(new DiscardingSink<>());
        JobClient client = environment.executeAsync();
        try {
            awaitCount(client.getJobID(), reader("numRecordsIn"));

            write(Point.measurement("tail").time(now.minusSeconds(10)).field("f", 2.0));

            awaitCount(client.getJobID(), path(SourceMetric.LATE_POINTS));
        } finally {
            client.cancel().get(1, TimeUnit.MINUTES);
        }
    }

    private void write(Point point) {
        influxdb().server().writeLineProtocol(bucket, TestPoints.lineProtocol(List.of(point)));
    }

    /** Waits until a counter of a running job is one, or as far as it gets. */
    private void awaitCount(JobID running, String name) {
        Disturbance.await(
                () ->
                        reporter.getMetricsByIdentifiers(running).entrySet().stream()
                                .filter(metric -> metric.getKey().endsWith(name))
                                .anyMatch(metric -> ((Counter) metric.getValue()).getCount() == 1));
    }

    @Test
    void testLagOfTheLastRowFetchedIsItsAge() {
        long ageNow = Instant.now().toEpochMilli() - time(POINTS).toEpochMilli();

        assertThat(gauge(path(SourceMetric.FETCH_LAG)))
                .isBetween(0L, ageNow + Duration.ofMinutes(1).toMillis());
    }

    /** A client that sends the same queries is sent the same bytes. */
    @Test
    void testBytesAndLatencyAreThoseOfTheQueries() throws Exception {
        AtomicLong queries = new AtomicLong();
        AtomicLong bytes = new AtomicLong();
        QueryListener listener =
                () ->
                        new QueryListener.Answer() {
                            @Override
                            public void begins() {
                                queries.incrementAndGet();
                            }

                            @Override
                            public void received(int count) {
                                bytes.addAndGet(count);
                            }
                        };
        InfluxDBQuery query =
                new InfluxDBQuery.OfMeasurement(bucket, "cpu", List.of(), List.of(), language());
        try (InfluxDBClient client =
                InfluxDBClient.create(SourceJobs.connection(influxdb().server()), listener)) {
            for (int hour = 0; hour < HOURS; hour++) {
                TimeRange range =
                        new TimeRange(
                                EpochNanos.of(time(60 * hour)),
                                EpochNanos.of(time(60 * hour + 60)));
                try (RowCursor cursor = client.query(query, range)) {
                    while (cursor.next()) {}
                }
            }
        }

        assertThat(count(path(SourceMetric.BYTES_IN))).isEqualTo(bytes.get()).isPositive();
        assertThat(metric(Histogram.class, path(SourceMetric.REQUEST_LATENCY)).getCount())
                .isEqualTo(queries.get())
                .isPositive();
    }
}
