/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.model.TimeRange;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.testutils.source.reader.TestingReaderContext;
import org.apache.flink.connector.testutils.source.reader.TestingReaderOutput;
import org.apache.flink.core.io.InputStatus;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;

/** How rows flow from the server through a reader: as they come, and no faster than they go. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StreamingContract {

    private static final String FETCHERS = "Source Data Fetcher";

    /** Of about 15 MB by InfluxQL and 40 MB by Flux: more than all buffers on the way hold. */
    private static final int POINTS = 200_000;

    private static final int MEGABYTE = 1 << 20;

    private static final TimeRange RANGE = new TimeRange(0, POINTS);

    private final InfluxDBExtension influxdb;
    private String bucket;
    private CuttingProxy proxy;
    private SourceReader<Point, InfluxDBSplit> reader;
    private TestingReaderOutput<Point> output = new TestingReaderOutput<>();

    StreamingContract(InfluxDBExtension influxdb) {
        this.influxdb = influxdb;
    }

    /** The ways to read that hand rows on as they come. */
    enum Read {
        POINTS_BY_INFLUXQL,
        OWN_INFLUXQL,
        OWN_FLUX
    }

    @BeforeAll
    void fill() {
        bucket = influxdb.newBucket();
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < POINTS; i++) {
            lines.append("cpu,host=a-host-with-a-name-that-is-quite-long-").append(i % 10);
            lines.append(" f=").append(i).append("i ").append(i).append('\n');
            if (i % 20_000 == 19_999) {
                influxdb.server().writeLineProtocol(bucket, lines.toString());
                lines.setLength(0);
            }
        }
    }

    @BeforeEach
    void open() throws IOException {
        proxy = new CuttingProxy(influxdb.server().url());
        output = new TestingReaderOutput<>();
    }

    @AfterEach
    void close() throws Exception {
        closeReader();
        proxy.close();
    }

    private void closeReader() throws Exception {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }

    private void read(Read read, InfluxDBSplit... splits) {
        InfluxDBSourceBuilder<Point> builder =
                InfluxDBSource.<Point>builder()
                        .setConnection(SourceJobs.connection(influxdb.server(), proxy.url()))
                        .setBucket(bucket)
                        .setDeserializer(InfluxDBDeserializationSchema.points());
        InfluxDBSource<Point> source =
                switch (read) {
                    case POINTS_BY_INFLUXQL -> builder.setMeasurement("cpu").build();
                    case OWN_INFLUXQL ->
                            builder.setQuery(
                                            QueryLanguage.INFLUXQL,
                                            "SELECT * FROM cpu WHERE $timeFilter")
                                    .build();
                    case OWN_FLUX ->
                            builder.setQuery(
                                            QueryLanguage.FLUX,
                                            "from(bucket: v.defaultBucket) |> range(start:"
                                                    + " v.timeRangeStart, stop: v.timeRangeStop)")
                                    .build();
                };
        reader = source.createReader(new TestingReaderContext());
        reader.start();
        reader.addSplits(List.of(splits));
    }

    private void read(Read read) {
        read(read, InfluxDBSplit.unread(RANGE));
    }

    /** Polls until there are so many records, or it is quiet for long. */
    private void poll(int records) throws Exception {
        while (output.getEmittedRecords().size() < records) {
            if (reader.pollNext(output) == InputStatus.NOTHING_AVAILABLE) {
                reader.isAvailable().get(30, TimeUnit.SECONDS);
            }
        }
    }

    /** Polls what is there, until the server's silence has reached the reader. */
    private void pollUntilSilent() throws Exception {
        int before;
        do {
            before = output.getEmittedRecords().size();
            pollFor(300);
        } while (output.getEmittedRecords().size() > before);
    }

    private void pollFor(int millis) throws Exception {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < end) {
            if (reader.pollNext(output) == InputStatus.NOTHING_AVAILABLE) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
        }
    }

    private List<Long> values() {
        return output.getEmittedRecords().stream().map(StreamingContract::value).sorted().toList();
    }

    /** To an own query in InfluxQL, tags are fields like others. */
    private static Long value(Point point) {
        int last = point.fieldCount() - 1;
        return (Long) point.fieldValue(point.fieldValue(last) instanceof Long ? last : 0);
    }

    private static List<Long> allValues() {
        return LongStream.range(0, POINTS).boxed().toList();
    }

    @ParameterizedTest
    @EnumSource
    void testFirstRowsComeWhileTheServerStillSends(Read read) throws Exception {
        proxy.holdAfter(MEGABYTE);
        read(read);

        poll(1000);

        assertThat(proxy.passed()).isLessThan(2 * MEGABYTE);
        proxy.release();
        poll(POINTS);
        assertThat(values()).isEqualTo(allValues());
    }

    @ParameterizedTest
    @EnumSource
    void testAJobThatTakesNothingStopsTheServer(Read read) throws Exception {
        read(read);
        poll(1);

        long passedWhenStopped = passedWhenStill();
        poll(POINTS);

        assertThat(passedWhenStopped).isLessThan(proxy.passed() * 2 / 3);
    }

    private long passedWhenStill() {
        long before;
        do {
            before = proxy.passed();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
        } while (proxy.passed() > before);
        return before;
    }

    @ParameterizedTest
    @EnumSource
    void testAReaderThatIsClosedAmidASilentReadLosesNothing(Read read) throws Exception {
        proxy.holdAfter(MEGABYTE);
        read(read);
        poll(1000);
        pollUntilSilent();
        List<InfluxDBSplit> state = reader.snapshotState(1);

        CompletableFuture.runAsync(
                        () -> {
                            try {
                                closeReader();
                            } catch (Exception e) {
                                throw new IllegalStateException(e);
                            }
                        })
                .get(10, TimeUnit.SECONDS);

        Disturbance.awaitNoThread(FETCHERS);
        proxy.release();
        read(read, state.toArray(InfluxDBSplit[]::new));
        poll(POINTS);
        assertThat(values()).isEqualTo(allValues());
    }

    private boolean hasBothHalves() {
        List<Long> values = values();
        return !values.isEmpty()
                && values.get(0) < POINTS / 2
                && values.get(values.size() - 1) >= POINTS / 2;
    }

    @Test
    void testEachOpenSplitHasItsOwnFetcher() throws Exception {
        proxy.holdAfter(MEGABYTE);
        read(
                Read.POINTS_BY_INFLUXQL,
                InfluxDBSplit.unread(RANGE.withStop(POINTS / 2)),
                InfluxDBSplit.unread(RANGE.withStart(POINTS / 2)));

        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!hasBothHalves() && System.nanoTime() < end) {
            pollFor(100);
        }
        pollUntilSilent();

        assertThat(hasBothHalves()).isTrue();
        assertThat(Disturbance.threadsOf(FETCHERS)).hasSize(2);
        proxy.release();
        poll(POINTS);
    }
}
