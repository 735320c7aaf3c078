/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.client.RowCursor;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.TimeRange;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.annotation.Nullable;

import java.io.Closeable;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * A split that is being read: opens its query, reads on behind the last row after a passing fault,
 * and halves what is left where it is too heavy for the server.
 */
final class SplitReading implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(SplitReading.class);

    private final InfluxDBSplit split;
    private final InfluxDBQuery query;
    private final InfluxDBClient client;
    private final RetryOptions retry;
    private final RandomGenerator random;
    private final ReadMetrics metrics;
    private final ReadProgress progress;

    // The split is asked for in parts that follow each other; mostly it is one.
    private TimeRange part;
    @Nullable private TimeRange asked;
    @Nullable private RowCursor cursor;
    @Nullable private ReadProgress.Replay replay;
    private int failures;
    private long retryAt;
    private boolean isWaiting;

    SplitReading(
            InfluxDBSplit split,
            InfluxDBQuery query,
            InfluxDBClient client,
            RetryOptions retry,
            RandomGenerator random,
            ReadMetrics metrics) {
        this.split = split;
        this.query = query;
        this.client = client;
        this.retry = retry;
        this.random = random;
        this.metrics = metrics;
        this.progress = ReadProgress.of(query, split);
        this.part = split.range();
    }

    /** How long to wait before {@link #read} is called again, by a clock like System.nanoTime. */
    long nanosToWait(long now) {
        return isWaiting ? Math.max(0, retryAt - now) : 0;
    }

    /**
     * Reads rows until it is told to pause or the end has come. Every row that it adds counts as
     * handed on, also before a fault.
     *
     * @param rows where to add them
     * @param pause asked after each row
     * @return whether the split is read to its end
     * @throws InfluxDBException which {@link #recover} may mend
     */
    boolean read(List<InfluxDBRow> rows, BooleanSupplier pause) throws InfluxDBException {
        isWaiting = false;
        while (true) {
            if (cursor == null) {
                open();
            }
            if (!readPart(rows, pause)) {
                return false;
            }
            replay.end();
            close();
            if (part.stop() == split.range().stop()) {
                return true;
            }
            part = next(part);
        }
    }

    private void open() throws InfluxDBException {
        asked = progress.remaining(part);
        replay = progress.replay();
        cursor = client.query(query, asked);
    }

    /** Whether it came to the end of the answer. */
    private boolean readPart(List<InfluxDBRow> rows, BooleanSupplier pause)
            throws InfluxDBException {
        while (cursor.next()) {
            InfluxDBRow row = cursor.row();
            if (replay.isNew(row)) {
                progress.advance(row);
                failures = 0;
                rows.add(row);
            }
            if (pause.getAsBoolean()) {
                return false;
            }
        }
        return true;
    }

    /** The part behind one that was not too heavy, as long as that one. */
    private TimeRange next(TimeRange done) {
        TimeRange rest = split.range().withStart(done.stop());
        return Long.compareUnsigned(rest.unsignedLength(), done.unsignedLength()) <= 0
                ? rest
                : rest.withStop(done.stop() + done.unsignedLength());
    }

    /**
     * Prepares to read on after a fault.
     *
     * @throws InfluxDBException if that has no prospect
     */
    void recover(InfluxDBException fault) throws InfluxDBException {
        close();
        if (fault.kind() == InfluxDBException.Kind.TOO_HEAVY && halveTheRest()) {
            metrics.halved();
            LOG.warn(
                    "Split {} of {} is too heavy for the server; going on with {}: {}",
                    split.splitId(),
                    QueryText.describe(query),
                    part,
                    fault.getMessage());
            return;
        }
        failures++;
        if (!fault.isTransient() || failures > retry.maxRetries()) {
            throw failed(fault);
        }
        Duration wait = retry.waitAfter(fault, failures, random);
        retryAt = System.nanoTime() + wait.toNanos();
        isWaiting = true;
        metrics.retried();
        LOG.warn(
                "Reading split {} of {} is tried again in {} ms ({} of at most {} retries without a"
                        + " new row): {}",
                split.splitId(),
                QueryText.describe(query),
                wait.toMillis(),
                failures,
                retry.maxRetries(),
                fault.getMessage());
    }

    private boolean halveTheRest() {
        TimeRange rest = progress.remaining(asked);
        if (query instanceof InfluxDBQuery.OfText || !rest.isDivisible()) {
            return false;
        }
        part = rest.withStop(rest.middle());
        return true;
    }

    private InfluxDBException failed(InfluxDBException fault) {
        SplitPosition position = progress.position();
        StringBuilder text = new StringBuilder("Split ").append(split.splitId());
        text.append(" cannot be read on, ");
        text.append(
                position instanceof SplitPosition.Start ? "not a row of it was read" : position);
        if (fault.isTransient()) {
            text.append(", after ").append(failures - 1).append(" retries without a new row");
        } else if (fault.kind() == InfluxDBException.Kind.TOO_HEAVY) {
            text.append(
                    query instanceof InfluxDBQuery.OfText
                            ? ". A query of your own is not halved: narrow it, or allow it to be"
                                    + " cut with setSplitDuration (scan.split.duration)"
                            : ". Even a single instant is too much for the server");
        }
        text.append(". ").append(QueryText.describe(query));
        text.append(". ").append(fault.getMessage());
        return new InfluxDBException(
                fault.kind(),
                text.toString(),
                fault,
                fault.status(),
                fault.serverMessage(),
                fault.retryAfter().orElse(null),
                fault.rejectedLines());
    }

    /** Ends the open request, if any. The reading can go on afterwards. */
    @Override
    public void close() {
        if (cursor != null) {
            cursor.close();
            cursor = null;
        }
    }
}
