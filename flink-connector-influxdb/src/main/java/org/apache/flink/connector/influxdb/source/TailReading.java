/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.TimeRange;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.annotation.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Follows the tail of a measurement, in rounds: each reads one stretch of time whole, either the
 * new part from the mark on, or again all that is not settled. What of it is new is for {@link
 * TailState} to say.
 *
 * <p>Up to where the tail is settled moves only when a round that began there has ended, and then
 * to no later than late arrival before the time at which that round began: only then has it seen
 * every point that became visible within late arrival of its time. (Settling at the mark less late
 * arrival, without a look, would lose a point that becomes visible between two rounds.) Times are
 * the server's.
 */
final class TailReading implements Reading {

    private static final Logger LOG = LoggerFactory.getLogger(TailReading.class);

    /** A tail that catches up reads no more at once, or else as much as late arrival. */
    private static final long MIN_CHUNK = Duration.ofSeconds(10).toNanos();

    private final InfluxDBSplit split;
    private final Function<InfluxDBSplit, SplitReading> opener;
    private final ServerClockEstimate serverClock;
    private final Retries retries;
    private final LongSupplier nanoClock;
    private final ReadMetrics metrics;

    private final long pollInterval;
    private final long pollDelay;
    private final long lateArrival;
    private final long rereadInterval;
    private final long chunk;

    private long settled;
    private long mark;
    private long pollAt;
    private long rereadAt;
    @Nullable private Round round;

    /**
     * A stretch that is being read.
     *
     * @param finalUntil what lies before it had become visible when the round began, if it does so
     *     in time
     */
    private record Round(TimeRange stretch, long finalUntil, SplitReading reading) {}

    /**
     * A reading that goes on where the split says.
     *
     * @param opener begins to read a stretch of time of the measurement
     * @param nanoClock like System.nanoTime
     */
    TailReading(
            InfluxDBSplit split,
            TailOptions options,
            Function<InfluxDBSplit, SplitReading> opener,
            ServerClockEstimate serverClock,
            Retries retries,
            LongSupplier nanoClock,
            ReadMetrics metrics) {
        this.split = split;
        this.opener = opener;
        this.serverClock = serverClock;
        this.retries = retries;
        this.nanoClock = nanoClock;
        this.metrics = metrics;
        this.pollInterval = nanos(options.pollInterval());
        this.pollDelay = nanos(options.pollDelay());
        this.lateArrival = nanos(options.lateArrival());
        this.rereadInterval = nanos(options.lateArrivalInterval());
        this.chunk = Math.max(lateArrival, MIN_CHUNK);
        SplitPosition.InTail position = (SplitPosition.InTail) split.position();
        this.settled = position.settled();
        this.mark = position.mark();
        this.pollAt = nanoClock.getAsLong();
        this.rereadAt = pollAt;
    }

    /** No longer than can be added to a time. */
    private static long nanos(Duration duration) {
        return Math.min(EpochNanos.of(duration), Long.MAX_VALUE / 4);
    }

    @Override
    public long nanosToWait(long now) {
        if (retries.isWaiting()) {
            return retries.nanosToWait(now);
        }
        if (round != null) {
            return round.reading().nanosToWait(now);
        }
        if (isSettled()) {
            return 0;
        }
        long toPoll = isRead() ? Long.MAX_VALUE : pollAt - now;
        long toReread = settled == mark ? Long.MAX_VALUE : rereadAt - now;
        return Math.min(toPoll, toReread);
    }

    /** Whether all of a tail that ends has been read once. */
    private boolean isRead() {
        return mark == split.range().stop();
    }

    private boolean isSettled() {
        return settled == split.range().stop();
    }

    @Override
    public boolean read(List<SplitElement> elements, BooleanSupplier pause)
            throws InfluxDBException {
        retries.begin();
        if (round == null) {
            round = isSettled() ? null : next();
            retries.progress();
        }
        if (round != null && round.reading().read(elements, pause)) {
            end(round);
            elements.add(new SplitElement.RoundEnd(settled, mark));
            round = null;
        }
        return isSettled();
    }

    /** Begins what is due, if anything. */
    @Nullable
    private Round next() throws InfluxDBException {
        long now = nanoClock.getAsLong();
        long serverNow = serverClock.now();
        long finalUntil = before(serverNow, lateArrival);
        // What was due first goes first, so that a job that is slow still gets new points. Of a
        // tail that is far behind, reading again all that it remembers settles it.
        boolean isRereadDue = (rereadAt - now <= 0 && rereadAt - pollAt <= 0) || mark <= finalUntil;
        if (settled < mark && isRereadDue) {
            return begin(settled, mark, finalUntil);
        }
        long newest = Math.min(split.range().stop(), before(serverNow, pollDelay));
        boolean isBehind = before(newest, chunk) > mark;
        pollAt = isBehind ? now : now + pollInterval;
        return newest > mark ? begin(mark, isBehind ? mark + chunk : newest, finalUntil) : null;
    }

    private Round begin(long start, long stop, long finalUntil) {
        TimeRange stretch = new TimeRange(start, stop);
        InfluxDBSplit part = InfluxDBSplit.unread(split.measurement(), stretch, 0);
        return new Round(stretch, finalUntil, opener.apply(part));
    }

    private static long before(long time, long duration) {
        return time < EpochNanos.MIN + duration ? EpochNanos.MIN : time - duration;
    }

    private void end(Round ended) {
        TimeRange stretch = ended.stretch();
        mark = Math.max(mark, stretch.stop());
        if (stretch.start() == settled) {
            settled = Math.max(settled, Math.min(stretch.stop(), ended.finalUntil()));
            rereadAt = nanoClock.getAsLong() + rereadInterval;
        }
    }

    @Override
    public void recover(InfluxDBException fault) throws InfluxDBException {
        if (round != null) {
            round.reading().recover(fault);
            return;
        }
        Optional<Duration> wait = retries.next(fault);
        if (wait.isEmpty()) {
            throw new InfluxDBException(
                    fault.kind(),
                    "The tail "
                            + split
                            + " cannot be followed, since the server does not tell its time, after "
                            + (retries.failures() - 1)
                            + " retries. "
                            + fault.getMessage(),
                    fault);
        }
        metrics.retried();
        LOG.warn(
                "The tail {} asks the server for its time again in {} ms ({} of at most {}"
                        + " retries): {}",
                split.splitId(),
                wait.get().toMillis(),
                retries.failures(),
                retries.max(),
                fault.getMessage());
    }

    @Override
    public void close() {
        if (round != null) {
            round.reading().close();
        }
    }
}
