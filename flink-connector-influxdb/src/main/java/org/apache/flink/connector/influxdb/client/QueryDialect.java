/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;
import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.model.TimeRange;

/**
 * A query language: what the connector's questions look like in it, and how it is quoted so that no
 * name or value is ever read as code. Dialects have no state.
 */
interface QueryDialect {

    /**
     * How many values of a tag are compared one by one. More become one regular expression: servers
     * take minutes for chains of thousands (1.8.10, Flux), or find them nested too deep (2.9.1).
     */
    int MAX_COMPARISONS = 20;

    /**
     * The dialect of a language.
     *
     * @throws InfluxDBException if the server, or this connector, does not speak it
     */
    static QueryDialect of(QueryLanguage language, InfluxDBVersion version)
            throws InfluxDBException {
        if (version == InfluxDBVersion.V3) {
            throw new InfluxDBException(
                    Kind.UNSUPPORTED,
                    "Reading from "
                            + version
                            + " is not supported by this version of the"
                            + " connector, which reads from 1.8 and 2.x",
                    null);
        }
        return switch (language) {
            case INFLUXQL -> new InfluxQlDialect();
            case FLUX -> new FluxDialect(version);
            case AUTO -> throw new IllegalArgumentException("AUTO is no language of a server");
            case SQL ->
                    throw new InfluxDBException(
                            Kind.UNSUPPORTED,
                            version + " has no SQL; ask it in InfluxQL or Flux",
                            null);
        };
    }

    /** The points of a measurement, with at least one of the fields that are read. */
    QueryRequest points(MeasurementRead read, BucketPath path, TimeRange range)
            throws InfluxDBException;

    /** A query text of the user's own, over a range. */
    QueryRequest text(InfluxDBQuery.OfText query, BucketPath path, TimeRange range)
            throws InfluxDBException;
}
