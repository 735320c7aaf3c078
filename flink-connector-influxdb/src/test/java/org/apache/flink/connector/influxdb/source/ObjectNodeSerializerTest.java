/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Runs Flink's own contract of serializers. */
class ObjectNodeSerializerTest extends SerializerTestBase<ObjectNode> {

    @Override
    protected TypeSerializer<ObjectNode> createSerializer() {
        return new ObjectNodeSerializer();
    }

    @Override
    protected int getLength() {
        return -1;
    }

    @Override
    protected Class<ObjectNode> getTypeClass() {
        return ObjectNode.class;
    }

    @Override
    protected ObjectNode[] getTestData() {
        ObjectNode all =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("text", "ä \" \n")
                        .put("long", 1L)
                        .put("int", 1)
                        .put("short", (short) 1)
                        .put("double", 1.0)
                        .put("float", 1.0f)
                        .put("nan", Double.NaN)
                        .put("big", BigInteger.TWO.pow(64))
                        .put("decimal", new BigDecimal("-1.10"))
                        .put("true", true)
                        .put("false", false)
                        .put("bytes", new byte[] {1, 2})
                        .putNull("null");
        all.putObject("object").put("", 2L);
        all.putArray("array").add(1L).add("a").addObject();
        return new ObjectNode[] {all, JsonNodeFactory.instance.objectNode()};
    }
}
