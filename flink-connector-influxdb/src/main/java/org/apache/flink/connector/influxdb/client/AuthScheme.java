/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;

import java.io.Serializable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** The ways to say who we are, as settings. */
sealed interface AuthScheme extends Serializable {

    /** Notes what is wrong with the settings. */
    void check(Faults faults);

    /** Resolves the secrets, once per client. */
    Authenticator open(HttpTransport transport, ClientEnvironment environment)
            throws InfluxDBException;

    /** Nothing is sent. */
    record None() implements AuthScheme {
        private static final long serialVersionUID = 1L;

        @Override
        public void check(Faults faults) {}

        @Override
        public Authenticator open(HttpTransport transport, ClientEnvironment environment) {
            return () -> "";
        }

        @Override
        public String toString() {
            return "none";
        }
    }

    /** A token of InfluxDB's own. */
    record Token(Secret token) implements AuthScheme {
        private static final long serialVersionUID = 1L;

        @Override
        public void check(Faults faults) {
            token.check("token", faults);
        }

        @Override
        public Authenticator open(HttpTransport transport, ClientEnvironment environment)
                throws InfluxDBException {
            String header = headerValue("Token ", token.resolve("token", environment), "token");
            return () -> header;
        }

        @Override
        public String toString() {
            return "token(" + token + ")";
        }
    }

    /** A token in a file. */
    record TokenFile(Secret path) implements AuthScheme {
        private static final long serialVersionUID = 1L;

        @Override
        public void check(Faults faults) {
            path.check("token.file", faults);
        }

        @Override
        public Authenticator open(HttpTransport transport, ClientEnvironment environment)
                throws InfluxDBException {
            return new TokenFileAuthenticator(path.resolvePath("token.file", environment));
        }

        @Override
        public String toString() {
            return "tokenFile(" + path.text() + ")";
        }
    }

    /** User and password. */
    record Basic(Secret username, Secret password) implements AuthScheme {
        private static final long serialVersionUID = 1L;

        @Override
        public void check(Faults faults) {
            username.check("username", faults);
            password.check("password", faults);
            faults.addIf(
                    username.text().indexOf(':') >= 0 && !username.toString().startsWith("${"),
                    "username",
                    "holds a colon, which HTTP Basic cannot carry");
        }

        @Override
        public Authenticator open(HttpTransport transport, ClientEnvironment environment)
                throws InfluxDBException {
            String header =
                    basicHeader(
                            username.resolve("username", environment),
                            password.resolve("password", environment));
            return () -> header;
        }

        @Override
        public String toString() {
            return "basic(" + username.text() + ", " + password + ")";
        }
    }

    /** A token of somebody else's. */
    record Bearer(Secret token) implements AuthScheme {
        private static final long serialVersionUID = 1L;

        @Override
        public void check(Faults faults) {
            token.check("token", faults);
        }

        @Override
        public Authenticator open(HttpTransport transport, ClientEnvironment environment)
                throws InfluxDBException {
            String header = headerValue("Bearer ", token.resolve("token", environment), "token");
            return () -> header;
        }

        @Override
        public String toString() {
            return "bearer(" + token + ")";
        }
    }

    /** A token that another server hands out. */
    record OAuth2(String tokenUrl, Secret clientId, Secret clientSecret, List<String> scopes)
            implements AuthScheme {
        private static final long serialVersionUID = 1L;

        @Override
        public void check(Faults faults) {
            ConnectionUrl.check(tokenUrl, "oauth2.token-url", faults);
            clientId.check("oauth2.client-id", faults);
            clientSecret.check("oauth2.client-secret", faults);
            for (String scope : scopes) {
                faults.addIf(
                        scope.isBlank() || scope.indexOf(' ') >= 0,
                        "oauth2.scopes",
                        "'" + scope + "' is no scope; give them one by one");
            }
        }

        @Override
        public Authenticator open(HttpTransport transport, ClientEnvironment environment)
                throws InfluxDBException {
            return new OAuth2Authenticator(
                    tokenUrl,
                    basicHeader(
                            formEncoded(clientId.resolve("oauth2.client-id", environment)),
                            formEncoded(clientSecret.resolve("oauth2.client-secret", environment))),
                    scopes,
                    transport,
                    environment.clock());
        }

        // RFC 6749, section 2.3.1: both are form-encoded before they go into HTTP Basic.
        private static String formEncoded(String value) {
            return URLEncoder.encode(value, StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return "oAuth2("
                    + tokenUrl
                    + ", "
                    + clientId.text()
                    + ", "
                    + clientSecret
                    + ", "
                    + scopes
                    + ")";
        }
    }

    private static String basicHeader(String user, String password) {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    /** The header, unless the value would end it and begin another one. */
    static String headerValue(String scheme, String value, String setting)
            throws InfluxDBException {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < ' ' || value.charAt(i) > '~') {
                throw new InfluxDBException(
                        InfluxDBException.Kind.INVALID,
                        "'"
                                + setting
                                + "' holds a character at position "
                                + i
                                + " that an HTTP header cannot carry; a token is printable ASCII",
                        null);
            }
        }
        return scheme + value;
    }
}
