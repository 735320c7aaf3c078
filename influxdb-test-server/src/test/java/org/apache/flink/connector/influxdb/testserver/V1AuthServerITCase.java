/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.testserver;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** InfluxDB 1.8 with users. */
class V1AuthServerITCase {
    @RegisterExtension
    static final InfluxDBExtension SHARED = InfluxDBExtension.shared(ServerKind.V1_AUTH);

    private static V1Api as(String token) {
        RawHttp http = new RawHttp(SHARED.server().url(), new Credentials(token, ""));
        return new V1Api(http, true);
    }

    private static void assertStatus(int status, Runnable request) {
        assertThatThrownBy(request::run)
                .isInstanceOfSatisfying(
                        TestServerException.class, e -> assertThat(e.status()).isEqualTo(status));
    }

    @Test
    void theAdministratorMayDoAll() {
        String bucket = SHARED.newBucket();

        SHARED.server().writeLineProtocol(bucket, "m f=1i 1");

        assertThat(SHARED.server().queryInfluxQl(bucket, "SELECT f FROM m")).contains("[1,1]");
    }

    @Test
    void nobodyElseIsLetIn() {
        String bucket = SHARED.newBucket();

        assertStatus(401, () -> as("").write(bucket, "m f=1i 1"));
        assertStatus(401, () -> as("test-user:wrong").influxQl(bucket, "SHOW MEASUREMENTS"));
    }

    @Test
    void aUserMayDoTheOneThingThatItWasMadeFor() {
        String bucket = SHARED.newBucket();
        V1Api writer = as(SHARED.server().createWriteToken(bucket));
        V1Api reader = as(SHARED.server().createReadToken(bucket));

        writer.write(bucket, "m f=1i 1");

        assertThat(reader.influxQl(bucket, "SELECT f FROM m")).contains("[1,1]");
        assertStatus(403, () -> reader.write(bucket, "m f=1i 2"));
        assertStatus(403, () -> writer.influxQl(bucket, "SELECT f FROM m"));
    }
}
