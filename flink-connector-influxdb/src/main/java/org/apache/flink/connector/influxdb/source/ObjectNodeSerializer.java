/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;

/**
 * Objects of Jackson between operators and in state. As text a number would forget its Java type.
 *
 * <p>Layout: the number of members, an int; of each its name and its value. A value is a byte for
 * its kind, then the value itself; strings are Flink's {@link StringValue}.
 */
@Internal
public final class ObjectNodeSerializer extends StatelessSerializer<ObjectNode> {

    private static final long serialVersionUID = 1L;

    static final ObjectNodeSerializer INSTANCE = new ObjectNodeSerializer();

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final int NULL = 0;
    private static final int FALSE = 1;
    private static final int TRUE = 2;
    private static final int STRING = 3;
    private static final int LONG = 4;
    private static final int DOUBLE = 5;
    private static final int BIG_INTEGER = 6;
    private static final int OBJECT = 7;
    private static final int ARRAY = 8;
    private static final int SHORT = 9;
    private static final int INT = 10;
    private static final int FLOAT = 11;
    private static final int DECIMAL = 12;
    private static final int BINARY = 13;

    /** For Flink, which makes one when it restores state. */
    public ObjectNodeSerializer() {}

    @Override
    public void serialize(ObjectNode object, DataOutputView out) throws IOException {
        out.writeInt(object.size());
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            StringValue.writeString(member.getKey(), out);
            write(member.getValue(), out);
        }
    }

    private void write(JsonNode value, DataOutputView out) throws IOException {
        switch (value.getNodeType()) {
            case NULL, MISSING -> out.writeByte(NULL);
            case BOOLEAN -> out.writeByte(value.booleanValue() ? TRUE : FALSE);
            case STRING -> {
                out.writeByte(STRING);
                StringValue.writeString(value.textValue(), out);
            }
            case NUMBER -> writeNumber(value, out);
            case OBJECT -> {
                out.writeByte(OBJECT);
                serialize((ObjectNode) value, out);
            }
            case ARRAY -> {
                out.writeByte(ARRAY);
                out.writeInt(value.size());
                for (JsonNode element : value) {
                    write(element, out);
                }
            }
            case BINARY -> writeBytes(BINARY, value.binaryValue(), out);
            case POJO ->
                    throw new IOException(
                            "A JSON object holds a Java object, which is no JSON: "
                                    + value.getNodeType());
        }
    }

    private static void writeNumber(JsonNode value, DataOutputView out) throws IOException {
        switch (value.numberType()) {
            case LONG -> {
                out.writeByte(LONG);
                out.writeLong(value.longValue());
            }
            case DOUBLE -> {
                out.writeByte(DOUBLE);
                out.writeDouble(value.doubleValue());
            }
            case FLOAT -> {
                out.writeByte(FLOAT);
                out.writeFloat(value.floatValue());
            }
            case INT -> {
                out.writeByte(value.isShort() ? SHORT : INT);
                out.writeInt(value.intValue());
            }
            case BIG_INTEGER -> writeBytes(BIG_INTEGER, value.bigIntegerValue().toByteArray(), out);
            case BIG_DECIMAL -> {
                BigDecimal number = value.decimalValue();
                writeBytes(DECIMAL, number.unscaledValue().toByteArray(), out);
                out.writeInt(number.scale());
            }
        }
    }

    private static void writeBytes(int kind, byte[] bytes, DataOutputView out) throws IOException {
        out.writeByte(kind);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    @Override
    public ObjectNode deserialize(DataInputView in) throws IOException {
        ObjectNode object = NODES.objectNode();
        for (int left = in.readInt(); left > 0; left--) {
            object.set(StringValue.readString(in), read(in));
        }
        return object;
    }

    private JsonNode read(DataInputView in) throws IOException {
        int kind = in.readByte();
        return switch (kind) {
            case NULL -> NODES.nullNode();
            case FALSE -> NODES.booleanNode(false);
            case TRUE -> NODES.booleanNode(true);
            case STRING -> NODES.textNode(StringValue.readString(in));
            case LONG -> NODES.numberNode(in.readLong());
            case DOUBLE -> NODES.numberNode(in.readDouble());
            case FLOAT -> NODES.numberNode(in.readFloat());
            case SHORT -> NODES.numberNode((short) in.readInt());
            case INT -> NODES.numberNode(in.readInt());
            case BIG_INTEGER -> NODES.numberNode(new BigInteger(readBytes(in)));
            case DECIMAL ->
                    DecimalNode.valueOf(
                            new BigDecimal(new BigInteger(readBytes(in)), in.readInt()));
            case BINARY -> NODES.binaryNode(readBytes(in));
            case OBJECT -> deserialize(in);
            case ARRAY -> readArray(in);
            default -> throw new IOException("Serialized JSON is broken: a value of kind " + kind);
        };
    }

    private ArrayNode readArray(DataInputView in) throws IOException {
        ArrayNode array = NODES.arrayNode();
        for (int left = in.readInt(); left > 0; left--) {
            array.add(read(in));
        }
        return array;
    }

    private static byte[] readBytes(DataInputView in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return bytes;
    }

    @Override
    public ObjectNode copy(ObjectNode from) {
        return from.deepCopy();
    }

    @Override
    public ObjectNode createInstance() {
        return NODES.objectNode();
    }

    @Override
    public TypeSerializerSnapshot<ObjectNode> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Says that objects in state were written by this serializer. */
    @Internal
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<ObjectNode> {

        /** For Flink, which makes one when it restores state. */
        public Snapshot() {
            super(ObjectNodeSerializer::new);
        }
    }
}
