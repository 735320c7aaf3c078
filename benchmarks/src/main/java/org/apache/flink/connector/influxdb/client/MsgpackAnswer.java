/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.benchmarks.DataSet;

import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePacker;

import java.io.IOException;
import java.io.UncheckedIOException;

/** What InfluxQL answers, in chunks of msgpack: points of machines of four fields by time. */
final class MsgpackAnswer {

    static final String[] FIELDS = {"load1", "requests", "usage_system", "usage_user"};

    private static final int[] FIELD_NUMBERS = {2, 3, 1, 0};
    private static final int CHUNK_ROWS = 10_000;

    private MsgpackAnswer() {}

    /** An answer of so many points; a whole number of chunks. */
    static byte[] of(int series, int rounds) {
        long points = (long) series * rounds;
        try (MessageBufferPacker out = MessagePack.newDefaultBufferPacker()) {
            for (long first = 0; first < points; first += CHUNK_ROWS) {
                chunk(out, first, (int) Math.min(CHUNK_ROWS, points - first), points, series);
            }
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void chunk(MessagePacker out, long first, int rows, long points, int series)
            throws IOException {
        boolean partial = first + rows < points;
        out.packMapHeader(1).packString("results").packArrayHeader(1);
        out.packMapHeader(partial ? 3 : 2);
        out.packString("statement_id").packInt(0);
        out.packString("series").packArrayHeader(1);
        out.packMapHeader(partial ? 4 : 3);
        out.packString("name").packString("cpu");
        out.packString("columns").packArrayHeader(1 + FIELDS.length + 2).packString("time");
        for (String field : FIELDS) {
            out.packString(field);
        }
        out.packString("host").packString("region");
        out.packString("values").packArrayHeader(rows);
        for (long point = first; point < first + rows; point++) {
            row(out, point, series);
        }
        if (partial) {
            out.packString("partial").packBoolean(true);
            out.packString("partial").packBoolean(true);
        }
    }

    private static void row(MessagePacker out, long point, int series) throws IOException {
        int machine = (int) (point % series);
        out.packArrayHeader(1 + FIELDS.length + 2);
        packSigned(out, DataSet.time(point / series));
        for (int field : FIELD_NUMBERS) {
            if (DataSet.isInteger(field)) {
                packSigned(out, DataSet.integer(point, field));
            } else {
                out.packDouble(DataSet.floating(point, field));
            }
        }
        out.packString(DataSet.host(machine)).packString(DataSet.region(machine));
    }

    /** As influxd does: in signed formats, where the packer here would take unsigned ones. */
    private static void packSigned(MessagePacker out, long value) throws IOException {
        if (value <= Byte.MAX_VALUE) {
            out.packLong(value);
        } else if (value <= Short.MAX_VALUE) {
            pack(out, 0xd1, Short.BYTES, value);
        } else if (value <= Integer.MAX_VALUE) {
            pack(out, 0xd2, Integer.BYTES, value);
        } else {
            pack(out, 0xd3, Long.BYTES, value);
        }
    }

    private static void pack(MessagePacker out, int format, int width, long value)
            throws IOException {
        byte[] bytes = new byte[1 + width];
        bytes[0] = (byte) format;
        for (int i = 1; i <= width; i++) {
            bytes[i] = (byte) (value >>> (8 * (width - i)));
        }
        out.writePayload(bytes);
    }
}
