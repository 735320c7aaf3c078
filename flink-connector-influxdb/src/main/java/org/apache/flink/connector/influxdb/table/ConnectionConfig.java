/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.connector.influxdb.client.AnswerGzip;
import org.apache.flink.connector.influxdb.client.Authentication;
import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the connection's settings of a table's options. Only what is set is handed on. */
final class ConnectionConfig {

    private static final Map<String, InfluxDBVersion> VERSIONS =
            Map.of("1", InfluxDBVersion.V1, "2", InfluxDBVersion.V2, "3", InfluxDBVersion.V3);

    private static final Map<String, AnswerGzip> GZIP =
            Map.of("auto", AnswerGzip.AUTO, "true", AnswerGzip.ON, "false", AnswerGzip.OFF);

    private final ReadableConfig options;
    private final List<String> faults;

    private ConnectionConfig(ReadableConfig options, List<String> faults) {
        this.options = options;
        this.faults = faults;
    }

    /** The connection, or nothing after adding at least one fault. */
    static Optional<InfluxDBConnectionOptions> of(ReadableConfig options, List<String> faults) {
        return new ConnectionConfig(options, faults).build();
    }

    private Optional<InfluxDBConnectionOptions> build() {
        int before = faults.size();
        InfluxDBConnectionOptions.Builder builder = InfluxDBConnectionOptions.builder();
        get(InfluxDBConnectorOptions.URL).ifPresent(builder::url);
        get(InfluxDBConnectorOptions.ORG).ifPresent(builder::organization);
        authentication().ifPresent(builder::authentication);
        version().ifPresent(builder::version);
        get(InfluxDBConnectorOptions.CONNECT_TIMEOUT).ifPresent(builder::connectTimeout);
        get(InfluxDBConnectorOptions.REQUEST_TIMEOUT).ifPresent(builder::requestTimeout);
        get(InfluxDBConnectorOptions.SCAN_RESPONSE_TIMEOUT).ifPresent(builder::responseTimeout);
        get(InfluxDBSinkOptions.GZIP).ifPresent(builder::writeGzip);
        answerGzip().ifPresent(builder::answerGzip);
        get(InfluxDBConnectorOptions.TLS_CA_FILE).ifPresent(builder::tlsCaFile);
        get(InfluxDBConnectorOptions.TLS_CLIENT_CERT_FILE).ifPresent(builder::tlsClientCertFile);
        get(InfluxDBConnectorOptions.TLS_CLIENT_KEY_FILE).ifPresent(builder::tlsClientKeyFile);
        get(InfluxDBConnectorOptions.TLS_SKIP_VERIFY).ifPresent(builder::tlsSkipVerify);
        get(InfluxDBConnectorOptions.PROXY_URL).ifPresent(builder::proxyUrl);
        get(InfluxDBConnectorOptions.PROXY_USERNAME).ifPresent(builder::proxyUsername);
        get(InfluxDBConnectorOptions.PROXY_PASSWORD).ifPresent(builder::proxyPassword);
        try {
            InfluxDBConnectionOptions connection = builder.build();
            return faults.size() == before ? Optional.of(connection) : Optional.empty();
        } catch (IllegalArgumentException e) {
            faults.add(e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<InfluxDBVersion> version() {
        Optional<String> value = get(InfluxDBConnectorOptions.VERSION);
        if (value.isEmpty() || value.get().equals("auto")) {
            return Optional.empty();
        }
        InfluxDBVersion version = VERSIONS.get(value.get());
        if (version == null) {
            faults.add("'version' = '" + value.get() + "' is none of 'auto', '1', '2' and '3'");
        }
        return Optional.ofNullable(version);
    }

    private Optional<AnswerGzip> answerGzip() {
        Optional<String> value = get(InfluxDBConnectorOptions.SCAN_GZIP);
        if (value.isPresent() && !GZIP.containsKey(value.get())) {
            faults.add("'scan.gzip' = '" + value.get() + "' is none of 'auto', 'true' and 'false'");
        }
        return value.map(GZIP::get);
    }

    /** One way to say who we are, whole. */
    private Optional<Authentication> authentication() {
        List<Optional<Authentication>> ways = new ArrayList<>();
        get(InfluxDBConnectorOptions.TOKEN)
                .ifPresent(token -> ways.add(Optional.of(Authentication.token(token))));
        get(InfluxDBConnectorOptions.TOKEN_FILE)
                .ifPresent(file -> ways.add(Optional.of(Authentication.tokenFile(file))));
        if (isAnySet(
                List.of(InfluxDBConnectorOptions.USERNAME, InfluxDBConnectorOptions.PASSWORD))) {
            ways.add(basic());
        }
        if (isAnySet(
                List.of(
                        InfluxDBConnectorOptions.OAUTH2_TOKEN_URL,
                        InfluxDBConnectorOptions.OAUTH2_CLIENT_ID,
                        InfluxDBConnectorOptions.OAUTH2_CLIENT_SECRET,
                        InfluxDBConnectorOptions.OAUTH2_SCOPES))) {
            ways.add(oAuth2());
        }
        if (ways.size() > 1) {
            faults.add(
                    "There is more than one login. Keep one of 'token', 'token.file', 'username'"
                            + " with 'password', and 'oauth2.*'");
        }
        return ways.isEmpty() ? Optional.empty() : ways.get(0);
    }

    private Optional<Authentication> basic() {
        if (!areAllSet(
                List.of(InfluxDBConnectorOptions.USERNAME, InfluxDBConnectorOptions.PASSWORD))) {
            return Optional.empty();
        }
        return Optional.of(
                Authentication.basic(
                        options.get(InfluxDBConnectorOptions.USERNAME),
                        options.get(InfluxDBConnectorOptions.PASSWORD)));
    }

    private Optional<Authentication> oAuth2() {
        if (!areAllSet(
                List.of(
                        InfluxDBConnectorOptions.OAUTH2_TOKEN_URL,
                        InfluxDBConnectorOptions.OAUTH2_CLIENT_ID,
                        InfluxDBConnectorOptions.OAUTH2_CLIENT_SECRET))) {
            return Optional.empty();
        }
        String[] scopes =
                get(InfluxDBConnectorOptions.OAUTH2_SCOPES).stream()
                        .flatMap(text -> Arrays.stream(text.split(";")))
                        .map(String::trim)
                        .filter(scope -> !scope.isEmpty())
                        .toArray(String[]::new);
        return Optional.of(
                Authentication.oAuth2(
                        options.get(InfluxDBConnectorOptions.OAUTH2_TOKEN_URL),
                        options.get(InfluxDBConnectorOptions.OAUTH2_CLIENT_ID),
                        options.get(InfluxDBConnectorOptions.OAUTH2_CLIENT_SECRET),
                        scopes));
    }

    private boolean isAnySet(List<ConfigOption<String>> needed) {
        return needed.stream().anyMatch(option -> get(option).isPresent());
    }

    private boolean areAllSet(List<ConfigOption<String>> needed) {
        boolean all = true;
        for (ConfigOption<?> option : needed) {
            if (get(option).isEmpty()) {
                faults.add(
                        "'"
                                + option.key()
                                + "' is missing: it belongs to "
                                + needed.stream()
                                        .filter(other -> get(other).isPresent())
                                        .map(other -> "'" + other.key() + "'")
                                        .toList());
                all = false;
            }
        }
        return all;
    }

    private <T> Optional<T> get(ConfigOption<T> option) {
        return options.getOptional(option);
    }
}
