/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.annotation.PublicEvolving;

/** The unit of the times in line protocol. Coarser times are rounded down. */
@PublicEvolving
public enum Precision {
    /** Nanoseconds. */
    NS("ns", 1L),
    /** Microseconds. */
    US("us", 1_000L),
    /** Milliseconds. */
    MS("ms", 1_000_000L),
    /** Seconds. */
    S("s", 1_000_000_000L);

    private final String parameter;
    private final long nanos;

    Precision(String parameter, long nanos) {
        this.parameter = parameter;
        this.nanos = nanos;
    }

    /** The value of the request's parameter, which 1.8, 2.x and 3.x all understand. */
    String parameter() {
        return parameter;
    }

    /** How many nanoseconds one unit has. */
    long nanos() {
        return nanos;
    }
}
