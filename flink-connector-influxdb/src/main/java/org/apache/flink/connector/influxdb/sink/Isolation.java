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
    private boolean landed;
    private boolean forServerFault;
    private int parts = 1;
    private int refusals;
    private int cutsSinceTaken;

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
        cutsSinceTaken = 0;
    }

    /** The server took a part. */
    void landed() {
        landed = true;
        taken();
    }

    boolean hasLanded() {
        return landed;
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

    /** It goes for a point with which the server fails. */
    void goesForServerFault() {
        forServerFault = true;
    }

    /** Whether the next failure of the server with a part cuts it at once. */
    boolean cutsAtServerFault() {
        return forServerFault && cutsSinceTaken < MAX_REFUSALS;
    }

    /** The server failed with a part, which is cut. */
    void cutForServerFault() {
        cutsSinceTaken++;
    }

    /** Whether the request is at fault, and not its points. */
    boolean isHopeless() {
        return !taken && !undecided.isEmpty() && (parts == 0 || refusals >= MAX_REFUSALS);
    }

    List<Undecided> undecided() {
        return undecided;
    }
}
