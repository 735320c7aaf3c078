/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

/** Why points that waited become a request. A checkpoint is none: what waits is in its state. */
enum FlushTrigger {
    /** As many points as a request may have. */
    SIZE,
    /** As many bytes as a request may have. */
    BYTES,
    /** The first of them has waited long enough. */
    TIME,
    /** As many points wait as may. */
    FULL_BUFFER,
    /** No more points come. */
    END_OF_INPUT
}
