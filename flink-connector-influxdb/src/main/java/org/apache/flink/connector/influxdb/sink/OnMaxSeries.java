/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.annotation.PublicEvolving;

/** What the sink does once it has written more series than it should. */
@PublicEvolving
public enum OnMaxSeries {
    /** A line in the log, at first and each time they have doubled; all points are written. */
    WARN("warn"),
    /** The job fails, before the point that is one series too many. */
    FAIL("fail");

    private final String label;

    OnMaxSeries(String label) {
        this.label = label;
    }

    /** The value of the option {@code sink.on-max-series}. */
    @Override
    public String toString() {
        return label;
    }
}
