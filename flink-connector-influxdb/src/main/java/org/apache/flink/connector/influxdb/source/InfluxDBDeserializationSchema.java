/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.functions.InvalidTypesException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.api.java.typeutils.TypeExtractor;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.Point;

import javax.annotation.Nullable;

import java.io.IOException;
import java.io.Serializable;

/**
 * Makes a record of the job's type from a row of InfluxDB. A lambda will do; its type cannot be
 * found out, so give it to {@link InfluxDBSourceBuilder#setProducedType}.
 *
 * @param <T> what the source emits
 */
@PublicEvolving
@FunctionalInterface
public interface InfluxDBDeserializationSchema<T> extends Serializable, ResultTypeQueryable<T> {

    /**
     * Makes a record.
     *
     * @param row not changed by anybody afterwards; it may be kept
     * @return the record, or null to leave the row out
     * @throws IOException if the row cannot be read, which fails the job with the row's position
     */
    @Nullable
    T deserialize(InfluxDBRow row) throws IOException;

    /**
     * The type of the records. A class that implements this interface for a concrete type need not
     * override it.
     *
     * @throws InvalidTypesException where the type cannot be extracted, as from a lambda
     */
    @Override
    default TypeInformation<T> getProducedType() {
        try {
            return TypeExtractor.createTypeInfo(
                    InfluxDBDeserializationSchema.class, getClass(), 0, null, null);
        } catch (InvalidTypesException e) {
            throw new InvalidTypesException(
                    "The type that "
                            + getClass().getName()
                            + " produces cannot be found out. Call"
                            + " InfluxDBSourceBuilder.setProducedType(..), or override"
                            + " getProducedType().",
                    e);
        }
    }

    /**
     * Hands each row on as a {@link Point}, with its measurement, all tags and fields in their
     * exact types and its time: what a sink needs to write the same point again. It needs rows that
     * say their measurement, as the rows of a measurement and of most queries do.
     */
    static InfluxDBDeserializationSchema<Point> points() {
        return new PointDeserializationSchema();
    }
}
