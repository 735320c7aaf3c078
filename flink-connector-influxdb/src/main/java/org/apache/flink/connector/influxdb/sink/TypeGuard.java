/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.annotation.PublicEvolving;

/** What the sink does about fields that have another type in the bucket. */
@PublicEvolving
public enum TypeGuard {
    /** Nothing: the server decides, for each shard by itself. */
    OFF("off"),
    /** A point with a field of another type than the bucket's is rejected before it is sent. */
    CHECK("check"),
    /**
     * The same, but an integer for a field of type float is written as a float, where a float holds
     * it exactly.
     */
    COERCE("coerce");

    private final String label;

    TypeGuard(String label) {
        this.label = label;
    }

    /** The value of the option {@code sink.type-guard}. */
    @Override
    public String toString() {
        return label;
    }
}
