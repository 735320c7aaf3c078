/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

/** What the end of a request means for its points. */
enum WriteOutcome {
    /** The server has confirmed them. */
    DONE,
    /** The server could not, this time: all of them again, later. */
    RETRY,
    /** Too much at once: all of them again, in smaller requests. */
    SPLIT,
    /** Some of them will never be taken: those have to be found, the others to be written. */
    ISOLATE,
    /** The request itself is wrong, whatever its points: a person has to change something. */
    HALT
}
