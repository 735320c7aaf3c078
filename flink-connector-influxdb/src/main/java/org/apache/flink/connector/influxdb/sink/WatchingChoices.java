/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import javax.annotation.Nullable;

import java.time.Duration;

/** What the user of a builder has said of looking after the server so far, with the defaults. */
final class WatchingChoices {

    int circuitFailures = 5;
    boolean preflight = true;
    @Nullable Duration serverWriteTimeout = Duration.ofSeconds(10);

    void check(SettingFaults faults) {
        faults.atLeast(
                1, circuitFailures, "sink.circuit-breaker.failures", "setCircuitBreakerFailures");
        faults.period(serverWriteTimeout, "setServerWriteTimeout");
    }

    /**
     * The settings.
     *
     * @param hasOneBucket whether all points go to one
     */
    SinkSettings.Watching settings(boolean hasOneBucket) {
        return new SinkSettings.Watching(
                circuitFailures, preflight, hasOneBucket, serverWriteTimeout.toMillis());
    }
}
