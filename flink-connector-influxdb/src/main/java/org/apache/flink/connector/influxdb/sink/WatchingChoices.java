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

    SinkSettings.Watching settings() {
        return new SinkSettings.Watching(circuitFailures, preflight, serverWriteTimeout.toMillis());
    }
}
