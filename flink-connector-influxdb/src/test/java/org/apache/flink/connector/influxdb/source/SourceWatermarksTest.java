/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.connector.influxdb.model.TimeRange;
import org.apache.flink.connector.testutils.source.reader.TestingReaderOutput;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import static org.apache.flink.connector.influxdb.source.FakeInfluxDB.row;
import static org.assertj.core.api.Assertions.assertThat;

/** The watermarks that the source makes of how far its splits are read. */
class SourceWatermarksTest {

    private static final RetryOptions RETRY =
            new RetryOptions(0, Duration.ofMillis(1), Duration.ofMillis(1));

    /** Writes down rows and watermarks in their order. */
    private static final class Output extends TestingReaderOutput<Long> {
        private final List<String> events = new ArrayList<>();

        @Override
        public void collect(Long record, long timestamp) {
            events.add("row " + record);
        }

        @Override
        public void emitWatermark(Watermark watermark) {
            events.add("watermark " + watermark.getTimestamp());
        }
    }

    private final FakeInfluxDB server = new FakeInfluxDB();
    private final Output output = new Output();

    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private static InfluxDBSplit split(long startMillis, long stopMillis) {
        return InfluxDBSplit.unread(new TimeRange(nanos(startMillis), nanos(stopMillis)));
    }

    private InfluxDBRecordEmitter<Long> emitter(boolean sourceWatermarks) {
        return new InfluxDBRecordEmitter<>(
                row -> TimeUnit.NANOSECONDS.toMillis(row.timestamp()),
                new SharedCounter(),
                new SharedCounter(),
                new ReadMetrics(),
                sourceWatermarks);
    }

    private void emit(InfluxDBSplit split, List<SplitElement> elements) throws Exception {
        SplitState state = SplitState.of(split, TestQueries.MEASUREMENT, TailOptions.DEFAULT);
        for (SplitElement element : elements) {
            emitter(true).emitRecord(element, output, state);
        }
    }

    private List<SplitElement> read(InfluxDBSplit split, boolean sourceWatermarks, int batchRows)
            throws Exception {
        Readings readings =
                new Readings(
                        TestQueries.MEASUREMENT,
                        server,
                        new ReadOptions(
                                RETRY, TailOptions.DEFAULT, 1, QueryResume.FAIL, sourceWatermarks),
                        new Random(1),
                        System::nanoTime,
                        new ReadMetrics());
        List<SplitElement> all = new ArrayList<>();
        try (Reading reading = readings.open(split)) {
            boolean isFinished = false;
            while (!isFinished) {
                List<SplitElement> batch = new ArrayList<>();
                isFinished = reading.read(batch, () -> batch.size() >= batchRows);
                all.addAll(batch);
            }
        }
        return all;
    }

    @Test
    void testWatermarkFollowsTheLastRowOfABatchAndThenTheEndOfTheSplit() throws Exception {
        server.withPointsAt(nanos(1), nanos(2), nanos(2) + 1, nanos(7));

        emit(split(0, 100), read(split(0, 100), true, 3));

        assertThat(output.events)
                .containsExactly(
                        // More points of millisecond 2 may come.
                        "row 1", "row 2", "row 2", "watermark 1", "row 7", "watermark 99");
    }

    @Test
    void testSplitWithoutPointsMovesTheWatermarkToItsEnd() throws Exception {
        emit(split(0, 100), read(split(0, 100), true, 3));

        assertThat(output.events).containsExactly("watermark 99");
    }

    @Test
    void testEndWithinAMillisecondLeavesThatOpen() throws Exception {
        InfluxDBSplit split = InfluxDBSplit.unread(new TimeRange(0, nanos(100) + 1));

        emit(split, read(split, true, 3));

        // The next split may begin with a point of millisecond 100.
        assertThat(output.events).containsExactly("watermark 99");
    }

    @Test
    void testTimesBefore1970AreRoundedDown() throws Exception {
        emit(
                split(-100, 0),
                List.of(new SplitElement.Row(row(-1, "a", 1)), SplitElement.BATCH_END));

        assertThat(output.events).containsExactly("row 0", "watermark -2");
    }

    @Test
    void testBatchBeforeTheFirstRowSaysWhereTheSplitBegins() throws Exception {
        emit(split(50, 100), List.of(SplitElement.BATCH_END));

        assertThat(output.events).containsExactly("watermark 49");
    }

    @Test
    void testWatermarkOfATailIsWhereItIsSettled() throws Exception {
        InfluxDBSplit tail = InfluxDBSplit.tail("cpu", nanos(10));

        emit(
                tail,
                List.of(
                        new SplitElement.Row(row(nanos(30), "a", 1)),
                        new SplitElement.RoundEnd(nanos(10), nanos(40)),
                        new SplitElement.Row(row(nanos(20), "a", 1)),
                        new SplitElement.RoundEnd(nanos(25), nanos(40))));

        assertThat(output.events)
                .containsExactly("row 30", "watermark 9", "row 20", "watermark 24");
    }

    @Test
    void testThereAreNoneUnlessAskedFor() throws Exception {
        server.withPointsAt(nanos(1), nanos(2));
        InfluxDBSplit split = split(0, 100);
        SplitState state = SplitState.of(split, TestQueries.MEASUREMENT, TailOptions.DEFAULT);

        for (SplitElement element : read(split, false, 1)) {
            emitter(false).emitRecord(element, output, state);
        }

        assertThat(output.events).containsExactly("row 1", "row 2");
    }
}
