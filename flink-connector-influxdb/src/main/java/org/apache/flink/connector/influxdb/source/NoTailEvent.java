/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.connector.source.SourceEvent;

/**
 * Tells a reader that all history is in the hands of readers and that it gets no tail: whenever it
 * has no split, it may say that it is idle. Before, a split may come whose rows would be late then.
 */
record NoTailEvent() implements SourceEvent {

    private static final long serialVersionUID = 1L;
}
