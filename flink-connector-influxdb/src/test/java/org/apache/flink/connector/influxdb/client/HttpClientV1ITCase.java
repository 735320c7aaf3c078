/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.influxdb.testserver.ServerKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class HttpClientV1ITCase extends HttpClientContract {

    @RegisterExtension
    static final InfluxDBExtension INFLUXDB = InfluxDBExtension.shared(ServerKind.V1);

    @Override
    InfluxDBExtension influxdb() {
        return INFLUXDB;
    }

    @Override
    InfluxDBVersion version() {
        return InfluxDBVersion.V1;
    }

    @Test
    void writesIntoARetentionPolicy() throws Exception {
        String bucket = influxdb().newBucket();
        query(
                "",
                "CREATE RETENTION POLICY \"r p\" ON \"" + bucket + "\" DURATION INF REPLICATION 1");

        client.write(bucket + "/r p", Precision.NS, lines("m f=7 3\n")).get();

        assertThat(query(bucket, "SELECT f FROM \"r p\".m")).contains("[[3,7]]");
        assertThat(query(bucket, "SELECT f FROM autogen.m")).doesNotContain("values");
    }

    @Test
    void namesARetentionPolicyThatDoesNotExist() {
        InfluxDBException failure =
                failure(
                        client.write(
                                influxdb().newBucket() + "/nix", Precision.NS, lines("m f=1 1")));

        assertThat(failure.kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(failure.getMessage()).contains("database/retention-policy");
    }

    @Test
    void looksAtNoCredentialsWithoutUsers() throws Exception {
        for (Authentication authentication :
                new Authentication[] {
                    Authentication.token("u:p"),
                    Authentication.basic("u", "p"),
                    Authentication.bearer("x")
                }) {
            try (InfluxDBClient other =
                    InfluxDBClient.create(connection().authentication(authentication).build())) {
                other.write(influxdb().newBucket(), Precision.NS, lines("m f=1 1")).get();
            }
        }
    }

    @Test
    void saysHowToSwitchFluxOn() {
        try (HttpTransport transport = new HttpTransport(connection().build())) {
            QueryRequest flux =
                    new QueryRequest(
                            "/api/v2/query",
                            Map.of(),
                            "application/json",
                            "{\"query\":\"buckets()\"}",
                            "application/csv",
                            false,
                            "Flux buckets()");

            InfluxDBException failure =
                    catchThrowableOfType(InfluxDBException.class, () -> transport.open(flux));

            assertThat(failure.kind()).isEqualTo(Kind.FORBIDDEN);
            assertThat(failure.getMessage())
                    .contains("'flux-enabled = true'", "INFLUXDB_HTTP_FLUX_ENABLED=true");
        }
    }
}
