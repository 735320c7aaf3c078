/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.annotation.PublicEvolving;

/** What the sink does with a point all of whose fields are null. InfluxDB has no such points. */
@PublicEvolving
public enum OnEmptyPoint {
    /** It is rejected, as any other point that no server can carry. */
    REJECT("reject"),
    /** It is left out and counted. */
    SKIP("skip");

    private final String label;

    OnEmptyPoint(String label) {
        this.label = label;
    }

    /** The value of the option {@code sink.on-empty-point}. */
    @Override
    public String toString() {
        return label;
    }
}
