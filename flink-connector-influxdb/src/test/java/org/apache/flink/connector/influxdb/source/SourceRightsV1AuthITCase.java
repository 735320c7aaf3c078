/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.client.Authentication;
import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.influxdb.testserver.ServerKind;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.ExceptionUtils;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a source may read of an InfluxDB 1.8 that wants to know who asks. */
class SourceRightsV1AuthITCase {

    @RegisterExtension
    static final InfluxDBExtension INFLUXDB = InfluxDBExtension.shared(ServerKind.V1_AUTH);

    @RegisterExtension
    static final MiniClusterExtension FLINK =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(2)
                            .build());

    /** A word that is in no message. */
    private static final String SECRET = "wr0ng-s3cret";

    private static String bucket;

    @BeforeAll
    static void fill() {
        bucket = INFLUXDB.newBucket();
        INFLUXDB.server().writeLineProtocol(bucket, "cpu,host=a f=1.5 1\ncpu,host=b f=2.5 2");
    }

    private static List<Point> read(Authentication authentication) throws Exception {
        return SourceJobs.read(
                SourceJobs.points(INFLUXDB.server(), bucket)
                        .setConnection(
                                InfluxDBConnectionOptions.builder()
                                        .url(INFLUXDB.server().url())
                                        .authentication(authentication)
                                        .build())
                        .setMaxBackoff(Duration.ofMillis(50))
                        .setMeasurement("cpu")
                        .build(),
                2);
    }

    private static void assertRefused(Authentication authentication, String... words) {
        assertThatThrownBy(() -> read(authentication))
                .satisfies(
                        failure ->
                                assertThat(ExceptionUtils.stringifyException(failure))
                                        .contains(words)
                                        .doesNotContain(SECRET));
    }

    @Test
    void testUserThatMayOnlyReadReadsAll() throws Exception {
        String token = INFLUXDB.server().createReadToken(bucket);

        assertThat(read(Authentication.token(token)))
                .containsExactlyInAnyOrder(
                        Point.measurement("cpu").tag("host", "a").field("f", 1.5).time(1),
                        Point.measurement("cpu").tag("host", "b").field("f", 2.5).time(2));
    }

    @Test
    void testUserThatMayOnlyWriteIsToldWhatIsMissing() {
        String token = INFLUXDB.server().createWriteToken(bucket);

        assertRefused(
                Authentication.token(token),
                "not authorized to execute statement",
                "permission to read this bucket");
    }

    @Test
    void testWrongPasswordFailsTheJobWithWhatToCheck() {
        assertRefused(
                Authentication.basic("test-user", SECRET),
                "authorization failed",
                "Check 'username' and 'password'");
    }
}
