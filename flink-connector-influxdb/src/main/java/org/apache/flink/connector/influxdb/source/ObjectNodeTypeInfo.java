/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeutils.TypeSerializer;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The type of a Jackson {@link ObjectNode} between the operators of a job, with a serializer of its
 * own: for example {@code stream.map(..).returns(ObjectNodeTypeInfo.INSTANCE)}.
 */
@PublicEvolving
public final class ObjectNodeTypeInfo extends OpaqueTypeInfo<ObjectNode> {

    private static final long serialVersionUID = 1L;

    /** The one instance. */
    public static final ObjectNodeTypeInfo INSTANCE = new ObjectNodeTypeInfo();

    private ObjectNodeTypeInfo() {}

    @Override
    public Class<ObjectNode> getTypeClass() {
        return ObjectNode.class;
    }

    @Override
    public TypeSerializer<ObjectNode> createSerializer(SerializerConfig config) {
        return ObjectNodeSerializer.INSTANCE;
    }
}
