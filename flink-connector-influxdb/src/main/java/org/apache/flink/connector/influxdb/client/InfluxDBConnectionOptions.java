/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;

import javax.annotation.Nullable;

import java.io.Serializable;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How to reach an InfluxDB: immutable, and free of secrets where they are given as references (see
 * {@link Authentication}).
 */
@PublicEvolving
public final class InfluxDBConnectionOptions implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String url;
    private final String organization;
    private final Authentication authentication;
    @Nullable private final InfluxDBVersion version;
    private final Timeouts timeouts;
    private final boolean writeGzip;
    private final AnswerGzip answerGzip;
    private final TlsSettings tls;
    private final ProxySettings proxy;

    private InfluxDBConnectionOptions(Builder builder) {
        this.url = builder.url;
        this.organization = builder.organization;
        this.authentication = builder.authentication;
        this.version = builder.version;
        this.timeouts =
                new Timeouts(
                        builder.connectTimeout, builder.requestTimeout, builder.responseTimeout);
        this.writeGzip = builder.writeGzip;
        this.answerGzip = builder.answerGzip;
        this.tls =
                new TlsSettings(
                        secret(builder.tlsCaFile),
                        secret(builder.tlsClientCertFile),
                        secret(builder.tlsClientKeyFile),
                        builder.tlsSkipVerify);
        this.proxy =
                new ProxySettings(
                        builder.proxyUrl,
                        secret(builder.proxyUsername),
                        secret(builder.proxyPassword));
    }

    @Nullable
    private static Secret secret(@Nullable String value) {
        return value == null ? null : new Secret(value);
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** The base URL, as it was given. It holds no secret. */
    public String url() {
        return url;
    }

    /** The organization of InfluxDB 2.x, or empty. */
    public String organization() {
        return organization;
    }

    /** Who we are to the server. */
    public Authentication authentication() {
        return authentication;
    }

    /** The generation of the server, or empty if the server is asked. */
    public Optional<InfluxDBVersion> version() {
        return Optional.ofNullable(version);
    }

    /** Whether writes are sent compressed. */
    public boolean writeGzip() {
        return writeGzip;
    }

    /** Whether answers to queries come compressed. */
    public AnswerGzip answerGzip() {
        return answerGzip;
    }

    Timeouts timeouts() {
        return timeouts;
    }

    TlsSettings tls() {
        return tls;
    }

    ProxySettings proxy() {
        return proxy;
    }

    private void check(Faults faults) {
        ConnectionUrl.check(url, "url", faults);
        authentication.scheme().check(faults);
        timeouts.check(faults);
        tls.check(ConnectionUrl.isHttps(url), faults);
        proxy.check(faults);
    }

    private List<Object> values() {
        return Arrays.asList(
                url,
                organization,
                authentication,
                version,
                timeouts,
                writeGzip,
                answerGzip,
                tls,
                proxy);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof InfluxDBConnectionOptions that && values().equals(that.values());
    }

    @Override
    public int hashCode() {
        return values().hashCode();
    }

    /** All settings, without secrets. */
    @Override
    public String toString() {
        return ("InfluxDBConnectionOptions{url=%s, organization=%s, authentication=%s, version=%s,"
                        + " %s, writeGzip=%s, answerGzip=%s, %s, %s}")
                .formatted(
                        url,
                        organization,
                        authentication,
                        version == null ? "auto" : version,
                        timeouts,
                        writeGzip,
                        answerGzip,
                        tls,
                        proxy);
    }

    /**
     * Collects the settings. Only the URL has no default. Files and values of TLS and proxy logins
     * may be references, as in {@link Authentication}.
     */
    @PublicEvolving
    public static final class Builder {
        private String url;
        private String organization = "";
        private Authentication authentication = Authentication.none();
        private InfluxDBVersion version;
        private Duration connectTimeout = Duration.ofSeconds(10);
        private Duration requestTimeout = Duration.ofSeconds(60);
        private Duration responseTimeout = Duration.ofMinutes(10);
        private boolean writeGzip = true;
        private AnswerGzip answerGzip = AnswerGzip.AUTO;
        private String tlsCaFile;
        private String tlsClientCertFile;
        private String tlsClientKeyFile;
        private boolean tlsSkipVerify;
        private String proxyUrl;
        private String proxyUsername;
        private String proxyPassword;

        private Builder() {}

        /** The base URL, required: {@code http://localhost:8086}, {@code https://host/influx}. */
        public Builder url(String url) {
            this.url = url;
            return this;
        }

        /** The organization, by name, that InfluxDB 2.x asks for. Default: none. */
        public Builder organization(String organization) {
            this.organization = Objects.requireNonNull(organization, "organization");
            return this;
        }

        /** Who we are to the server. Default: {@link Authentication#none}. */
        public Builder authentication(Authentication authentication) {
            this.authentication = Objects.requireNonNull(authentication, "authentication");
            return this;
        }

        /** The generation of the server. Default: the server is asked ({@code auto}). */
        public Builder version(InfluxDBVersion version) {
            this.version = Objects.requireNonNull(version, "version");
            return this;
        }

        /** The longest wait for a connection. Default: 10 s. */
        public Builder connectTimeout(Duration connectTimeout) {
            this.connectTimeout = Objects.requireNonNull(connectTimeout, "connectTimeout");
            return this;
        }

        /**
         * The longest silence within a request, not its total time. Default: 60 s. Before the
         * answer to a query begins, {@link #responseTimeout} counts instead.
         */
        public Builder requestTimeout(Duration requestTimeout) {
            this.requestTimeout = Objects.requireNonNull(requestTimeout, "requestTimeout");
            return this;
        }

        /**
         * The longest silence before the answer to a query begins: {@code scan.response.timeout}.
         * Default: 10 min, since a server may work for long before it has something to send.
         */
        public Builder responseTimeout(Duration responseTimeout) {
            this.responseTimeout = Objects.requireNonNull(responseTimeout, "responseTimeout");
            return this;
        }

        /** Whether writes are sent compressed. Default: true. */
        public Builder writeGzip(boolean writeGzip) {
            this.writeGzip = writeGzip;
            return this;
        }

        /** Whether answers to queries come compressed. Default: {@link AnswerGzip#AUTO}. */
        public Builder answerGzip(AnswerGzip answerGzip) {
            this.answerGzip = Objects.requireNonNull(answerGzip, "answerGzip");
            return this;
        }

        /** PEM file of the authorities to trust, one or more. Default: those of the JVM. */
        public Builder tlsCaFile(@Nullable String path) {
            this.tlsCaFile = path;
            return this;
        }

        /** PEM file of our own certificate, followed by those that vouch for it. Default: none. */
        public Builder tlsClientCertFile(@Nullable String path) {
            this.tlsClientCertFile = path;
            return this;
        }

        /** PEM file of the key of our own certificate, not encrypted. Default: none. */
        public Builder tlsClientKeyFile(@Nullable String path) {
            this.tlsClientKeyFile = path;
            return this;
        }

        /** Trusts whoever answers: for experiments only. Default: false. */
        public Builder tlsSkipVerify(boolean skip) {
            this.tlsSkipVerify = skip;
            return this;
        }

        /** The URL of an HTTP proxy. Default: none; the JVM's proxy settings are not looked at. */
        public Builder proxyUrl(@Nullable String url) {
            this.proxyUrl = url;
            return this;
        }

        /** The user for the proxy. Default: none. */
        public Builder proxyUsername(@Nullable String username) {
            this.proxyUsername = username;
            return this;
        }

        /** The password for the proxy. Default: none. */
        public Builder proxyPassword(@Nullable String password) {
            this.proxyPassword = password;
            return this;
        }

        /**
         * Checks all settings together.
         *
         * @throws IllegalArgumentException that names every setting that is wrong
         */
        public InfluxDBConnectionOptions build() {
            Faults faults = new Faults();
            InfluxDBConnectionOptions options = new InfluxDBConnectionOptions(this);
            options.check(faults);
            faults.throwIfAny();
            return options;
        }
    }
}
