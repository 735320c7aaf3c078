/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.TimeRange;
import org.apache.flink.connector.testutils.source.reader.TestingReaderContext;
import org.apache.flink.connector.testutils.source.reader.TestingReaderOutput;
import org.apache.flink.core.io.InputStatus;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The whole reader, with its threads, over a server in memory. */
class InfluxDBSourceReaderTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static final ReadOptions OPTIONS =
            new ReadOptions(
                    new RetryOptions(2, Duration.ofMillis(1), Duration.ofMillis(1)),
                    new TailOptions(
                            Duration.ofSeconds(1),
                            Duration.ZERO,
                            Duration.ofMinutes(1),
                            Duration.ofMillis(1),
                            1_000),
                    2);

    private final FakeInfluxDB server = new FakeInfluxDB();
    private final TestingReaderContext context = new TestingReaderContext();
    private final TestingReaderOutput<Long> output = new TestingReaderOutput<>();
    private final ReadMetrics metrics = new ReadMetrics();
    private Runnable behindTheLookForErrors = () -> {};
    private final SplitFetchers fetchers = fetchers();
    private final InfluxDBSourceReader<Long> reader = reader();

    private SplitFetchers fetchers() {
        Readings readings =
                new Readings(
                        TestQueries.MEASUREMENT,
                        server,
                        OPTIONS,
                        new Random(1),
                        System::nanoTime,
                        metrics);
        return new SplitFetchers(
                () -> new InfluxDBSplitReader(readings::open, System::nanoTime, metrics),
                server,
                OPTIONS.maxOpenSplits(),
                context.getConfiguration()) {
            @Override
            public void checkErrors() {
                super.checkErrors();
                Runnable now = behindTheLookForErrors;
                behindTheLookForErrors = () -> {};
                now.run();
            }
        };
    }

    private InfluxDBSourceReader<Long> reader() {
        InfluxDBRecordEmitter<Long> emitter =
                new InfluxDBRecordEmitter<>(
                        InfluxDBRow::timestamp,
                        context.metricGroup().getIOMetricGroup().getNumRecordsInCounter(),
                        context.metricGroup().getNumRecordsInErrorsCounter(),
                        metrics,
                        false);
        return new InfluxDBSourceReader<>(
                fetchers, emitter, TestQueries.MEASUREMENT, OPTIONS, metrics, context);
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

    /** The last second before the server's time. */
    private InfluxDBSplit tail(String measurement) {
        server.withClockAt(NOW);
        return InfluxDBSplit.tail(measurement, EpochNanos.of(NOW.minusSeconds(1)));
    }

    private void pollUntil(int records) throws Exception {
        while (output.getEmittedRecords().size() < records) {
            pollOnce();
        }
    }

    private void pollOnce() throws Exception {
        if (reader.pollNext(output) == InputStatus.NOTHING_AVAILABLE) {
            reader.isAvailable().get(10, TimeUnit.SECONDS);
        }
    }

    private void pollUntilFinished() throws Exception {
        while (reader.getNumberOfCurrentlyAssignedSplits() > 0) {
            pollOnce();
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
    void testFaultBetweenTheLookForErrorsAndTheLookIntoTheQueueFailsThePoll() {
        server.failAfter(0, Kind.INVALID);
        behindTheLookForErrors =
                () -> {
                    reader.addSplits(List.of(split(0, 100)));
                    fetchers.getQueue().getAvailabilityFuture().join();
                };

        assertThatThrownBy(() -> reader.pollNext(output))
                .hasStackTraceContaining("fake fault INVALID");
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

    @Test
    @Timeout(60)
    void testASilentServerHoldsUpNeitherOtherSplitsNorPausesNorCheckpoints() throws Exception {
        server.withPointsAt(1, 2, 101);
        server.fallSilentAfter(1);
        InfluxDBSplit silent = split(0, 100);
        InfluxDBSplit other = split(100, 200);
        reader.addSplits(List.of(silent));
        server.awaitSilence();

        reader.pauseOrResumeSplits(List.of(silent.splitId()), List.of());
        reader.addSplits(List.of(other));
        pollUntil(1);
        reader.pauseOrResumeSplits(List.of(other.splitId()), List.of(silent.splitId()));
        reader.pauseOrResumeSplits(List.of(), List.of(other.splitId()));
        List<InfluxDBSplit> state = reader.snapshotState(1);

        assertThat(output.getEmittedRecords()).containsExactly(101L);
        assertThat(state).contains(silent);

        server.speakAgain();
        pollUntilFinished();
        assertThat(output.getEmittedRecords()).containsExactly(101L, 1L, 2L);
        assertThat(server.queries()).containsExactly(silent.range(), other.range());
    }

    @Test
    void testTailsAreNotCountedAmongTheSplitsThatAreOpen() throws Exception {
        reader.addSplits(List.of(tail("cpu"), tail("mem")));

        reader.start();

        assertThat(context.getNumSplitRequests()).isEqualTo(2);
    }

    @Test
    void testTailThatComesUnaskedIsNoAnswerToARequest() throws Exception {
        reader.start();
        reader.addSplits(List.of(tail("cpu")));
        reader.addSplits(List.of(split(0, 100), split(100, 200)));
        while (reader.getNumberOfCurrentlyAssignedSplits() > 1) {
            pollOnce();
        }

        assertThat(context.getNumSplitRequests()).isEqualTo(4);
    }

    @Test
    void testWhatIsLeftOfATailIsAnAnswerToARequest() throws Exception {
        InfluxDBSplit left = tail("cpu");
        long start = left.range().start();
        reader.start();
        reader.addSplits(
                List.of(
                        new InfluxDBSplit(
                                "cpu",
                                left.range().withStop(start + 1),
                                0,
                                new SplitPosition.InTail(start, start + 1, SeenPoints.NONE))));
        server.withClockAt(NOW.plusSeconds(3600));

        pollUntilFinished();

        assertThat(context.getNumSplitRequests()).isEqualTo(3);
    }

    @Test
    void testAllTailsShareOneFetcherBesideThoseOfHistory() throws Exception {
        server.fallSilentAfter(0);
        server.fallSilentAfter(0);

        reader.addSplits(List.of(tail("cpu"), tail("mem")));
        reader.addSplits(List.of(split(0, 100), split(100, 200), split(200, 300)));

        assertThat(fetchers.getNumAliveFetchers()).isEqualTo(3);
    }

    @Test
    void testTailIsReadBesideHistory() throws Exception {
        long time = EpochNanos.of(NOW) - 1;
        server.withPointsAt(1, time);
        reader.addSplits(List.of(tail("cpu"), split(0, 100)));

        pollUntil(2);

        assertThat(output.getEmittedRecords()).containsExactlyInAnyOrder(1L, time);
    }
}
