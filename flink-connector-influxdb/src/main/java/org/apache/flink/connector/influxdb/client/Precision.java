/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;

/** The unit of the times in line protocol. Coarser times are rounded down. */
@PublicEvolving
public enum Precision {
    /** Nanoseconds. */
    NS("ns", "n", 1L),
    /** Microseconds. */
    US("us", "u", 1_000L),
    /** Milliseconds. */
    MS("ms", "ms", 1_000_000L),
    /** Seconds. */
    S("s", "s", 1_000_000_000L);

    private final String parameter;
    private final String firstParameter;
    private final long nanos;

    Precision(String parameter, String firstParameter, long nanos) {
        this.parameter = parameter;
        this.firstParameter = firstParameter;
        this.nanos = nanos;
    }

    /**
     * The value of the request's parameter. 1.8 answers a name that it does not know with 400, and
     * yet takes the times of the lines for nanoseconds and writes them.
     */
    String parameter(InfluxDBVersion version) {
        return version == InfluxDBVersion.V1 ? firstParameter : parameter;
    }

    /** How many nanoseconds one unit has. */
    public long nanos() {
        return nanos;
    }
}
