/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.msgpack.core.buffer.MessageBuffer;
import org.msgpack.core.buffer.MessageBufferInput;

import javax.annotation.Nullable;

import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of an answer in msgpack on their way to the unpacker, which can be looked at where they
 * are. Taking a short string out of the unpacker costs as much as all else that is done with it.
 */
final class InfluxQlBytes implements MessageBufferInput {

    private static final int SIZE = 8192;

    private static final int SHORT_STRING = 0xa0;
    private static final int SHORT_STRING_MASK = 0xe0;
    private static final int SHORT_LENGTH_MASK = 0x1f;

    private final InputStream in;
    private final byte[] bytes = new byte[SIZE];

    /** How many bytes came before those that are here. */
    private long before;

    private int size;

    InfluxQlBytes(InputStream in) {
        this.in = in;
    }

    @Override
    @Nullable
    public MessageBuffer next() throws IOException {
        before += size;
        size = Math.max(0, in.read(bytes, 0, SIZE));
        return size == 0 ? null : MessageBuffer.wrap(bytes, 0, size);
    }

    /**
     * The value that begins at this byte of the answer, if it is a string below 32 bytes and is
     * here as a whole.
     *
     * @return null if it is not
     */
    @Nullable
    String shortString(long position, StringCache cache) {
        int at = (int) (position - before);
        if (at < 0 || at >= size || (bytes[at] & SHORT_STRING_MASK) != SHORT_STRING) {
            return null;
        }
        int start = at + 1;
        int end = start + (bytes[at] & SHORT_LENGTH_MASK);
        return end > size ? null : cache.decode(bytes, start, end);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
