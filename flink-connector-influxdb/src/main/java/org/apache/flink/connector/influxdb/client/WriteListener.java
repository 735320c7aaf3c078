/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.annotation.Internal;

/**
 * Hears of one write, for metrics. It is called on a thread of the client, so it must be quick and
 * throw nothing.
 */
@Internal
@FunctionalInterface
public interface WriteListener {

    /** Hears nothing. */
    WriteListener NONE = bytes -> {};

    /**
     * The lines are about to be sent.
     *
     * @param bytes of the body as it is sent, so after its compression
     */
    void sends(int bytes);
}
