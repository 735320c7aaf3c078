/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.influxdb.testserver.InfluxDBServer;
import org.apache.flink.connector.influxdb.testserver.ServerKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** Reads of an InfluxDB 2.x that is told to end: in good order by SIGINT, at once by SIGTERM. */
class V2ShutdownITCase extends ShutdownContract {

    @RegisterExtension
    static final InfluxDBExtension INFLUXDB = InfluxDBExtension.dedicated(ServerKind.V2);

    V2ShutdownITCase() {
        super(INFLUXDB, InfluxDBServer::stop, Duration.ofSeconds(2));
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void testReadsOfAServerThatGetsSigtermAreCompleteOrFail() throws Exception {
        List<Outcome> outcomes = readAround(InfluxDBServer::terminate);

        assertThat(outcomes).isNotEmpty().noneMatch(Outcome::isShort);
    }
}
