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

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A split that is being read: opens its query, reads on behind the last row after a passing fault,
 * and halves what is left where it is too heavy for the server.
 */
final class SplitReading implements Reading {

    private static final Logger LOG = LoggerFactory.getLogger(SplitReading.class);

    private final InfluxDBSplit split;
    private final InfluxDBQuery query;
    private final InfluxDBClient client;
    private final Retries retries;
    private final QueryResume resume;
    private final ReadMetrics metrics;
    private final ReadProgress progress;

    // The split is asked for in parts that follow each other; mostly it is one.
    private TimeRange part;
    @Nullable private TimeRange asked;
    @Nullable private RowCursor cursor;
    @Nullable private ReadProgress.Replay replay;
    // New rows, counted anew from a restart on, and the most that there ever were.
    private long rows;
    private long mostRows;

    SplitReading(
            InfluxDBSplit split,
            InfluxDBQuery query,
            InfluxDBClient client,
            Retries retries,
            QueryResume resume,
            ReadMetrics metrics) {
        this.split = split;
        this.query = query;
        this.client = client;
        this.retries = retries;
        this.resume = resume;
        this.metrics = metrics;
        this.progress = ReadProgress.of(query, split);
        this.part = split.range();
    }

    @Override
    public long nanosToWait(long now) {
        if (retries.isWaiting()) {
            return retries.nanosToWait(now);
        }
        return cursor == null ? 0 : UNDER_WAY;
    }

    @Override
    public boolean read(List<SplitElement> elements, BooleanSupplier pause)
            throws InfluxDBException {
        retries.begin();
        while (true) {
            if (cursor == null) {
                open();
            }
            try {
                if (!readPart(elements, pause)) {
                    return false;
                }
                replay.end();
            } catch (AnswerChangedException e) {
                restart(e, elements);
                continue;
            }
            close();
            if (part.stop() == split.range().stop()) {
                return true;
            }
            retries.progress();
            part = next(part);
        }
    }

    private void open() throws InfluxDBException {
        asked = progress.remaining(part);
        replay = progress.replay();
        cursor = client.query(query, asked);
    }

    /** Whether it came to the end of the answer. */
    private boolean readPart(List<SplitElement> elements, BooleanSupplier pause)
            throws InfluxDBException, AnswerChangedException {
        while (cursor.next()) {
            InfluxDBRow row = cursor.row();
            if (replay.isNew(row)) {
                progress.advance(row);
                noteProgress();
                elements.add(new SplitElement.Row(row));
            }
            if (pause.getAsBoolean()) {
                return false;
            }
        }
        return true;
    }

    /** Rows that come once more are no progress, else a read that never ends would go on. */
    private void noteProgress() {
        rows++;
        if (rows > mostRows) {
            mostRows = rows;
            retries.progress();
        }
    }

    private void restart(AnswerChangedException change, List<SplitElement> elements)
            throws InfluxDBException {
        if (resume == QueryResume.FAIL) {
            throw new InfluxDBException(
                    InfluxDBException.Kind.INVALID,
                    change.getMessage()
                            + ". Let the query give the same rows in the same order each time (a"
                            + " fixed range of time that is no longer written to, one result, a"
                            + " sort), or allow the rows to come again with"
                            + " setQueryResume(RESTART) ('scan.query.resume' = 'restart'), or start"
                            + " the job anew without its state.",
                    change);
        }
        LOG.warn(
                "Split {} is handed on once more from its first row, as setQueryResume allows. {}."
                        + " {}",
                split.splitId(),
                change.getMessage(),
                QueryText.describe(query));
        close();
        progress.restart();
        rows = 0;
        elements.add(new SplitElement.Restart());
    }

    /** The part behind one that was not too heavy, as long as that one. */
    private TimeRange next(TimeRange done) {
        TimeRange rest = split.range().withStart(done.stop());
        return Long.compareUnsigned(rest.unsignedLength(), done.unsignedLength()) <= 0
                ? rest
                : rest.withStop(done.stop() + done.unsignedLength());
    }

    @Override
    public void recover(InfluxDBException fault) throws InfluxDBException {
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
        Optional<Duration> wait = retries.next(fault);
        if (wait.isEmpty()) {
            throw failed(fault);
        }
        metrics.retried();
        // It may be too much for the server, or the server hangs: less is asked for, and counted.
        if (fault.kind() == InfluxDBException.Kind.RESPONSE_TIMEOUT && halveTheRest()) {
            metrics.halved();
            LOG.warn("Split {} goes on with less at once: {}", split.splitId(), part);
        }
        LOG.warn(
                "Reading split {} of {} is tried again in {} ms ({} of at most {} retries without a"
                        + " new row): {}",
                split.splitId(),
                QueryText.describe(query),
                wait.get().toMillis(),
                retries.failures(),
                retries.max(),
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
        if (retries.failures() > 1) {
            text.append(", after ")
                    .append(retries.failures() - 1)
                    .append(" retries without a new row");
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

    @Override
    public void close() {
        if (cursor != null) {
            cursor.close();
            cursor = null;
        }
    }
}
