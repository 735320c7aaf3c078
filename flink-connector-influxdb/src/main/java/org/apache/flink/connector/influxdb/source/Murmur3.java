/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * MurmurHash3_x64_128 with seed 0, by Austin Appleby, who placed it in the public domain. Its
 * values are kept in state: it must never change.
 */
final class Murmur3 {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long C1 = 0x87c37b91114253d5L;
    private static final long C2 = 0x4cf5ad432745937fL;
    private static final int BLOCK = 16;

    private Murmur3() {}

    /** The hash of the first {@code length} bytes. */
    static Hash128 hash(byte[] bytes, int length) {
        long high = 0;
        long low = 0;
        int end = length - length % BLOCK;
        for (int i = 0; i < end; i += BLOCK) {
            high ^= mixFirst((long) LONGS.get(bytes, i));
            high = (Long.rotateLeft(high, 27) + low) * 5 + 0x52dce729;
            low ^= mixSecond((long) LONGS.get(bytes, i + Long.BYTES));
            low = (Long.rotateLeft(low, 31) + high) * 5 + 0x38495ab5;
        }
        high ^= mixFirst(tail(bytes, end, Math.min(length, end + Long.BYTES)));
        low ^= mixSecond(tail(bytes, end + Long.BYTES, length));
        high ^= length;
        low ^= length;
        high += low;
        low += high;
        high = finish(high);
        low = finish(low);
        high += low;
        low += high;
        return new Hash128(high, low);
    }

    private static long tail(byte[] bytes, int from, int to) {
        long value = 0;
        for (int i = to - 1; i >= from; i--) {
            value = value << Byte.SIZE | (bytes[i] & 0xffL);
        }
        return value;
    }

    private static long mixFirst(long value) {
        return Long.rotateLeft(value * C1, 31) * C2;
    }

    private static long mixSecond(long value) {
        return Long.rotateLeft(value * C2, 33) * C1;
    }

    private static long finish(long hash) {
        long value = hash;
        value ^= value >>> 33;
        value *= 0xff51afd7ed558ccdL;
        value ^= value >>> 33;
        value *= 0xc4ceb9fe1a85ec53L;
        value ^= value >>> 33;
        return value;
    }
}
