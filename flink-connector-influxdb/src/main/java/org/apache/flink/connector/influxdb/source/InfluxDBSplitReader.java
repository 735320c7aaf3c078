/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.base.source.reader.RecordsBySplits;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsChange;
import org.apache.flink.connector.influxdb.model.InfluxDBException;

import javax.annotation.Nullable;

import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Reads one split after the other, or several tails in turns, in batches. Nothing is read before
 * somebody fetches it, so that a slow job slows the server down.
 *
 * <p>A wake-up ends a wait, and a batch at the next row; it does not end a request, which would
 * have to be sent anew. Requests are ended by {@link #cancel} and the closing of the client.
 */
final class InfluxDBSplitReader implements SplitReader<SplitElement, InfluxDBSplit> {

    private static final int MAX_BATCH_ROWS = 1000;
    private static final long MAX_BATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** So many batches may wait for the job, the one that it works on included. */
    static final int MAX_BATCHES = 3;

    private static final RecordsWithSplitIds<SplitElement> NOTHING =
            new RecordsBySplits<>(Map.of(), Set.of());

    private final Function<InfluxDBSplit, Reading> opener;
    private final LongSupplier nanoClock;
    private final ReadMetrics metrics;
    private final Map<String, Reading> readings = new LinkedHashMap<>();
    private final Set<String> paused = new HashSet<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wakeUp = lock.newCondition();
    private volatile boolean isAwake;
    private volatile boolean isCancelled;
    private int batches;

    /**
     * A reader without splits.
     *
     * @param nanoClock like System.nanoTime
     */
    InfluxDBSplitReader(
            Function<InfluxDBSplit, Reading> opener, LongSupplier nanoClock, ReadMetrics metrics) {
        this.opener = opener;
        this.nanoClock = nanoClock;
        this.metrics = metrics;
    }

    @Override
    public RecordsWithSplitIds<SplitElement> fetch()
            throws InfluxDBException, InterruptedIOException {
        try {
            awaitRoom();
            long now = nanoClock.getAsLong();
            String splitId = nextNotPaused(now);
            await(splitId == null ? Long.MAX_VALUE : readings.get(splitId).nanosToWait(now));
            return splitId == null || isAwake || isCancelled ? NOTHING : read(splitId);
        } finally {
            isAwake = false;
        }
    }

    private RecordsWithSplitIds<SplitElement> read(String splitId) throws InfluxDBException {
        Reading reading = readings.get(splitId);
        List<SplitElement> elements = new ArrayList<>(MAX_BATCH_ROWS);
        long end = nanoClock.getAsLong() + MAX_BATCH_NANOS;
        boolean isFinished = false;
        try {
            isFinished =
                    reading.read(
                            elements,
                            () ->
                                    elements.size() >= MAX_BATCH_ROWS
                                            || isAwake
                                            || nanoClock.getAsLong() - end >= 0);
        } catch (InfluxDBException e) {
            if (isCancelled) {
                return NOTHING;
            }
            reading.recover(e);
        }
        if (isFinished) {
            readings.remove(splitId);
            paused.remove(splitId);
        }
        metrics.fetched(elements);
        return new Batch(
                elements.isEmpty() ? Map.of() : Map.of(splitId, elements),
                isFinished ? Set.of(splitId) : Set.of());
    }

    /** What the job has not taken yet counts. */
    private final class Batch extends RecordsBySplits<SplitElement> {

        Batch(Map<String, Collection<SplitElement>> elements, Set<String> finished) {
            super(elements, finished);
            count(1);
        }

        @Override
        public void recycle() {
            count(-1);
        }

        private void count(int more) {
            lock.lock();
            try {
                batches += more;
                wakeUp.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * Waits until the job has taken enough. A slow job must make its readers wait here, not at
     * Flink's queue behind them: a pause that wakes a thread up there can leave others asleep for
     * ever (seen on 2.3.0 with watermark alignment).
     */
    private void awaitRoom() throws InterruptedIOException {
        lock.lock();
        try {
            while (batches >= MAX_BATCHES && !isAwake && !isCancelled) {
                wakeUp.await();
            }
        } catch (InterruptedException e) {
            throw interrupted();
        } finally {
            lock.unlock();
        }
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("Interrupted while waiting to read on");
    }

    /**
     * The split that has waited longest, or has to wait the least. A paused one must not keep
     * another from being read: that one may hold the watermark.
     */
    @Nullable
    private String nextNotPaused(long now) {
        String next = null;
        long leastWait = Long.MAX_VALUE;
        for (Map.Entry<String, Reading> reading : readings.entrySet()) {
            if (!paused.contains(reading.getKey())) {
                long wait = reading.getValue().nanosToWait(now);
                if (next == null || wait < leastWait) {
                    next = reading.getKey();
                    leastWait = wait;
                }
            }
        }
        return next;
    }

    private void await(long nanos) throws InterruptedIOException {
        long left = nanos;
        lock.lock();
        try {
            while (left > 0 && !isAwake && !isCancelled) {
                left = wakeUp.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            throw interrupted();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void wakeUp() {
        lock.lock();
        try {
            isAwake = true;
            wakeUp.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** No row is wanted any more: faults from now on are ours. For any thread. */
    void cancel() {
        isCancelled = true;
        wakeUp();
    }

    @Override
    public void handleSplitsChanges(SplitsChange<InfluxDBSplit> change) {
        if (!(change instanceof SplitsAddition)) {
            throw new UnsupportedOperationException(
                    "Splits are added, and finished by reading them: " + change);
        }
        for (InfluxDBSplit split : change.splits()) {
            readings.put(split.splitId(), opener.apply(split));
        }
    }

    @Override
    public void pauseOrResumeSplits(
            Collection<InfluxDBSplit> toPause, Collection<InfluxDBSplit> toResume) {
        toPause.forEach(split -> paused.add(split.splitId()));
        toResume.forEach(split -> paused.remove(split.splitId()));
    }

    @Override
    public void close() {
        readings.values().forEach(Reading::close);
        readings.clear();
    }
}
