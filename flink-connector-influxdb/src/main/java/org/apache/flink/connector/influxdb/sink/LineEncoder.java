/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.model.Point;

/** Writes a point as a line. */
@FunctionalInterface
interface LineEncoder {

    /** The line with its line feed. */
    byte[] encode(Point point, long epochNanos);
}
