/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.core.io.SimpleVersionedSerializer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The state of the enumerator.
 *
 * <p>Version 1: one byte, whether the bounds are resolved; if so start, stop and how far is planned
 * as longs; then as ints the version of the splits' layout and their number; of each split its
 * length as an int, then its bytes.
 */
final class EnumeratorStateSerializer implements SimpleVersionedSerializer<EnumeratorState> {

    static final EnumeratorStateSerializer INSTANCE = new EnumeratorStateSerializer();

    private static final int VERSION = 1;

    private EnumeratorStateSerializer() {}

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(EnumeratorState state) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        PlanProgress progress = state.progress();
        out.writeBoolean(progress != null);
        if (progress != null) {
            out.writeLong(progress.start());
            out.writeLong(progress.stop());
            out.writeLong(progress.plannedTo());
        }
        InfluxDBSplitSerializer splits = InfluxDBSplitSerializer.INSTANCE;
        out.writeInt(splits.getVersion());
        out.writeInt(state.unassigned().size());
        for (InfluxDBSplit split : state.unassigned()) {
            byte[] serialized = splits.serialize(split);
            out.writeInt(serialized.length);
            out.write(serialized);
        }
        out.flush();
        return bytes.toByteArray();
    }

    @Override
    public EnumeratorState deserialize(int version, byte[] serialized) throws IOException {
        StateVersions.check("source enumerator", version, VERSION);
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized));
        PlanProgress progress =
                in.readBoolean()
                        ? new PlanProgress(in.readLong(), in.readLong(), in.readLong())
                        : null;
        int splitVersion = in.readInt();
        int count = in.readInt();
        List<InfluxDBSplit> splits = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] split = new byte[in.readInt()];
            in.readFully(split);
            splits.add(InfluxDBSplitSerializer.INSTANCE.deserialize(splitVersion, split));
        }
        StateVersions.checkEnd("source enumerator", in);
        return new EnumeratorState(progress, splits);
    }
}
