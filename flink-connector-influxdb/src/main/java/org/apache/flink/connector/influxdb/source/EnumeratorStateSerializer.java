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
 *
 * <p>Version 2: one byte, whether the bounds are resolved, if so the start as a long; the number of
 * plans as an int; of each plan one byte, whether a measurement is named, its name in UTF-8 behind
 * its length as an int, start, stop and how far is planned as longs, and one byte, whether its tail
 * is given. Then the splits as before.
 */
final class EnumeratorStateSerializer implements SimpleVersionedSerializer<EnumeratorState> {

    static final EnumeratorStateSerializer INSTANCE = new EnumeratorStateSerializer();

    private static final int VERSION = 2;

    private EnumeratorStateSerializer() {}

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(EnumeratorState state) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeBoolean(state.start() != null);
        if (state.start() != null) {
            out.writeLong(state.start());
        }
        out.writeInt(state.plans().size());
        for (MeasurementPlan plan : state.plans()) {
            StateNames.write(plan.measurement(), out);
            out.writeLong(plan.progress().start());
            out.writeLong(plan.progress().stop());
            out.writeLong(plan.progress().plannedTo());
            out.writeBoolean(plan.isTailGiven());
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
        boolean isResolved = in.readBoolean();
        Long start = null;
        List<MeasurementPlan> plans = new ArrayList<>();
        if (version == 1) {
            if (isResolved) {
                plans.add(MeasurementPlan.from(null, readProgress(in)));
                start = plans.get(0).progress().start();
            }
        } else {
            start = isResolved ? (Long) in.readLong() : null;
            for (int left = in.readInt(); left > 0; left--) {
                plans.add(
                        new MeasurementPlan(
                                StateNames.read(in), readProgress(in), in.readBoolean()));
            }
        }
        List<InfluxDBSplit> splits = readSplits(in);
        StateVersions.checkEnd("source enumerator", in);
        return new EnumeratorState(start, plans, splits);
    }

    private static PlanProgress readProgress(DataInputStream in) throws IOException {
        return new PlanProgress(in.readLong(), in.readLong(), in.readLong());
    }

    private static List<InfluxDBSplit> readSplits(DataInputStream in) throws IOException {
        int version = in.readInt();
        int count = in.readInt();
        List<InfluxDBSplit> splits = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] split = new byte[in.readInt()];
            in.readFully(split);
            splits.add(InfluxDBSplitSerializer.INSTANCE.deserialize(version, split));
        }
        return splits;
    }
}
