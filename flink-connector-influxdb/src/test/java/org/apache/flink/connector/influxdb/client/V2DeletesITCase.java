/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBVersion;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.influxdb.testserver.ServerKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Deletes on InfluxDB 2.x. */
class V2DeletesITCase extends DeletesContract {

    @RegisterExtension
    static final InfluxDBExtension INFLUXDB = InfluxDBExtension.shared(ServerKind.V2);

    @Override
    InfluxDBExtension influxdb() {
        return INFLUXDB;
    }

    @Override
    InfluxDBVersion version() {
        return InfluxDBVersion.V2;
    }

    @Test
    void testWithoutTheRightToReadNothingIsDeleted() throws Exception {
        write("m,a=1 f=1 1000");
        InfluxDBConnectionOptions writeOnly =
                TestConnections.to(influxdb().server())
                        .authentication(
                                Authentication.token(
                                        influxdb().server().createWriteToken(bucket())))
                        .build();

        try (InfluxDBClient client = InfluxDBClient.create(writeOnly)) {
            List<RefusedDelete> refused = delete(client, key("m", 1000, "a", "1"));

            assertThat(refused).hasSize(1);
            assertThat(refused.get(0).reason()).contains("Deletes need the right to read");
        }
        assertThat(left("SELECT f FROM m")).containsExactly("1000 1");
    }
}
