/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import java.io.Serializable;
import java.time.Duration;

/**
 * How a tail is followed.
 *
 * @param pollInterval how often its new part is read
 * @param pollDelay how far it stays behind the server's clock
 * @param lateArrival how long after its time a point may become visible and is still picked up; 0
 *     for no such time
 * @param lateArrivalInterval how often the part that is younger than this is read again
 * @param maxPoints how many points one tail may remember before it fails
 */
record TailOptions(
        Duration pollInterval,
        Duration pollDelay,
        Duration lateArrival,
        Duration lateArrivalInterval,
        int maxPoints)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    static final TailOptions DEFAULT = of(Duration.ofMinutes(1));

    /** The defaults, for another time in which points may arrive. */
    static TailOptions of(Duration lateArrival) {
        return new TailOptions(
                Duration.ofSeconds(1),
                Duration.ZERO,
                lateArrival,
                lateArrival.dividedBy(10),
                1_000_000);
    }
}
