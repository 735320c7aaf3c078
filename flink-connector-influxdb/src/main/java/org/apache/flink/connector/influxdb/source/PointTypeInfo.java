/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.connector.influxdb.model.Point;

/**
 * The type of a {@link Point} between the operators of a job, with a serializer of its own: for
 * example {@code stream.map(..).returns(PointTypeInfo.INSTANCE)}.
 */
@PublicEvolving
public final class PointTypeInfo extends OpaqueTypeInfo<Point> {

    private static final long serialVersionUID = 1L;

    /** The one instance. */
    public static final PointTypeInfo INSTANCE = new PointTypeInfo();

    private PointTypeInfo() {}

    @Override
    public Class<Point> getTypeClass() {
        return Point.class;
    }

    @Override
    public TypeSerializer<Point> createSerializer(SerializerConfig config) {
        return PointSerializer.INSTANCE;
    }
}
