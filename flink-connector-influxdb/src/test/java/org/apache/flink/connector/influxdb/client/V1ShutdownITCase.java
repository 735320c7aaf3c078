/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.influxdb.testserver.InfluxDBServer;
import org.apache.flink.connector.influxdb.testserver.ServerKind;

import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;

/** Reads of an InfluxDB 1.8 that is told to end. It takes SIGTERM and SIGINT alike. */
class V1ShutdownITCase extends ShutdownContract {

    @RegisterExtension
    static final InfluxDBExtension INFLUXDB = InfluxDBExtension.dedicated(ServerKind.V1_FLUX);

    V1ShutdownITCase() {
        super(INFLUXDB, InfluxDBServer::terminate, Duration.ofSeconds(10));
    }
}
