/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;

import javax.annotation.Nullable;

import java.time.Duration;

/**
 * How a source reads: that part of its builder which does not say what. Nothing is checked here.
 *
 * @param <B> the builder
 */
@PublicEvolving
public abstract class SourceReadSettings<B extends SourceReadSettings<B>> {

    /** Default of {@link #setSplitMaxRows}. */
    public static final long DEFAULT_SPLIT_MAX_ROWS = 500_000;

    /** Default of {@link #setMaxOpenSplits}. */
    public static final int DEFAULT_MAX_OPEN_SPLITS = 2;

    /** Default of {@link #setMaxRetries}. */
    public static final int DEFAULT_MAX_RETRIES = 10;

    /** Default of {@link #setInitialBackoff}. */
    public static final Duration DEFAULT_INITIAL_BACKOFF = Duration.ofMillis(200);

    /** Default of {@link #setMaxBackoff}. */
    public static final Duration DEFAULT_MAX_BACKOFF = Duration.ofSeconds(30);

    /** Default of {@link #setFetchSize}. */
    public static final int DEFAULT_FETCH_SIZE = InfluxDBQuery.DEFAULT_FETCH_SIZE;

    /** Default of {@link #setPollInterval}. */
    public static final Duration DEFAULT_POLL_INTERVAL = Duration.ofSeconds(1);

    /** Default of {@link #setPollDelay}. */
    public static final Duration DEFAULT_POLL_DELAY = Duration.ZERO;

    /** Default of {@link #setLateArrival}. */
    public static final Duration DEFAULT_LATE_ARRIVAL = Duration.ofMinutes(1);

    /** Default of {@link #setLateArrivalMaxPoints}. */
    public static final int DEFAULT_LATE_ARRIVAL_MAX_POINTS = 1_000_000;

    /** Default of {@link #setDiscoveryInterval}. */
    public static final Duration DEFAULT_DISCOVERY_INTERVAL = Duration.ofMinutes(1);

    // Package-private, so that the checks of all of them together can live in a file of their own.
    @Nullable Duration splitDuration;
    long splitMaxRows = DEFAULT_SPLIT_MAX_ROWS;
    int maxOpenSplits = DEFAULT_MAX_OPEN_SPLITS;
    int maxRetries = DEFAULT_MAX_RETRIES;
    Duration initialBackoff = DEFAULT_INITIAL_BACKOFF;
    Duration maxBackoff = DEFAULT_MAX_BACKOFF;
    int fetchSize = DEFAULT_FETCH_SIZE;
    QueryResume queryResume = QueryResume.FAIL;
    // Null where it is not set: a source that ends has no use for them, and says so.
    @Nullable Duration pollInterval;
    @Nullable Duration pollDelay;
    @Nullable Duration lateArrival;
    @Nullable Duration lateArrivalInterval;
    @Nullable Integer lateArrivalMaxPoints;
    @Nullable Duration discoveryInterval;
    boolean sourceWatermarks;

    SourceReadSettings() {}

    /** The builder. */
    abstract B self();

    /**
     * Cuts the range of time into splits of this width, at its multiples counted from 1970, instead
     * of cutting by rows. For a query of one's own it means that the query may be cut there: means,
     * limits and windows are then those of each piece.
     *
     * @param width longer than 0; default: none
     */
    public B setSplitDuration(Duration width) {
        this.splitDuration = width;
        return self();
    }

    /**
     * About how many rows of a measurement one split should have: what one query reads, and what a
     * reader works on at a time. More splits balance better over the readers, fewer mean fewer
     * queries.
     *
     * @param rows at least 1; default {@value #DEFAULT_SPLIT_MAX_ROWS}
     */
    public B setSplitMaxRows(long rows) {
        this.splitMaxRows = rows;
        return self();
    }

    /**
     * How many splits each reader reads at the same time: so many queries it keeps the server
     * answering.
     *
     * @param splits at least 1; default {@value #DEFAULT_MAX_OPEN_SPLITS}
     */
    public B setMaxOpenSplits(int splits) {
        this.maxOpenSplits = splits;
        return self();
    }

    /**
     * How often a read that failed for a passing reason is tried again without a single new row,
     * before the job fails.
     *
     * @param retries 0 or more; default {@value #DEFAULT_MAX_RETRIES}
     */
    public B setMaxRetries(int retries) {
        this.maxRetries = retries;
        return self();
    }

