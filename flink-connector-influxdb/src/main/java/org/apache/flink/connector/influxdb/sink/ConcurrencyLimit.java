/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

/**
 * How many requests may be under way at once, by how the last ones ended: as many as there are
 * lanes while the server is well, half as many after each failure, one more after as many successes
 * as may be under way. After several failures in a row the circuit is tripped: a single request
 * probes until one succeeds.
 */
final class ConcurrencyLimit {

    private final int most;
    private final int failuresToTrip;

    private int limit;
    private int successes;
    private int failuresInARow;

    /**
     * A limit that is not reached yet.
     *
     * @param most how many requests may be under way while the server is well
     * @param failuresToTrip after how many failures in a row a single request probes
     */
    ConcurrencyLimit(int most, int failuresToTrip) {
        this.most = most;
        this.failuresToTrip = failuresToTrip;
        this.limit = most;
    }

    /** How many requests may be under way now, at least 1. */
    int current() {
        return isTripped() ? 1 : limit;
    }

    /** Whether a single request probes. */
    boolean isTripped() {
        return failuresInARow >= failuresToTrip;
    }

    /** The server could not. Requests that fail together are one failure. */
    void failed() {
        failuresInARow = failuresInARow == Integer.MAX_VALUE ? failuresInARow : failuresInARow + 1;
        limit = Math.max(1, limit / 2);
        successes = 0;
    }

    /** The server looked at a request. */
    void succeeded() {
        failuresInARow = 0;
        if (limit == most) {
            return;
        }
        successes++;
        if (successes >= limit) {
            limit++;
            successes = 0;
        }
    }
}
