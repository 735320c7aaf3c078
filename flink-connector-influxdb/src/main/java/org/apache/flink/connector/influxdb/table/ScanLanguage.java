/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.annotation.PublicEvolving;

/** The values of {@code scan.query.language}. */
@PublicEvolving
public enum ScanLanguage {
    /** What reads a measurement best; a query of the user's own has to name its language. */
    AUTO("auto"),
    /** Flux: InfluxDB 2.x, and 1.8 where it is switched on. */
    FLUX("flux"),
    /** InfluxQL: every InfluxDB. */
    INFLUXQL("influxql");

    private final String value;

    ScanLanguage(String value) {
        this.value = value;
    }

    /** The value as it is written in SQL. */
    @Override
    public String toString() {
        return value;
    }
}