    /**
     * The longest wait before the first retry. It doubles from retry to retry; each wait is a
     * random part of it, or what the server asks for if that is longer.
     *
     * @param backoff longer than 0; default 200 ms
     */
    public B setInitialBackoff(Duration backoff) {
        this.initialBackoff = backoff;
        return self();
    }

    /**
     * The longest wait before any retry, unless the server asks for more.
     *
     * @param backoff not shorter than the initial one; default 30 s
     */
    public B setMaxBackoff(Duration backoff) {
        this.maxBackoff = backoff;
        return self();
    }

    /**
     * How many rows the server puts into one chunk of an answer in InfluxQL: so many it holds in
     * memory at a time. Rows are handed on one by one, whatever their chunk. Flux has no chunks.
     *
     * @param rows at least 1; default {@value #DEFAULT_FETCH_SIZE}
     */
    public B setFetchSize(int rows) {
        this.fetchSize = rows;
        return self();
    }

    /**
     * What to do if a query of one's own, sent again after a failure, does not answer with the rows
     * that were handed on.
     *
     * @param resume default: {@link QueryResume#FAIL}
     */
    public B setQueryResume(QueryResume resume) {
        this.queryResume = resume;
        return self();
    }

    /**
     * How often the server is asked for new points, if the source is unbounded.
     *
     * @param interval longer than 0; default 1 s
     */
    public B setPollInterval(Duration interval) {
        this.pollInterval = interval;
        return self();
    }

    /**
     * How far behind the server's clock new points are read, if the source is unbounded: so late
     * they come, but more of those that are written together come in the order of their times.
     *
     * @param delay not negative; default 0
     */
    public B setPollDelay(Duration delay) {
        this.pollDelay = delay;
        return self();
    }

    /**
     * How long after its time a point may become visible and is still handed on, if the source is
     * unbounded. Points that are younger than this are remembered, and read again and again. 0 is
     * lossy: whatever is not there when its time has come is never handed on.
     *
     * @param time not negative; default 1 min
     */
    public B setLateArrival(Duration time) {
        this.lateArrival = time;
        return self();
    }

    /**
     * How often all that is younger than {@link #setLateArrival} is read again.
     *
     * @param interval longer than 0; default a tenth of the time for late arrival
     */
    public B setLateArrivalInterval(Duration interval) {
        this.lateArrivalInterval = interval;
        return self();
    }

    /**
     * How many points younger than {@link #setLateArrival} each measurement may have; with more the
     * job fails. Each takes 32 bytes in state and up to 90 in memory.
     *
     * @param points at least 1; default {@value #DEFAULT_LATE_ARRIVAL_MAX_POINTS}
     */
    public B setLateArrivalMaxPoints(int points) {
        this.lateArrivalMaxPoints = points;
        return self();
    }

    /**
     * How often the server is asked for new measurements, if a pattern says which are read and the
     * source is unbounded.
     *
     * @param interval at least 1 ms; default 1 min
     */
    public B setDiscoveryInterval(Duration interval) {
        this.discoveryInterval = interval;
        return self();
    }

    /**
     * Emits watermarks that follow exactly how far measurements have been read, by the times of
     * their points: behind a watermark no row comes. Give the job {@code
     * WatermarkStrategy.noWatermarks()} then, and no timestamp assigner: these watermarks know
     * nothing of other timestamps. Not for a query of one's own, whose rows come in any order.
     *
     * @param enabled default false
     */
    public B setSourceWatermarks(boolean enabled) {
        this.sourceWatermarks = enabled;
        return self();
    }

    /** How the readers read. */
    ReadOptions readOptions() {
        return new ReadOptions(
                new RetryOptions(maxRetries, initialBackoff, maxBackoff),
                tailOptions(),
                maxOpenSplits,
                queryResume,
                sourceWatermarks);
    }

    TailOptions tailOptions() {
        Duration late = orElse(lateArrival, DEFAULT_LATE_ARRIVAL);
        return new TailOptions(
                orElse(pollInterval, DEFAULT_POLL_INTERVAL),
                orElse(pollDelay, DEFAULT_POLL_DELAY),
                late,
                orElse(lateArrivalInterval, late.dividedBy(10)),
                lateArrivalMaxPoints == null
                        ? DEFAULT_LATE_ARRIVAL_MAX_POINTS
                        : lateArrivalMaxPoints);
    }

    Duration discoveryInterval() {
        return orElse(discoveryInterval, DEFAULT_DISCOVERY_INTERVAL);
    }

    private static Duration orElse(@Nullable Duration set, Duration otherwise) {
        return set == null ? otherwise : set;
    }
}
