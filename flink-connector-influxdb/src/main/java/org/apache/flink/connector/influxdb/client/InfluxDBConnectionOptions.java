/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.annotation.PublicEvolving;

import java.io.Serializable;

/** How to reach an InfluxDB. */
@PublicEvolving
public final class InfluxDBConnectionOptions implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String url;

    private InfluxDBConnectionOptions(Builder builder) {
        this.url = builder.url;
    }

    /** The base URL. */
    public String url() {
        return url;
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects the settings. */
    @PublicEvolving
    public static final class Builder {
        private String url;

        private Builder() {}

        /** The base URL, required. */
        public Builder url(String url) {
            this.url = url;
            return this;
        }

        /** Checks all settings together. */
        public InfluxDBConnectionOptions build() {
            return new InfluxDBConnectionOptions(this);
        }
    }
}
