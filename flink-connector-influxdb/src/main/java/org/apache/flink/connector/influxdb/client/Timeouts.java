/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import java.io.Serializable;
import java.time.Duration;

/**
 * How long we wait.
 *
 * @param connect for a connection
 * @param request the longest silence within a request
 * @param response the longest silence before the answer to a query begins
 */
record Timeouts(Duration connect, Duration request, Duration response) implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final Duration LEAST = Duration.ofMillis(1);
    // The sockets count milliseconds in an int.
    private static final Duration MOST = Duration.ofDays(24);

    void check(Faults faults) {
        check(connect, "connect.timeout", faults);
        check(request, "request.timeout", faults);
        check(response, "scan.response.timeout", faults);
    }

    private static void check(Duration timeout, String setting, Faults faults) {
        faults.addIf(
                timeout.compareTo(LEAST) < 0 || timeout.compareTo(MOST) > 0,
                setting,
                "is " + timeout + ", but must lie between 1 ms and 24 days");
    }
}
