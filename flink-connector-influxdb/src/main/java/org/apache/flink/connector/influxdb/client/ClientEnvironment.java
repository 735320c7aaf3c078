/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import java.time.Clock;
import java.util.function.UnaryOperator;

/**
 * What a client takes from the process that it runs in.
 *
 * @param variables the environment variables by name; null for one that is not set
 * @param clock for tokens that expire and for times that a server names
 */
record ClientEnvironment(UnaryOperator<String> variables, Clock clock) {

    /** That of this process. */
    static ClientEnvironment ofProcess() {
        return new ClientEnvironment(System::getenv, Clock.systemUTC());
    }
}
