/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.annotation.PublicEvolving;

import java.io.Serializable;

/** Who we are to the server. */
@PublicEvolving
public abstract class Authentication implements Serializable {

    private static final long serialVersionUID = 1L;

    Authentication() {}

    /** No credentials are sent. */
    public static Authentication none() {
        return new Authentication() {
            private static final long serialVersionUID = 1L;
        };
    }
}
