/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.annotation.Internal;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.TimeRange;

import java.util.Optional;

/**
 * Where in time the points of a measurement are, as the server tells it now: what the planner asks.
 *
 * <p>{@link #extent} and {@link #earliest} never miss a point that is there; {@link #density} may.
 */
@Internal
public interface Census {

    /**
     * A range within the given one that holds all points of the query that are in it; nothing if it
     * is proved that there is none, in none of the fields' types.
     */
    Optional<TimeRange> extent(TimeRange range) throws InfluxDBException;

    /**
     * A time before which the range holds no point of the query, at or shortly before its first;
     * nothing if it is proved that there is none. For ranges of many shard groups, where {@link
     * #extent} would make the server look into each.
     */
    Optional<Long> earliest(TimeRange range) throws InfluxDBException;

    /**
     * Counts points per window of time, on the server. The answer streams in; the server counts as
     * it is read, so whoever has seen enough closes it.
     *
     * <p>Counts are for balance, not for leaving anything out: they lack what the server does not
     * count, such as a point at the end of time (1677, 2262), and all where it does not tell.
     *
     * @param width of a window, in nanoseconds, at least 1. Windows are counted from 1970
     * @throws InfluxDBException {@code TOO_HEAVY} for more windows, or points, than the server
     *     counts at once; from {@link DensityCursor#next} as well
     */
    DensityCursor density(TimeRange range, long width) throws InfluxDBException;

    /**
     * As {@link #density}, where every point is thought to carry all fields: only one of them need
     * be counted, which costs the server the less the more fields there are.
     */
    default DensityCursor densityOfEvenPoints(TimeRange range, long width)
            throws InfluxDBException {
        return density(range, width);
    }

    /** Of a measurement that has no points. */
    Census NO_POINTS =
            new Census() {
                @Override
                public Optional<TimeRange> extent(TimeRange range) {
                    return Optional.empty();
                }

                @Override
                public Optional<Long> earliest(TimeRange range) {
                    return Optional.empty();
                }

                @Override
                public DensityCursor density(TimeRange range, long width) {
                    return DensityCursor.NO_WINDOWS;
                }
            };
}
