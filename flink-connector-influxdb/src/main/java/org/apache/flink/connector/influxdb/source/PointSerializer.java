/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

import java.io.IOException;
import java.math.BigInteger;

/**
 * Points between operators and in state.
 *
 * <p>Layout: measurement; one byte, whether a time follows; the time; number of tags, then key and
 * value of each; number of fields, then of each its key, one byte for the type, the value. Numbers
 * of things are ints, strings are Flink's {@link StringValue}.
 */
@Internal
public final class PointSerializer extends StatelessSerializer<Point> {

    private static final long serialVersionUID = 1L;

    static final PointSerializer INSTANCE = new PointSerializer();

    private static final int FLOAT = 0;
    private static final int INTEGER = 1;
    private static final int UNSIGNED = 2;
    private static final int FALSE = 3;
    private static final int TRUE = 4;
    private static final int STRING = 5;

    /** For Flink, which makes one when it restores state. */
    public PointSerializer() {}

    @Override
    public void serialize(Point point, DataOutputView out) throws IOException {
        StringValue.writeString(point.measurement(), out);
        out.writeBoolean(point.hasTime());
        if (point.hasTime()) {
            out.writeLong(point.timestamp());
        }
        int tags = point.tagCount();
        out.writeInt(tags);
        for (int i = 0; i < tags; i++) {
            StringValue.writeString(point.tagKey(i), out);
            StringValue.writeString(point.tagValue(i), out);
        }
        int fields = point.fieldCount();
        out.writeInt(fields);
        for (int i = 0; i < fields; i++) {
            StringValue.writeString(point.fieldKey(i), out);
            writeValue(point.fieldValue(i), out);
        }
    }

    private static void writeValue(Object value, DataOutputView out) throws IOException {
        if (value instanceof Double number) {
            out.writeByte(FLOAT);
            out.writeDouble(number);
        } else if (value instanceof Long number) {
            out.writeByte(INTEGER);
            out.writeLong(number);
        } else if (value instanceof BigInteger number) {
            out.writeByte(UNSIGNED);
            out.writeLong(number.longValue());
        } else if (value instanceof Boolean flag) {
            out.writeByte(flag ? TRUE : FALSE);
        } else {
            out.writeByte(STRING);
            StringValue.writeString((String) value, out);
        }
    }

    @Override
    public Point deserialize(DataInputView in) throws IOException {
        Point point = Point.measurement(StringValue.readString(in));
        if (in.readBoolean()) {
            point.time(in.readLong());
        }
        for (int left = in.readInt(); left > 0; left--) {
            point.tag(StringValue.readString(in), StringValue.readString(in));
        }
        for (int left = in.readInt(); left > 0; left--) {
            readField(point, in);
        }
        return point;
    }

    private static void readField(Point point, DataInputView in) throws IOException {
        String key = StringValue.readString(in);
        int type = in.readByte();
        switch (type) {
            case FLOAT -> point.field(key, in.readDouble());
            case INTEGER -> point.field(key, in.readLong());
            case UNSIGNED -> point.field(key, unsigned(in.readLong()));
            case FALSE -> point.field(key, false);
            case TRUE -> point.field(key, true);
            case STRING -> point.field(key, StringValue.readString(in));
            default ->
                    throw new IOException(
                            "Serialized point is broken: field '" + key + "' has type " + type);
        }
    }

    private static BigInteger unsigned(long bits) {
        BigInteger value = BigInteger.valueOf(bits & Long.MAX_VALUE);
        return bits < 0 ? value.setBit(Long.SIZE - 1) : value;
    }

    @Override
    public Point copy(Point from) {
        Point copy = Point.measurement(from.measurement());
        if (from.hasTime()) {
            copy.time(from.timestamp());
        }
        for (int i = 0; i < from.tagCount(); i++) {
            copy.tag(from.tagKey(i), from.tagValue(i));
        }
        for (int i = 0; i < from.fieldCount(); i++) {
            PointDeserializationSchema.setField(copy, from.fieldKey(i), from.fieldValue(i));
        }
        return copy;
    }

    @Override
    public Point createInstance() {
        return Point.measurement("");
    }

    @Override
    public TypeSerializerSnapshot<Point> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Says that points in state were written by this serializer. */
    @Internal
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Point> {

        /** For Flink, which makes one when it restores state. */
        public Snapshot() {
            super(PointSerializer::new);
        }
    }
}
