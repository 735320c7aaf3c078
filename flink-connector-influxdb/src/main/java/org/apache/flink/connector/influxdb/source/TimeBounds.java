/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.InfluxDBException;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Where in time a source starts or stops. It becomes a time once, when the job starts, by the
 * server's clock, and that time is kept in the first checkpoint: a restart from a checkpoint reads
 * to the same end. A restart before the first checkpoint resolves it anew; who needs a fixed end
 * from the first moment gives {@link #at}.
 */
@PublicEvolving
public final class TimeBounds implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final TimeBounds EARLIEST = new TimeBounds(Kind.EARLIEST, EpochNanos.MIN);
    private static final TimeBounds LATEST = new TimeBounds(Kind.BEFORE_NOW, 0L);

    private enum Kind {
        EARLIEST,
        AT,
        BEFORE_NOW
    }

    private final Kind kind;
    private final long nanos;

    private TimeBounds(Kind kind, long nanos) {
        this.kind = kind;
        this.nanos = nanos;
    }

    /** Before the first point of the server. A place to start, not to stop. */
    public static TimeBounds earliest() {
        return EARLIEST;
    }

    /**
     * The server's clock when the job starts. The server tells it in seconds: as a start it is
     * rounded down, as a stop up, so that no point of that second is left out.
     */
    public static TimeBounds latest() {
        return LATEST;
    }

    /**
     * A fixed time: the first to be read as a start, the first not to be read as a stop.
     *
     * @throws ArithmeticException if it lies outside the years 1677 to 2262
     */
    public static TimeBounds at(Instant time) {
        return new TimeBounds(Kind.AT, EpochNanos.of(time));
    }

    /**
     * Some time before the server's clock when the job starts, which is rounded as for {@link
     * #latest}.
     *
     * @param duration not negative
     */
    public static TimeBounds before(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(
                    "TimeBounds.before needs a duration that is not negative, not " + duration);
        }
        long nanos = EpochNanos.of(duration);
        return nanos == Long.MAX_VALUE ? EARLIEST : new TimeBounds(Kind.BEFORE_NOW, nanos);
    }

    boolean isEarliest() {
        return kind == Kind.EARLIEST;
    }

    boolean isFixed() {
        return kind == Kind.AT;
    }

    /** The time of a fixed one. */
    long fixed() {
        return nanos;
    }

    /** The first time to read. */
    long resolveAsStart(ServerClock clock) throws InfluxDBException {
        return kind == Kind.BEFORE_NOW ? before(EpochNanos.of(clock.now())) : nanos;
    }

    /** The first time not to read. */
    long resolveAsStop(ServerClock clock) throws InfluxDBException {
        return kind == Kind.BEFORE_NOW ? before(EpochNanos.of(clock.now().plusSeconds(1))) : nanos;
    }

    private long before(long now) {
        return now < EpochNanos.MIN + nanos ? EpochNanos.MIN : now - nanos;
    }

    /** What a server says that time it is, exact to a second, rounded down. */
    @FunctionalInterface
    interface ServerClock {
        Instant now() throws InfluxDBException;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TimeBounds that && kind == that.kind && nanos == that.nanos;
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, nanos);
    }

    @Override
    public String toString() {
        return switch (kind) {
            case EARLIEST -> "earliest";
            case AT -> EpochNanos.toText(nanos);
            case BEFORE_NOW -> nanos == 0 ? "latest" : Duration.ofNanos(nanos) + " before latest";
        };
    }
}
