/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.influxdb.model.InfluxDBException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import static org.assertj.core.api.Assertions.assertThat;

/** Splits that are paused or resumed while their fetcher waits for the server. */
class SplitFetchersTest {

    private static final InfluxDBSplit SILENT = InfluxDBSplit.tail("silent", 0);
    private static final InfluxDBSplit SECOND = InfluxDBSplit.tail("second", 0);
    private static final InfluxDBSplit LAST = InfluxDBSplit.tail("last", 0);

    private final List<String> reads = new CopyOnWriteArrayList<>();
    private final CountDownLatch isAsking = new CountDownLatch(1);
    private final CountDownLatch isAnswered = new CountDownLatch(1);
    private final CountDownLatch isLastRead = new CountDownLatch(1);

    private final SplitFetchers fetchers =
            new SplitFetchers(
                    () ->
                            new InfluxDBSplitReader(
                                    OneRead::new, System::nanoTime, new ReadMetrics()),
                    new FakeInfluxDB(),
                    2,
                    new Configuration());

    @AfterEach
    void close() throws Exception {
        isAnswered.countDown();
        fetchers.close(10_000);
    }

    /** Is read once, and long not again; one waits for its server, and one is the last. */
    private final class OneRead implements Reading {
        private final InfluxDBSplit split;
        private boolean isRead;

        OneRead(InfluxDBSplit split) {
            this.split = split;
        }

        @Override
        public long nanosToWait(long now) {
            if (isRead) {
                return Duration.ofHours(1).toNanos();
            }
            // All but the last are overdue.
            return split.equals(LAST) ? 0 : -1;
        }

        @Override
        public boolean read(List<SplitElement> elements, BooleanSupplier pause)
                throws InfluxDBException {
            reads.add(split.measurement());
            isRead = true;
            if (split.equals(SILENT)) {
                isAsking.countDown();
                await(isAnswered);
            } else if (split.equals(LAST)) {
                isLastRead.countDown();
            }
            return false;
        }

        @Override
        public void recover(InfluxDBException fault) {}

        @Override
        public void close() {}
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError("Nobody interrupts here", e);
        }
    }

    private void addWhileTheServerIsSilent(InfluxDBSplit split) {
        fetchers.addSplits(List.of(SILENT));
        await(isAsking);
        fetchers.addSplits(List.of(split));
    }

    private void answer() {
        fetchers.addSplits(List.of(LAST));
        isAnswered.countDown();
        await(isLastRead);
    }

    @Test
    void testSplitThatIsPausedBeforeItsFetcherKnowsItIsNotRead() {
        addWhileTheServerIsSilent(SECOND);

        fetchers.pauseOrResumeSplits(List.of(SECOND.splitId()), List.of());
        answer();

        assertThat(reads).containsExactly("silent", "last");
    }

    @Test
    void testSplitThatIsPausedAndResumedMeanwhileIsRead() {
        addWhileTheServerIsSilent(SECOND);

        fetchers.pauseOrResumeSplits(List.of(SECOND.splitId()), List.of());
        fetchers.pauseOrResumeSplits(List.of(), List.of(SECOND.splitId()));
        answer();

        assertThat(reads).containsExactly("silent", "second", "last");
    }
}
