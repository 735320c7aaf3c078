/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBVersion;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InfluxDBConnectionOptionsTest {

    @Test
    void hasDefaultsForAllButTheUrl() {
        InfluxDBConnectionOptions options = builder().build();

        assertThat(options.organization()).isEmpty();
        assertThat(options.authentication()).isEqualTo(Authentication.none());
        assertThat(options.version()).isEmpty();
        assertThat(options.timeouts())
                .isEqualTo(
                        new Timeouts(
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(60),
                                Duration.ofMinutes(10)));
        assertThat(options.writeGzip()).isTrue();
        assertThat(options.answerGzip()).isEqualTo(AnswerGzip.AUTO);
    }

    @Test
    void reportsEveryFaultAtOnceByTheNameOfItsSetting() {
        InfluxDBConnectionOptions.Builder builder =
                InfluxDBConnectionOptions.builder()
                        .url("ftp://host")
                        .authentication(Authentication.basic("", ""))
                        .connectTimeout(Duration.ZERO)
                        .requestTimeout(Duration.ofSeconds(-1))
                        .responseTimeout(Duration.ofDays(100))
                        .tlsCaFile("ca.pem")
                        .tlsClientCertFile("cert.pem")
                        .tlsSkipVerify(true)
                        .proxyUsername("user");

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "'url': ftp://host must begin with http:// or https://",
                        "'username': is empty",
                        "'password': is empty",
                        "'connect.timeout': is PT0S",
                        "'request.timeout': is PT-1S",
                        "'scan.response.timeout': is PT2400H",
                        "'tls.ca-file': is ca.pem, but 'url' begins with http://",
                        "'tls.client.key-file': is missing",
                        "'tls.skip-verify': is set, but 'url'",
                        "'proxy.url': is missing",
                        "'proxy.password': is missing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:8086",
                "http://localhost:8086/",
                "https://host/influx",
                "HTTPS://host:443/a/b/",
                "http://127.0.0.1",
                "http://[::1]:8086"
            })
    void takesUrlsOfServersAndBasePaths(String url) {
        assertThat(InfluxDBConnectionOptions.builder().url(url).build().url()).isEqualTo(url);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "localhost:8086 | must begin with http://",
                "jdbc:influxdb://host | must begin with http://",
                "unix:///var/run/influxdb.sock | must begin with http://",
                "http:// | is no URL",
                "http://host:x | names no host",
                "http://host:99999 | port outside",
                "http://my_host:8086/a b | is no URL",
                "http://host?org=x | must not hold a query",
                "http://host#x | must not hold a query or a fragment",
                "http://user@host | must not hold a user name"
            })
    void refusesOtherUrlsAndSaysWhy(String url, String why) {
        assertThatThrownBy(() -> InfluxDBConnectionOptions.builder().url(url).build())
                .hasMessageContaining("'url'")
                .hasMessageContaining(why);
    }

    @Test
    void refusesToBeBuiltWithoutAUrl() {
        assertThatThrownBy(() -> InfluxDBConnectionOptions.builder().build())
                .hasMessageContaining("'url': is missing; set it, as in http://localhost:8086");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://user:s3cret@host:8086",
                "http://user:s3cret@host:80 86",
                "ftp://user:s3cret@host",
                "http://host/?p=s3cret",
                "http://host:x/?p=s3cret"
            })
    void showsNoPasswordOfAWrongUrl(String url) {
        assertThatThrownBy(() -> InfluxDBConnectionOptions.builder().url(url).build())
                .hasMessageContaining("host")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void showsNoSecret() {
        for (Authentication authentication :
                new Authentication[] {
                    Authentication.token("s3cret"),
                    Authentication.bearer("s3cret"),
                    Authentication.basic("me", "s3cret"),
                    Authentication.oAuth2("http://host/token", "id", "s3cret", "scope")
                }) {
            InfluxDBConnectionOptions options =
                    builder()
                            .authentication(authentication)
                            .proxyUrl("http://proxy:3128")
                            .proxyUsername("me")
                            .proxyPassword("s3cret")
                            .build();

            assertThat(options.toString())
                    .contains("http://localhost:8086", "***", "proxy http://proxy:3128")
                    .doesNotContain("s3cret");
        }
    }

    @Test
    void refusesSecretsFromUnnamedPlaces() {
        assertThatThrownBy(
                        () ->
                                builder()
                                        .authentication(Authentication.token("${env:AWS_SECRET}"))
                                        .build())
                .hasMessageContaining("'token': ${env:AWS_SECRET} may not be read");
        assertThatThrownBy(
                        () ->
                                builder()
                                        .authentication(Authentication.token("${file:../shadow}"))
                                        .build())
                .hasMessageContaining("'token': ${file:../shadow} must name a file below");
    }

    @Test
    void isEqualBySettings() {
        assertThat(full().build()).isEqualTo(full().build()).hasSameHashCodeAs(full().build());
        assertThat(full().build()).isNotEqualTo(full().organization("other").build());
        assertThat(full().build())
                .isNotEqualTo(full().authentication(Authentication.token("other")).build());
    }

    @Test
    void travelsWithAJob() throws Exception {
        InfluxDBConnectionOptions options = full().build();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(options);
        }

        Object copy;
        try (ObjectInputStream in =
                new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            copy = in.readObject();
        }

        assertThat(copy).isEqualTo(options);
    }

    private static InfluxDBConnectionOptions.Builder builder() {
        return InfluxDBConnectionOptions.builder().url("http://localhost:8086");
    }

    private static InfluxDBConnectionOptions.Builder full() {
        return InfluxDBConnectionOptions.builder()
                .url("https://localhost:8086")
                .organization("org")
                .authentication(
                        Authentication.oAuth2("https://host/token", "id", "${env:INFLUX_S}", "a"))
                .version(InfluxDBVersion.V2)
                .tlsCaFile("ca.pem")
                .tlsClientCertFile("cert.pem")
                .tlsClientKeyFile("key.pem")
                .proxyUrl("http://proxy:3128")
                .proxyUsername("user")
                .proxyPassword("${file:proxy}");
    }
}
