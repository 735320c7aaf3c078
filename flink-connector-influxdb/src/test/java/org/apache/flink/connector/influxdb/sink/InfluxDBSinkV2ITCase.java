/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.client.Authentication;
import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.influxdb.testserver.ServerKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InfluxDBSinkV2ITCase extends InfluxDBSinkContract {

    @RegisterExtension
    static final InfluxDBExtension INFLUXDB = InfluxDBExtension.shared(ServerKind.V2);

    @Override
    InfluxDBExtension influxdb() {
        return INFLUXDB;
    }

    private InfluxDBConnectionOptions withToken(String token) {
        return server().connection().authentication(Authentication.token(token)).build();
    }

    @Test
    void testWrongTokenFailsTheJobAndIsNotShown() throws Exception {
        String bucket = influxdb().newBucket();

        WriteJob job =
                WriteJob.start(
                        server().sink(bucket).setConnection(withToken("wrong-secret")).build(),
                        1_000,
                        AT_ONCE);

        assertThatThrownBy(job::await)
                .hasStackTraceContaining("to bucket '" + bucket + "' failed")
                .hasStackTraceContaining("401")
                .hasStackTraceContaining("unauthorized access")
                .hasStackTraceContaining("Check 'token'")
                .satisfies(
                        failure ->
                                assertThat(failure)
                                        .extracting(
                                                f ->
                                                        org.assertj.core.util.Throwables
                                                                .getStackTrace(f))
                                        .asString()
                                        .doesNotContain("wrong-secret"));
    }

    @Test
    void testTokenThatMayOnlyWriteIsEnough() throws Exception {
        String bucket = influxdb().newBucket();
        String token = influxdb().server().createWriteToken(bucket);

        WriteJob.start(
                        server().sink(bucket).setConnection(withToken(token)).build(),
                        1_000,
                        AT_ONCE)
                .await();

        assertThat(server().rows(bucket, "SELECT count(number) FROM numbers"))
                .containsExactly(List.of("1000"));
    }
}
