/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.model;

import org.apache.flink.annotation.PublicEvolving;

/** The types that a value of InfluxDB can have, on the wire and in storage. */
@PublicEvolving
public enum ColumnType {
    /** {@link Boolean}. */
    BOOLEAN,
    /** Signed 64 bits, {@link Long}. */
    INTEGER,
    /** Unsigned 64 bits, {@link java.math.BigInteger}; InfluxDB 1.8 has none. */
    UNSIGNED,
    /** IEEE 754 with 64 bits, {@link Double}; NaN and infinities come from queries only. */
    FLOAT,
    /** {@link String}. */
    STRING,
    /** Nanoseconds since 1970 in UTC, {@link Long}. */
    TIME
}
