/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.TimeRange;

import java.math.BigInteger;
import java.time.Instant;

/**
 * The times that meet a condition on the time column, from {@code start}, included, to {@code
 * stop}, excluded; nothing if they are the other way round.
 *
 * @param start nanoseconds since 1970
 * @param stop nanoseconds since 1970
 */
record TimeCondition(long start, long stop) {

    private static final BigInteger PER_SECOND = BigInteger.valueOf(1_000_000_000L);
    private static final BigInteger MIN = BigInteger.valueOf(TimeRange.ALL.start());
    private static final BigInteger MAX = BigInteger.valueOf(TimeRange.ALL.stop());

    /** Every time there is. */
    static final TimeCondition ALL = new TimeCondition(TimeRange.ALL.start(), TimeRange.ALL.stop());

    /** How the column is compared with the literal. */
    enum Operator {
        EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL;

        /** The same condition with its sides exchanged. */
        Operator flipped() {
            return switch (this) {
                case EQUAL -> EQUAL;
                case LESS -> GREATER;
                case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
                case GREATER -> LESS;
                case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
            };
        }
    }

    /**
     * The times t whose value in the column, that is t rounded down to a multiple of {@code unit},
     * compares so with the literal. Literals may lie outside what InfluxDB can hold.
     */
    static TimeCondition of(Operator operator, Instant literal, long unit) {
        BigInteger step = BigInteger.valueOf(unit);
        BigInteger value =
                BigInteger.valueOf(literal.getEpochSecond())
                        .multiply(PER_SECOND)
                        .add(BigInteger.valueOf(literal.getNano()));
        BigInteger floor = value.subtract(value.mod(step));
        BigInteger next = floor.add(step);
        BigInteger ceiling = floor.equals(value) ? value : next;
        return switch (operator) {
            case LESS -> new TimeCondition(ALL.start(), clamp(ceiling));
            case LESS_OR_EQUAL -> new TimeCondition(ALL.start(), clamp(next));
            case GREATER -> new TimeCondition(clamp(next), ALL.stop());
            case GREATER_OR_EQUAL -> new TimeCondition(clamp(ceiling), ALL.stop());
            // From the ceiling to the next: nothing if the literal is no value of the column.
            case EQUAL -> new TimeCondition(clamp(ceiling), clamp(next));
        };
    }

    private static long clamp(BigInteger nanos) {
        return nanos.max(MIN).min(MAX).longValue();
    }

    /** The times that meet both. */
    TimeCondition and(TimeCondition other) {
        return new TimeCondition(Math.max(start, other.start), Math.min(stop, other.stop));
    }

    /** Whether every time meets it. */
    boolean isAll() {
        return equals(ALL);
    }

    @Override
    public String toString() {
        return "["
                + (start == ALL.start ? "" : EpochNanos.toText(start))
                + ".."
                + (stop == ALL.stop ? "" : EpochNanos.toText(stop))
                + ")";
    }
}
