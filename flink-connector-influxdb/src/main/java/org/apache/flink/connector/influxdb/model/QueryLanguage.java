/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.model;

import org.apache.flink.annotation.PublicEvolving;

/** A language in which InfluxDB can be asked. */
@PublicEvolving
public enum QueryLanguage {
    /**
     * What reads a measurement best: InfluxQL where the server takes it for the bucket, else Flux.
     * Not for query texts.
     */
    AUTO,
    /** Flux: 2.x, and 1.8 where it is switched on. */
    FLUX,
    /** InfluxQL: every generation. */
    INFLUXQL,
    /** SQL: 3.x only. */
    SQL
}
