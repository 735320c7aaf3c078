/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.base.source.reader.RecordsBySplits;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsChange;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;

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

/**
 * Reads one split after the other, in batches. Nothing is read before somebody fetches it, so that
 * a slow job slows the server down.
 *
 * <p>A wake-up ends a wait, and a batch at the next row; it does not end a request, which would
 * have to be sent anew. Requests are ended by {@link #cancel} and the closing of the client.
 */
final class InfluxDBSplitReader implements SplitReader<InfluxDBRow, InfluxDBSplit> {

    private static final int MAX_BATCH_ROWS = 1000;
    private static final long MAX_BATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final RecordsWithSplitIds<InfluxDBRow> NO_ROWS =
            new RecordsBySplits<>(Map.of(), Set.of());

    private final Function<InfluxDBSplit, SplitReading> opener;
    private final ReadMetrics metrics;
    private final Map<String, SplitReading> readings = new LinkedHashMap<>();
    private final Set<String> paused = new HashSet<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wakeUp = lock.newCondition();
    private volatile boolean isAwake;
    private volatile boolean isCancelled;

    InfluxDBSplitReader(Function<InfluxDBSplit, SplitReading> opener, ReadMetrics metrics) {
        this.opener = opener;
        this.metrics = metrics;
    }

    @Override
    public RecordsWithSplitIds<InfluxDBRow> fetch()
            throws InfluxDBException, InterruptedIOException {
        try {
            String splitId = firstNotPaused();
            long wait =
                    splitId == null
                            ? Long.MAX_VALUE
                            : readings.get(splitId).nanosToWait(System.nanoTime());
            await(wait);
            return splitId == null || isAwake || isCancelled ? NO_ROWS : read(splitId);
        } finally {
            isAwake = false;
        }
    }

    private RecordsWithSplitIds<InfluxDBRow> read(String splitId) throws InfluxDBException {
        SplitReading reading = readings.get(splitId);
        List<InfluxDBRow> rows = new ArrayList<>(MAX_BATCH_ROWS);
        long end = System.nanoTime() + MAX_BATCH_NANOS;
        boolean isFinished = false;
        try {
            isFinished =
                    reading.read(
                            rows,
                            () ->
                                    rows.size() == MAX_BATCH_ROWS
                                            || isAwake
                                            || System.nanoTime() - end >= 0);
        } catch (InfluxDBException e) {
            if (isCancelled) {
                return NO_ROWS;
            }
            reading.recover(e);
        }
        if (isFinished) {
            readings.remove(splitId);
            paused.remove(splitId);
        }
        if (!rows.isEmpty()) {
            metrics.fetched(rows.get(rows.size() - 1));
        }
        return new RecordsBySplits<>(
                rows.isEmpty() ? Map.of() : Map.of(splitId, rows),
                isFinished ? Set.of(splitId) : Set.of());
    }

    /** A paused split must not keep another from being read: that one may hold the watermark. */
    @Nullable
    private String firstNotPaused() {
        for (String splitId : readings.keySet()) {
            if (!paused.contains(splitId)) {
                return splitId;
            }
        }
        return null;
    }

    private void await(long nanos) throws InterruptedIOException {
        long left = nanos;
        lock.lock();
        try {
            while (left > 0 && !isAwake && !isCancelled) {
                left = wakeUp.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while waiting to read on");
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
        readings.values().forEach(SplitReading::close);
        readings.clear();
    }
}
