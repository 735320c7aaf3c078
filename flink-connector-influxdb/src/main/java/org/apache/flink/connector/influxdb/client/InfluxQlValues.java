/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.msgpack.core.ExtensionTypeHeader;
import org.msgpack.core.MessageFormat;
import org.msgpack.core.MessageFormatException;
import org.msgpack.core.MessageSizeException;
import org.msgpack.core.MessageUnpacker;

import javax.annotation.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads the values of rows in msgpack, as influxd writes them with tinylib/msgp. */
final class InfluxQlValues {

    /** The longest string that is read. */
    static final int MAX_STRING = 16 << 20;

    private static final int EXTENSION_TIME = 5;
    private static final int TIME_LENGTH = 12;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final InfluxQlBytes bytes;
    private final MessageUnpacker in;
    private byte[] text = new byte[256];

    /**
     * Values.
     *
     * @param bytes from which the unpacker takes them
     */
    InfluxQlValues(InfluxQlBytes bytes, MessageUnpacker in) {
        this.bytes = bytes;
        this.in = in;
    }

    /**
     * The next value: Boolean, Long, BigInteger, Double, String or null.
     *
     * @param unsigned whether an integer is an unsigned one, which small ones do not tell
     * @param cache for strings that repeat, or null
     */
    @Nullable
    Object next(boolean unsigned, @Nullable StringCache cache) throws IOException {
        MessageFormat format = in.getNextFormat();
        switch (format.getValueType()) {
            case NIL -> {
                in.unpackNil();
                return null;
            }
            case BOOLEAN -> {
                return in.unpackBoolean();
            }
            case FLOAT -> {
                return in.unpackDouble();
            }
            case INTEGER -> {
                if (unsigned || isUnsigned(format)) {
                    return in.unpackBigInteger();
                }
                return in.unpackLong();
            }
            case STRING -> {
                return string(cache);
            }
            case EXTENSION -> {
                return time();
            }
            default -> throw new MessageFormatException("a value of the type " + format);
        }
    }

    /** Signed integers, and all below 128, have other formats, also where they are positive. */
    private static boolean isUnsigned(MessageFormat format) {
        return format == MessageFormat.UINT8
                || format == MessageFormat.UINT16
                || format == MessageFormat.UINT32
                || format == MessageFormat.UINT64;
    }

    private String string(@Nullable StringCache cache) throws IOException {
        if (cache != null) {
            String known = bytes.shortString(in.getTotalReadBytes(), cache);
            if (known != null) {
                in.skipValue();
                return known;
            }
        }
        int length = in.unpackRawStringHeader();
        if (length > MAX_STRING) {
            throw new MessageSizeException(
                    "a string of " + length + " bytes, where " + MAX_STRING + " is the limit",
                    length);
        }
        if (length > text.length) {
            text = new byte[Math.max(length, 2 * text.length)];
        }
        in.readPayload(text, 0, length);
        return cache != null
                ? cache.decode(text, 0, length)
                : new String(text, 0, length, StandardCharsets.UTF_8);
    }

    /** A time outside the first column: seconds and nanoseconds. */
    private Long time() throws IOException {
        ExtensionTypeHeader header = in.unpackExtensionTypeHeader();
        if (header.getType() != EXTENSION_TIME || header.getLength() != TIME_LENGTH) {
            throw new MessageFormatException("a value of the extension type " + header.getType());
        }
        in.readPayload(text, 0, TIME_LENGTH);
        ByteBuffer bytes = ByteBuffer.wrap(text, 0, TIME_LENGTH);
        return Math.addExact(
                Math.multiplyExact(bytes.getLong(), NANOS_PER_SECOND), (long) bytes.getInt());
    }
}
