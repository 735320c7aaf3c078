/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.InfluxDBException;

import javax.annotation.Nullable;

import java.io.Serializable;
import java.time.Duration;

/**
 * What part of time to read, and how to cut it.
 *
 * @param start of the source
 * @param stop of the source
 * @param filterStart nothing before this time is wanted, whatever the bounds say
 * @param filterStop nothing from this time on is wanted, whatever the bounds say
 * @param splitDuration a fixed width of the splits, or null to cut by their rows
 * @param splitMaxRows about how many rows a split may have, where no width is set
 */
record PlanOptions(
        TimeBounds start,
        TimeBounds stop,
        long filterStart,
        long filterStop,
        @Nullable Duration splitDuration,
        long splitMaxRows)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    /** The bounds as times: where planning begins. */
    PlanProgress resolve(TimeBounds.ServerClock clock) throws InfluxDBException {
        return PlanProgress.from(
                Math.max(filterStart, start.resolveAsStart(clock)),
                Math.min(filterStop, stop.resolveAsStop(clock)));
    }
}
