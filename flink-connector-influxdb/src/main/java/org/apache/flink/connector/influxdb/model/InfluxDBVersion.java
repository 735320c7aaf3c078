/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.model;

import org.apache.flink.annotation.PublicEvolving;

/** The generations of InfluxDB, and what differs between them. */
@PublicEvolving
public enum InfluxDBVersion {
    /** InfluxDB 1.8. */
    V1("1.8", false, false),
    /** InfluxDB 2.x. */
    V2("2.x", true, false),
    /** InfluxDB 3.x. */
    V3("3.x", true, true);

    private final String label;
    private final boolean unsigned;
    private final boolean backslashDoubled;

    InfluxDBVersion(String label, boolean unsigned, boolean backslashDoubled) {
        this.label = label;
        this.unsigned = unsigned;
        this.backslashDoubled = backslashDoubled;
    }

    /**
     * Whether line protocol may hold unsigned integers. 1.8 has them only in builds with the tag
     * {@code uint} (its {@code models/uint_support.go}).
     */
    public boolean hasUnsigned() {
        return unsigned;
    }

    /**
     * Whether a backslash in a name or tag is written twice. 1.8 and 2.x take it as it is; 3.x
     * reads two as one.
     */
    public boolean isBackslashDoubled() {
        return backslashDoubled;
    }

    @Override
    public String toString() {
        return "InfluxDB " + label;
    }
}
