/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.TimeRange;
import org.apache.flink.core.io.SimpleVersionedSerializer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits in state.
 *
 * <p>Version 1: start and stop of the range; one byte for the kind of position; for a place in a
 * measurement the time, the number of identities as an int, and two longs of each; for a place in
 * an answer the number of rows and two longs of their hash. Times and numbers are longs but where
 * it is said.
 *
 * <p>Version 2: in front of it one byte, whether a measurement is named, its name in UTF-8 behind
 * its length as an int, and the rows expected. A place in a tail has up to where it is settled, the
 * mark, the number of points seen as an int, and four longs of each.
 */
final class InfluxDBSplitSerializer implements SimpleVersionedSerializer<InfluxDBSplit> {

    static final InfluxDBSplitSerializer INSTANCE = new InfluxDBSplitSerializer();

    private static final int VERSION = 2;

    private static final int START = 0;
    private static final int AT_INSTANT = 1;
    private static final int AFTER_ROWS = 2;
    private static final int IN_TAIL = 3;

    private InfluxDBSplitSerializer() {}

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(InfluxDBSplit split) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(expectedLength(split));
        DataOutputStream out = new DataOutputStream(bytes);
        StateNames.write(split.measurement(), out);
        out.writeLong(split.expectedRows());
        out.writeLong(split.range().start());
        out.writeLong(split.range().stop());
        SplitPosition position = split.position();
        if (position instanceof SplitPosition.AtInstant at) {
            out.writeByte(AT_INSTANT);
            out.writeLong(at.time());
            out.writeInt(at.identities().size());
            for (Hash128 identity : at.identities()) {
                writeHash(identity, out);
            }
        } else if (position instanceof SplitPosition.AfterRows after) {
            out.writeByte(AFTER_ROWS);
            out.writeLong(after.rows());
            writeHash(after.hash(), out);
        } else if (position instanceof SplitPosition.InTail tail) {
            out.writeByte(IN_TAIL);
            out.writeLong(tail.settled());
            out.writeLong(tail.mark());
            out.writeInt(tail.seen().size());
            out.write(tail.seen().toBytes());
        } else {
            out.writeByte(START);
        }
        out.flush();
        return bytes.toByteArray();
    }

    /** So that the many points of a tail are not copied again and again. */
    private static int expectedLength(InfluxDBSplit split) {
        return split.position() instanceof SplitPosition.InTail tail
                ? Math.addExact(128, Math.multiplyExact(tail.seen().size(), SeenPoints.BYTES))
                : 128;
    }

    @Override
    public InfluxDBSplit deserialize(int version, byte[] serialized) throws IOException {
        StateVersions.check("split", version, VERSION);
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized));
        String measurement = version >= 2 ? StateNames.read(in) : null;
        long expectedRows = version >= 2 ? in.readLong() : 0;
        TimeRange range = new TimeRange(in.readLong(), in.readLong());
        SplitPosition position = readPosition(in);
        StateVersions.checkEnd("split", in);
        return new InfluxDBSplit(measurement, range, expectedRows, position);
    }

    private static SplitPosition readPosition(DataInputStream in) throws IOException {
        int kind = in.readByte();
        return switch (kind) {
            case START -> SplitPosition.START;
            case AT_INSTANT -> new SplitPosition.AtInstant(in.readLong(), readHashes(in));
            case AFTER_ROWS -> new SplitPosition.AfterRows(in.readLong(), readHash(in));
            case IN_TAIL -> new SplitPosition.InTail(in.readLong(), in.readLong(), readSeen(in));
            default -> throw new IOException("The state of a split is broken: position " + kind);
        };
    }

    private static SeenPoints readSeen(DataInputStream in) throws IOException {
        int length = Math.multiplyExact(in.readInt(), SeenPoints.BYTES);
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("The state of a split is broken: it lacks points of a tail");
        }
        return SeenPoints.ofBytes(bytes);
    }

    private static List<Hash128> readHashes(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<Hash128> hashes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            hashes.add(readHash(in));
        }
        return hashes;
    }

    private static void writeHash(Hash128 hash, DataOutputStream out) throws IOException {
        out.writeLong(hash.high());
        out.writeLong(hash.low());
    }

    private static Hash128 readHash(DataInputStream in) throws IOException {
        return new Hash128(in.readLong(), in.readLong());
    }
}
