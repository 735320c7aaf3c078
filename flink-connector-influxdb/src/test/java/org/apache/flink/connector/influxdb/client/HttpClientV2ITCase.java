/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.influxdb.testserver.ServerKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

class HttpClientV2ITCase extends HttpClientContract {

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
    void namesWhatToCheckForEachWayToSayWhoWeAre() {
        assertRefused(Authentication.none(), "No credentials were sent: set 'token'");
        assertRefused(Authentication.token("wrong"), "Check 'token'");
        assertRefused(Authentication.bearer("wrong"), "Check the bearer token");
        assertRefused(Authentication.basic("u", "p"), "set 'token' instead");
    }

    @Test
    void takesTheTokenAsBearer() throws Exception {
        String bucket = influxdb().newBucket();
        Authentication bearer = Authentication.bearer(influxdb().server().token());
        try (InfluxDBClient other =
                InfluxDBClient.create(connection().authentication(bearer).build())) {
            other.write(bucket, Precision.NS, lines("m f=7 3")).get();
        }

        assertThat(query(bucket, "SELECT f FROM m")).contains("[[3,7]]");
    }

    @Test
    void saysThatATokenMayNotWrite() {
        String bucket = influxdb().newBucket();
        Authentication reader = Authentication.token(influxdb().server().createReadToken(bucket));
        try (InfluxDBClient other =
                InfluxDBClient.create(connection().authentication(reader).build())) {
            InfluxDBException failure =
                    failure(other.write(bucket, Precision.NS, lines("m f=1 1")));

            assertThat(failure.kind()).isEqualTo(Kind.FORBIDDEN);
            assertThat(failure.getMessage()).contains("permission to write to this bucket");
        }
    }

    @Test
    void namesAnOrganizationThatDoesNotExistOrIsMissing() {
        for (String organization : new String[] {"nix", ""}) {
            try (InfluxDBClient other =
                    InfluxDBClient.create(connection().organization(organization).build())) {
                assertThat(failure(other.write("b", Precision.NS, lines("m f=1 1"))).getMessage())
                        .contains("'org'");
            }
        }
    }

    private void assertRefused(Authentication authentication, String advice) {
        try (InfluxDBClient other =
                InfluxDBClient.create(connection().authentication(authentication).build())) {
            InfluxDBException failure = failure(other.write("b", Precision.NS, lines("m f=1 1")));

            assertThat(failure.kind()).isEqualTo(Kind.UNAUTHENTICATED);
            assertThat(failure.getMessage()).contains(advice);
        }
    }
}
