/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.client.Authentication;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.influxdb.testserver.ServerKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PreflightV1AuthITCase extends PreflightRightsContract {

    @RegisterExtension
    static final InfluxDBExtension INFLUXDB = InfluxDBExtension.shared(ServerKind.V1_AUTH);

    @Override
    InfluxDBExtension influxdb() {
        return INFLUXDB;
    }

    @Override
    String unknown() {
        return "authorization failed";
    }

    @Override
    String mayNotWrite() {
        return "is not authorized to write to database";
    }

    @Test
    void testUserWithAPasswordIsLetIn() throws Exception {
        String bucket = influxdb().newBucket();
        String[] user = influxdb().server().createWriteToken(bucket).split(":");

        start(connection(Authentication.basic(user[0], user[1])), bucket);

        assertWritten(bucket);
    }

    @Test
    void testWrongPasswordIsAnErrorBeforeTheFirstPoint() {
        assertRefused(
                connection(Authentication.basic("test-user", SECRET)),
                influxdb().newBucket(),
                unknown(),
                "Check 'username' and 'password'");
    }

    @Test
    void testWrongPasswordHaltsAJobThatDidNotAskBefore() {
        assertHalted(
                connection(Authentication.basic("test-user", SECRET)),
                influxdb().newBucket(),
                unknown(),
                "Check 'username' and 'password'");
    }

    @Test
    void testNobodyIsToldWhatIsMissing() {
        assertRefused(
                connection(Authentication.none()),
                influxdb().newBucket(),
                "set 'username' and 'password'");
    }
}
