/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.client.Authentication;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.influxdb.testserver.ServerKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PreflightV2ITCase extends PreflightContract {

    @RegisterExtension
    static final InfluxDBExtension INFLUXDB = InfluxDBExtension.shared(ServerKind.V2);

    @Override
    InfluxDBExtension influxdb() {
        return INFLUXDB;
    }

    private static Authentication token(String token) {
        return Authentication.token(token);
    }

    @Test
    void testTokenThatMayOnlyWriteIsEnough() throws Exception {
        String bucket = influxdb().newBucket();
        String token = influxdb().server().createWriteToken(bucket);

        start(server().connection().authentication(token(token)).build(), bucket);

        assertWritten(bucket);
    }

    @Test
    void testTokenThatMayOnlyReadIsAnErrorBeforeTheFirstPoint() {
        String bucket = influxdb().newBucket();
        String token = influxdb().server().createReadToken(bucket);

        assertRefused(
                server().connection().authentication(token(token)).build(),
                bucket,
                "insufficient permissions for write",
                "permission to write to this bucket");
    }

    @Test
    void testWrongTokenIsAnErrorBeforeTheFirstPoint() {
        assertRefused(
                server().connection().authentication(token("wrong")).build(),
                influxdb().newBucket(),
                "unauthorized access",
                "Check 'token'");
    }

    @Test
    void testWrongOrganizationIsAnErrorBeforeTheFirstPoint() {
        assertRefused(
                server().connection().organization("nobody").build(),
                influxdb().newBucket(),
                "Correct 'org'");
    }
}
