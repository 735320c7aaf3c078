/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.TimeRange;
import org.apache.flink.connector.testutils.source.reader.TestingReaderContext;
import org.apache.flink.connector.testutils.source.reader.TestingReaderOutput;
import org.apache.flink.core.io.InputStatus;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The whole reader, with its threads, over a server in memory. */
class InfluxDBSourceReaderTest {

    private final FakeInfluxDB server = new FakeInfluxDB();
    private final TestingReaderContext context = new TestingReaderContext();
    private final TestingReaderOutput<Long> output = new TestingReaderOutput<>();
    private final ReadMetrics metrics = new ReadMetrics();
    private final InfluxDBSourceReader<Long> reader = reader();

    private InfluxDBSourceReader<Long> reader() {
        RetryOptions retry = new RetryOptions(2, Duration.ofMillis(1), Duration.ofMillis(1));
        ReadOptions options = new ReadOptions(retry, TailOptions.DEFAULT, 2);
        Readings readings =
                new Readings(
                        TestQueries.MEASUREMENT,
                        server,
                        options,
                        new Random(1),
                        System::nanoTime,
                        metrics);
        SplitFetchers fetchers =
                new SplitFetchers(
                        () -> new InfluxDBSplitReader(readings::open, System::nanoTime, metrics),
                        server,
                        2,
                        context.getConfiguration());
        InfluxDBRecordEmitter<Long> emitter =
                new InfluxDBRecordEmitter<>(
                        InfluxDBRow::timestamp,
                        context.metricGroup().getIOMetricGroup().getNumRecordsInCounter(),
                        context.metricGroup().getNumRecordsInErrorsCounter(),
                        metrics,
                        false);
        return new InfluxDBSourceReader<>(
                fetchers, emitter, TestQueries.MEASUREMENT, options, metrics, context);
    }

    private boolean isClosed;

    @AfterEach
    void close() throws Exception {
        if (!isClosed) {
            isClosed = true;
            reader.close();
        }
    }

    private static InfluxDBSplit split(long start, long stop) {
        return InfluxDBSplit.unread(new TimeRange(start, stop));
    }

    private void pollUntil(int records) throws Exception {
        while (output.getEmittedRecords().size() < records) {
            if (reader.pollNext(output) == InputStatus.NOTHING_AVAILABLE) {
                reader.isAvailable().get(10, TimeUnit.SECONDS);
            }
        }
    }

    private void pollUntilFinished() throws Exception {
        while (reader.getNumberOfCurrentlyAssignedSplits() > 0) {
            if (reader.pollNext(output) == InputStatus.NOTHING_AVAILABLE) {
                reader.isAvailable().get(10, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void testReaderAsksForAsManySplitsAsItKeepsOpen() {
        reader.start();

        assertThat(context.getNumSplitRequests()).isEqualTo(2);
    }

    @Test
    void testReaderAsksForTheNextSplitWhenOneIsFinished() throws Exception {
        server.withPointsAt(1, 101);
        reader.start();
        reader.addSplits(List.of(split(0, 100), split(100, 200)));

        pollUntilFinished();

        assertThat(output.getEmittedRecords()).containsExactlyInAnyOrder(1L, 101L);
        assertThat(context.getNumSplitRequests()).isEqualTo(4);
    }

    @Test
    void testRestoredReaderWithManySplitsAsksForNoMoreBeforeItHasRoom() throws Exception {
        server.withPointsAt(1, 101, 201, 301, 401);
        reader.addSplits(List.of(split(0, 100), split(100, 200), split(200, 300), split(300, 400)));
        reader.start();
        assertThat(context.getNumSplitRequests()).isZero();

        pollUntilFinished();

        assertThat(output.getEmittedRecords()).containsExactlyInAnyOrder(1L, 101L, 201L, 301L);
        assertThat(context.getNumSplitRequests()).isEqualTo(2);
    }

    @Test
    void testSnapshotHoldsWhatIsEmittedNotWhatIsFetched() throws Exception {
        server.withPointsAt(1, 2, 3, 4);
        reader.addSplits(List.of(split(0, 100)));
        pollUntil(2);

        List<InfluxDBSplit> state = reader.snapshotState(1);

        assertThat(state)
                .containsExactly(
                        split(0, 100)
                                .withPosition(
                                        new SplitPosition.AtInstant(
                                                2,
                                                List.of(
                                                        new RowHasher()
                                                                .identity(
                                                                        FakeInfluxDB.row(
                                                                                2, "a", 2))))));
    }

    @Test
    void testPausedSplitsStopAndGoOnWhenResumed() throws Exception {
        List<Long> times = LongStream.range(0, 50_000).boxed().toList();
        server.withPointsAt(LongStream.range(0, 50_000).toArray());
        InfluxDBSplit split = split(0, 100_000);
        reader.addSplits(List.of(split));
        pollUntil(10);

        reader.pauseOrResumeSplits(List.of(split.splitId()), List.of());
        reader.pauseOrResumeSplits(List.of(), List.of(split.splitId()));
        pollUntilFinished();

        assertThat(output.getEmittedRecords()).isEqualTo(times);
        assertThat(server.queries()).hasSize(1);
    }

    @Test
    void testFaultOfAFetcherFailsThePoll() {
        server.failAfter(0, Kind.INVALID);
        reader.addSplits(List.of(split(0, 100)));

        assertThatThrownBy(this::pollUntilFinished).hasStackTraceContaining("fake fault INVALID");
    }

    @Test
    void testReaderThatWaitsForASilentServerClosesAtOnce() throws Exception {
        server.withPointsAt(1, 2, 3);
        server.fallSilentAfter(2);
        reader.addSplits(List.of(split(0, 100)));
        reader.pollNext(output);

        long start = System.nanoTime();
        close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
}
