/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.base.sink.writer.AsyncSinkWriterStateSerializer;
import org.apache.flink.connector.base.sink.writer.BufferedRequestState;
import org.apache.flink.connector.influxdb.client.Precision;

import javax.annotation.Nullable;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The waiting points in a checkpoint. Layout 3, inside the frame of the base class (identifier,
 * count, and before each entry its size as a long): the number of the bucket as an int, the kind as
 * a byte, the mark as an int, the line's length as an int, and its bytes.
 *
 * <p>Bucket 0 is the sink's own, whatever that is when the state is read: so a job whose bucket was
 * misspelt goes on once it is corrected. Others are numbered as they come; the first time, the name
 * follows the number, as the length of its UTF-8 bytes and these. The lowest bit of the kind says
 * whether the point is to be deleted, the others in which precision its line has its time: a sink
 * that has another one by now rewrites it. Layouts 1 and 2 had neither bucket nor kind, layout 1
 * had no mark either.
 */
final class LineEntrySerializer extends AsyncSinkWriterStateSerializer<LineEntry> {

    static final int VERSION = 3;

    private static final int WITHOUT_MARKS = 1;
    private static final int WITHOUT_BUCKETS = 2;

    private static final int OWN_BUCKET = 0;

    private static final int DELETE_BIT = 1;

    /** By their numbers in the kind, which must never change. */
    private static final List<Precision> PRECISIONS =
            List.of(Precision.NS, Precision.US, Precision.MS, Precision.S);

    @Nullable private final String ownBucket;
    private final Precision precision;

    private int reading = VERSION;
    private Map<String, Integer> written = new HashMap<>();
    private List<String> read = new ArrayList<>();

    /**
     * A serializer.
     *
     * @param ownBucket where the points of the sink go by default, or null if it has no such bucket
     * @param precision the unit of the times of all lines that the sink writes
     */
    LineEntrySerializer(@Nullable String ownBucket, Precision precision) {
        this.ownBucket = ownBucket;
        this.precision = precision;
    }

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(BufferedRequestState<LineEntry> state) throws IOException {
        written = new HashMap<>();
        return super.serialize(state);
    }

    @Override
    public BufferedRequestState<LineEntry> deserialize(int version, byte[] serialized)
            throws IOException {
        if (version < WITHOUT_MARKS || version > VERSION) {
            throw new IOException(
                    "The sink's state has layout "
                            + version
                            + ", and this connector reads layouts up to "
                            + VERSION
                            + ": restore with the connector's version that wrote it, or a newer one");
        }
        reading = version;
        read = new ArrayList<>();
        return super.deserialize(version, serialized);
    }

    @Override
    protected void serializeRequestToStream(LineEntry entry, DataOutputStream out)
            throws IOException {
        writeBucket(entry.bucket(), out);
        out.writeByte(2 * PRECISIONS.indexOf(precision) + (entry.isDelete() ? DELETE_BIT : 0));
        out.writeInt(entry.mark());
        out.writeInt(entry.line().length);
        out.write(entry.line());
    }

    private void writeBucket(String bucket, DataOutputStream out) throws IOException {
        if (bucket.equals(ownBucket)) {
            out.writeInt(OWN_BUCKET);
            return;
        }
        Integer number = written.putIfAbsent(bucket, written.size() + 1);
        if (number != null) {
            out.writeInt(number);
            return;
        }
        byte[] name = bucket.getBytes(StandardCharsets.UTF_8);
        out.writeInt(written.size());
        out.writeInt(name.length);
        out.write(name);
    }

    @Override
    protected LineEntry deserializeRequestFromStream(long size, DataInputStream in)
            throws IOException {
        String bucket = reading <= WITHOUT_BUCKETS ? ownBucket() : readBucket(in);
        int kind = reading <= WITHOUT_BUCKETS ? 2 * PRECISIONS.indexOf(precision) : readKind(in);
        int mark = reading == WITHOUT_MARKS ? LineEntry.UNMARKED : in.readInt();
        byte[] line = new byte[in.readInt()];
        in.readFully(line);
        byte[] now = inPrecision(line, PRECISIONS.get(kind / 2));
        LineEntry entry =
                (kind & DELETE_BIT) != 0
                        ? LineEntry.delete(bucket, now)
                        : new LineEntry(bucket, now);
        return entry.marked(mark);
    }

    private String readBucket(DataInputStream in) throws IOException {
        int number = in.readInt();
        if (number == OWN_BUCKET) {
            return ownBucket();
        }
        if (number == read.size() + 1) {
            byte[] name = new byte[in.readInt()];
            in.readFully(name);
            read.add(new String(name, StandardCharsets.UTF_8));
        }
        if (number < 0 || number > read.size()) {
            throw new IOException("The sink's state is damaged: it names no bucket " + number);
        }
        return read.get(number - 1);
    }

    private String ownBucket() throws IOException {
        if (ownBucket == null) {
            throw new IOException(
                    "The sink's state holds points for the sink's own bucket, and now it has none:"
                            + " name it with setBucket; a bucket selector may stand beside it");
        }
        return ownBucket;
    }

    private static int readKind(DataInputStream in) throws IOException {
        int kind = in.readByte();
        if (kind < 0 || kind >= 2 * PRECISIONS.size()) {
            throw new IOException("The sink's state is damaged: there is no kind " + kind);
        }
        return kind;
    }

    /** The line with its time, which ends it, in the precision that the sink has now. */
    private byte[] inPrecision(byte[] line, Precision of) throws IOException {
        if (of == precision) {
            return line;
        }
        String text = new String(line, StandardCharsets.UTF_8);
        int time = text.lastIndexOf(' ') + 1;
        try {
            long nanos =
                    Math.multiplyExact(Long.parseLong(text.substring(time).strip()), of.nanos());
            return (text.substring(0, time) + Math.floorDiv(nanos, precision.nanos()) + "\n")
                    .getBytes(StandardCharsets.UTF_8);
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IOException(
                    "The sink's state is damaged: a line ends in no time: " + text, e);
        }
    }
}
