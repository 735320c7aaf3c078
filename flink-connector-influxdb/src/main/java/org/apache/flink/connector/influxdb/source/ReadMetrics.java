/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

import java.util.concurrent.atomic.LongAdder;

/** What the fetcher threads of a reader count. */
final class ReadMetrics {

    static final String RETRIES = "splitReadRetries";
    static final String HALVINGS = "splitHalvings";

    private final LongAdder retries = new LongAdder();
    private final LongAdder halvings = new LongAdder();

    /** Shows the counts in a group. */
    void register(MetricGroup group) {
        group.gauge(RETRIES, (Gauge<Long>) retries::sum);
        group.gauge(HALVINGS, (Gauge<Long>) halvings::sum);
    }

    void retried() {
        retries.increment();
    }

    void halved() {
        halvings.increment();
    }

    long retries() {
        return retries.sum();
    }

    long halvings() {
        return halvings.sum();
    }
}
