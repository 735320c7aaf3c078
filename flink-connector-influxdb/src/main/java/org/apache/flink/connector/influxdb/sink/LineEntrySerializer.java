/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.base.sink.writer.AsyncSinkWriterStateSerializer;
import org.apache.flink.connector.base.sink.writer.BufferedRequestState;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * The waiting points in a checkpoint. Layout 2, inside the frame of the base class (identifier,
 * count, and before each entry its size as a long): the mark as an int, the line's length as an
 * int, and its bytes. Layout 1 had no mark.
 */
final class LineEntrySerializer extends AsyncSinkWriterStateSerializer<LineEntry> {

    static final int VERSION = 2;

    private static final int WITHOUT_MARKS = 1;

    private int reading = VERSION;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public BufferedRequestState<LineEntry> deserialize(int version, byte[] serialized)
            throws IOException {
        if (version != VERSION && version != WITHOUT_MARKS) {
            throw new IOException(
                    "The sink's state has layout "
                            + version
                            + ", and this connector reads layouts up to "
                            + VERSION
                            + ": restore with the connector's version that wrote it, or a newer one");
        }
        reading = version;
        return super.deserialize(version, serialized);
    }

    @Override
    protected void serializeRequestToStream(LineEntry entry, DataOutputStream out)
            throws IOException {
        out.writeInt(entry.mark());
        out.writeInt(entry.line().length);
        out.write(entry.line());
    }

    @Override
    protected LineEntry deserializeRequestFromStream(long size, DataInputStream in)
            throws IOException {
        int mark = reading == WITHOUT_MARKS ? LineEntry.UNMARKED : in.readInt();
        byte[] line = new byte[in.readInt()];
        in.readFully(line);
        return new LineEntry(line).marked(mark);
    }
}
