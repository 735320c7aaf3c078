/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.connector.influxdb.model.Point;

import java.math.BigInteger;

/** Runs Flink's own contract of serializers. */
class PointSerializerTest extends SerializerTestBase<Point> {

    @Override
    protected TypeSerializer<Point> createSerializer() {
        return new PointSerializer();
    }

    @Override
    protected int getLength() {
        return -1;
    }

    @Override
    protected Class<Point> getTypeClass() {
        return Point.class;
    }

    @Override
    protected Point[] getTestData() {
        return new Point[] {
            Point.measurement("cpu")
                    .tag("host", "a")
                    .tag("region", "käse = \n")
                    .field("float", 0.1)
                    .field("nan", Double.NaN)
                    .field("integer", Long.MIN_VALUE)
                    .field("unsigned", BigInteger.TWO.pow(64).subtract(BigInteger.ONE))
                    .field("small", BigInteger.ONE)
                    .field("true", true)
                    .field("false", false)
                    .field("empty", "")
                    .field("long", "ä".repeat(70_000))
                    .time(-1L),
            Point.measurement("without time").field("f", 1L),
            Point.measurement("without anything")
        };
    }
}
