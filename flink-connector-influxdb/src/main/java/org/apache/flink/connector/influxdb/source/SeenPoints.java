/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Points that a tail has handed on, as they are kept in state: of each its time, the 128 bits of
 * its identity and the 64 bits of its values, so {@value #BYTES} bytes. Immutable.
 */
final class SeenPoints {

    /** How many longs one point takes when packed. */
    static final int LONGS = 4;

    /** What one point takes in state. */
    static final int BYTES = LONGS * Long.BYTES;

    static final SeenPoints NONE = new SeenPoints(new long[0]);

    private final long[] packed;

    private SeenPoints(long[] packed) {
        this.packed = packed;
    }

    /**
     * Points laid down one behind the other as four longs: time, high and low half of the identity,
     * hash of the values.
     *
     * @param packed kept, not copied
     */
    static SeenPoints ofPacked(long[] packed) {
        if (packed.length % LONGS != 0) {
            throw new IllegalArgumentException("Not whole points: " + packed.length + " longs");
        }
        return packed.length == 0 ? NONE : new SeenPoints(packed);
    }

    /** Points as {@link #toBytes} has them. */
    static SeenPoints ofBytes(byte[] bytes) {
        long[] packed = new long[bytes.length / Long.BYTES];
        ByteBuffer.wrap(bytes).asLongBuffer().get(packed);
        return ofPacked(packed);
    }

    /** The packed longs, each with its highest byte first. */
    byte[] toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(packed.length, Long.BYTES));
        bytes.asLongBuffer().put(packed);
        return bytes.array();
    }

    int size() {
        return packed.length / LONGS;
    }

    long time(int index) {
        return packed[index * LONGS];
    }

    Hash128 identity(int index) {
        return new Hash128(packed[index * LONGS + 1], packed[index * LONGS + 2]);
    }

    /** The hash of the point's values, as it was when it was handed on. */
    long values(int index) {
        return packed[index * LONGS + 3];
    }

    /** Behind the latest of them; the earliest of all times if there are none. */
    long stop() {
        long stop = Long.MIN_VALUE;
        for (int i = 0; i < size(); i++) {
            stop = Math.max(stop, time(i) + 1);
        }
        return stop;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SeenPoints that && Arrays.equals(packed, that.packed);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(packed);
    }

    @Override
    public String toString() {
        return size() + " points";
    }
}
