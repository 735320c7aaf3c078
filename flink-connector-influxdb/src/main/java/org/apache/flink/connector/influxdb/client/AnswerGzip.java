/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.annotation.PublicEvolving;

/** Whether answers to queries come compressed. */
@PublicEvolving
public enum AnswerGzip {
    /** For Flux, whose answers shrink to an eighteenth; not for InfluxQL. */
    AUTO,
    /** Always. */
    ON,
    /** Never. */
    OFF
}
