/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.model.InfluxDBException;

import java.util.ArrayList;
import java.util.List;

/** How far the search for the refused points of one batch has come. Its parts share it. */
final class Isolation {

    /**
     * So many requests may be refused, with nothing of the batch taken and no word about a point,
     * until the batch is held to be right and the request wrong.
     */
    private static final int MAX_REFUSALS = 64;

    /** A point that was refused alone, in words that may as well mean every point. */
    record Undecided(LineEntry entry, InfluxDBException answer) {}

    private final List<Undecided> undecided = new ArrayList<>();
    private boolean taken;
    private int parts = 1;
    private int refusals;

    /** A search of which a checkpoint held a part. */
    static Isolation restored(boolean taken) {
        Isolation isolation = new Isolation();
        isolation.taken = taken;
        return isolation;
    }

    /** A part becomes two. */
    void halved() {
        parts++;
    }

    /** The server took a part, or named a point of it. */
    void taken() {
        taken = true;
    }

    boolean isTaken() {
        return taken;
    }

    /** Nothing is left of a part. */
    void partEnded() {
        parts--;
    }

    void refused() {
        refusals++;
    }

    /** Whether the request is at fault, and not its points. */
    boolean isHopeless() {
        return !taken && !undecided.isEmpty() && (parts == 0 || refusals >= MAX_REFUSALS);
    }

    List<Undecided> undecided() {
        return undecided;
    }
}
