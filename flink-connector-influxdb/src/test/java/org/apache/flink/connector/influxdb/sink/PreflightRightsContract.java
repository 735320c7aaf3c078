/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.client.Authentication;
import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;

import org.junit.jupiter.api.Test;

/** The same of servers that want to know who asks. */
abstract class PreflightRightsContract extends PreflightContract {

    /** How the server says that it does not know us. */
    abstract String unknown();

    /** How the server says that we may not write. */
    abstract String mayNotWrite();

    InfluxDBConnectionOptions connection(Authentication authentication) {
        return server().connection().authentication(authentication).build();
    }

    private InfluxDBConnectionOptions reader(String bucket) {
        return connection(Authentication.token(influxdb().server().createReadToken(bucket)));
    }

    @Test
    void testWhoMayOnlyWriteMayDoEnough() throws Exception {
        String bucket = influxdb().newBucket();
        String token = influxdb().server().createWriteToken(bucket);

        start(connection(Authentication.token(token)), bucket);

        assertWritten(bucket);
    }

    @Test
    void testWhoMayOnlyReadGetsAnErrorBeforeTheFirstPoint() {
        String bucket = influxdb().newBucket();

        assertRefused(reader(bucket), bucket, mayNotWrite(), "permission to write to this bucket");
    }

    @Test
    void testWhoMayOnlyReadHaltsAJobThatDidNotAskBefore() {
        String bucket = influxdb().newBucket();

        assertHalted(reader(bucket), bucket, mayNotWrite(), "permission to write to this bucket");
    }

    @Test
    void testWrongTokenIsAnErrorBeforeTheFirstPoint() {
        assertRefused(
                connection(Authentication.token("u:" + SECRET)),
                influxdb().newBucket(),
                unknown(),
                "Check 'token'");
    }

    @Test
    void testWrongTokenHaltsAJobThatDidNotAskBefore() {
        assertHalted(
                connection(Authentication.token("u:" + SECRET)),
                influxdb().newBucket(),
                unknown(),
                "Check 'token'");
    }
}
