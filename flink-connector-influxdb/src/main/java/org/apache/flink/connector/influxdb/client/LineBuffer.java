/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.annotation.Internal;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes of line protocol in one array that grows and is used again. Not safe for threads. */
@Internal
public final class LineBuffer {

    private static final int FIRST_CAPACITY = 1024;

    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int size;

    /** How many bytes there are. */
    public int size() {
        return size;
    }

    /** Forgets everything, but keeps the array. */
    public void clear() {
        size = 0;
    }

    /**
     * Forgets the end.
     *
     * @param newSize at most {@link #size}
     */
    public void truncate(int newSize) {
        if (newSize < 0 || newSize > size) {
            throw new IllegalArgumentException("Cannot cut " + size + " bytes at " + newSize);
        }
        size = newSize;
    }

    /** The bytes as a view: it changes when the buffer is used again. */
    public ByteBuffer asByteBuffer() {
        return ByteBuffer.wrap(bytes, 0, size);
    }

    /** A copy of the bytes. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    /** The array itself, of which {@link #size} bytes count. */
    byte[] array() {
        return bytes;
    }

    void put(int value) {
        if (size == bytes.length) {
            grow(1);
        }
        bytes[size++] = (byte) value;
    }

    /** Adds bytes. */
    void put(byte[] added) {
        System.arraycopy(added, 0, withRoom(added.length), size, added.length);
        size += added.length;
    }

    /** Adds text that is ASCII, such as a number. */
    void putAscii(String text) {
        int length = text.length();
        byte[] array = withRoom(length);
        for (int i = 0; i < length; i++) {
            array[size + i] = (byte) text.charAt(i);
        }
        size += length;
    }

    /** Adds a number in decimal digits. */
    void putLong(long value) {
        if (value == Long.MIN_VALUE) {
            putAscii("-9223372036854775808");
            return;
        }
        long rest = value;
        if (rest < 0) {
            put('-');
            rest = -rest;
        }
        int end = size + DoubleText.digitCount(rest);
        DoubleText.putDigits(rest, end, withRoom(end - size));
        size = end;
    }

    /**
     * Adds a number in the shortest digits that are read back as the same.
     *
     * @param value finite
     */
    void putDouble(double value) {
        size = DoubleText.put(value, withRoom(DoubleText.MAX_LENGTH), size);
    }

    /** The array, with room for so many bytes from {@link #size} on; {@link #advanceTo} counts. */
    byte[] withRoom(int more) {
        if (bytes.length - size < more) {
            grow(more);
        }
        return bytes;
    }

    void advanceTo(int newSize) {
        size = newSize;
    }

    private void grow(int more) {
        long needed = (long) size + more;
        long wanted = Math.min(Math.max(needed, 2L * bytes.length), Integer.MAX_VALUE - 8);
        if (needed > wanted) {
            throw new OutOfMemoryError("Line protocol of " + needed + " bytes is more than fits");
        }
        bytes = Arrays.copyOf(bytes, (int) wanted);
    }
}
