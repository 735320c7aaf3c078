/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.testserver.InfluxDBServer;

import java.time.Duration;

/** Connections to the servers of tests. */
final class TestConnections {

    private TestConnections() {}

    static InfluxDBConnectionOptions.Builder to(InfluxDBServer server) {
        return InfluxDBConnectionOptions.builder()
                .url(server.url())
                .organization(server.organization())
                .authentication(
                        server.token().isEmpty()
                                ? Authentication.none()
                                : Authentication.token(server.token()));
    }

    static InfluxDBConnectionOptions.Builder to(ScriptedServer server) {
        return InfluxDBConnectionOptions.builder().url(server.url());
    }

    static HttpTransport transport(
            ScriptedServer server, Duration requestTimeout, Duration responseTimeout) {
        return new HttpTransport(
                to(server).requestTimeout(requestTimeout).responseTimeout(responseTimeout).build());
    }
}
