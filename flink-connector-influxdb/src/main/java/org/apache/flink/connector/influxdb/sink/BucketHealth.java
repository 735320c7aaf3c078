/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import java.util.BitSet;

/** How the server deals with the requests of one bucket, as far as {@link PoisonBatches} ask. */
final class BucketHealth {

    private final BitSet failing = new BitSet();
    private long probes;

    /** The last request of this lane failed. */
    void failed(int lane) {
        failing.set(lane);
    }

    /** The server looked at the last request of this lane, or nothing is left of it. */
    void answered(int lane) {
        failing.clear(lane);
    }

    /** Whether this is the first of the lanes that fail. */
    boolean isFirstFailing(int lane) {
        return failing.nextSetBit(0) == lane;
    }

    /** The server would take points. */
    void probePassed() {
        probes++;
    }

    /** How many probes passed. */
    long probes() {
        return probes;
    }
}
