/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.influxdb.testserver.ServerKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

class PointGuardsV1ITCase extends PointGuardsContract {

    @RegisterExtension
    static final InfluxDBExtension INFLUXDB = InfluxDBExtension.shared(ServerKind.V1);

    @Override
    InfluxDBExtension influxdb() {
        return INFLUXDB;
    }

    @Test
    void testTypesOfOtherRetentionPoliciesDoNotCount() throws Exception {
        String database = influxdb().newBucket();
        String other = database + "/other";
        influxdb().server().writeLineProtocol(database, "m f=1.5 1");
        influxdb()
                .server()
                .queryInfluxQl(
                        database,
                        "CREATE RETENTION POLICY other ON \""
                                + database
                                + "\" DURATION INF"
                                + " REPLICATION 1");
        influxdb().server().writeLineProtocol(other, "m f=1i 1");

        assertThat(write(sink(other), point(2).field("f", 2L))).isEmpty();
        assertThat(write(sink(other), point(3).field("f", 2.5)))
                .singleElement()
                .extracting(DeadLetter::status)
                .isEqualTo(0);
        try (InfluxDBClient client = InfluxDBClient.create(server().connection().build())) {
            assertThat(client.schemas(other, 10)).isEmpty();
        }
    }
}
