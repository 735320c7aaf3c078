/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.influxdb.testserver.ServerKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PreflightV2ITCase extends PreflightRightsContract {

    @RegisterExtension
    static final InfluxDBExtension INFLUXDB = InfluxDBExtension.shared(ServerKind.V2);

    @Override
    InfluxDBExtension influxdb() {
        return INFLUXDB;
    }

    @Override
    String unknown() {
        return "unauthorized access";
    }

    @Override
    String mayNotWrite() {
        return "insufficient permissions for write";
    }

    @Test
    void testWrongOrganizationIsAnErrorBeforeTheFirstPoint() {
        assertRefused(
                server().connection().organization("nobody").build(),
                influxdb().newBucket(),
                "Correct 'org'");
    }
}
