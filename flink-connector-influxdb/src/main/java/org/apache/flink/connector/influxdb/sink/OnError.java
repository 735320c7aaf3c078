/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.annotation.PublicEvolving;

/** What the sink does with a point that will never be taken. */
@PublicEvolving
public enum OnError {
    /** The job fails, with the point and the reason. */
    FAIL("fail"),
    /** The point is left out; it is counted, and once in a while logged. */
    SKIP("skip"),
    /** The point goes to the dead letters. */
    DEAD_LETTER("dead-letter");

    private final String label;

    OnError(String label) {
        this.label = label;
    }

    /** The value of the option {@code sink.on-error}. */
    @Override
    public String toString() {
        return label;
    }
}
