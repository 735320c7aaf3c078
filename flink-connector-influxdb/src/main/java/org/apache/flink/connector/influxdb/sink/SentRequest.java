/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.client.WriteListener;

import java.util.function.LongSupplier;

/** A request, measured. The client's threads write what the task's reads after its end. */
final class SentRequest implements WriteListener {

    private final LaneBatch batch;
    private final int round;
    private final LongSupplier nanoTime;
    private final long sentAt;

    private volatile int bytesSent;
    private volatile long endedAt;

    /**
     * A request that is about to be sent.
     *
     * @param round the round of {@link Retries} in which it is sent
     * @param nanoTime a clock like System.nanoTime
     */
    SentRequest(LaneBatch batch, int round, LongSupplier nanoTime) {
        this.batch = batch;
        this.round = round;
        this.nanoTime = nanoTime;
        this.sentAt = nanoTime.getAsLong();
        this.endedAt = sentAt;
    }

    @Override
    public void sends(int bytes) {
        bytesSent = bytes;
    }

    void ended() {
        endedAt = nanoTime.getAsLong();
    }

    LaneBatch batch() {
        return batch;
    }

    int round() {
        return round;
    }

    /** How many bytes went over the wire, compressed if so; 0 if it did not come to that. */
    int bytesSent() {
        return bytesSent;
    }

    /** From its sending to its end. */
    long nanos() {
        return endedAt - sentAt;
    }
}
