/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.annotation.PublicEvolving;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * Who we are to the server. Secrets are given as they are, or as {@code ${env:NAME}} (a variable
 * whose name begins with INFLUX) or {@code ${file:NAME}} (a file below the folder that the variable
 * INFLUXDB_CONNECTOR_SECRETS_DIR names): these are resolved on the machine that runs the task, so
 * that no secret sits in a job graph. Nothing here shows a secret in {@link #toString}.
 *
 * <p>What is wrong with the values is reported by {@link InfluxDBConnectionOptions.Builder#build}
 * together with everything else.
 */
@PublicEvolving
public final class Authentication implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final Authentication NONE = new Authentication(new AuthScheme.None());

    private final AuthScheme scheme;

    private Authentication(AuthScheme scheme) {
        this.scheme = scheme;
    }

    /** No credentials are sent: an InfluxDB 1.8 without users. This is the default. */
    public static Authentication none() {
        return NONE;
    }

    /**
     * An API token of InfluxDB 2.x, sent as {@code Authorization: Token ...}. InfluxDB 1.8 with
     * users takes {@code username:password} for a token.
     */
    public static Authentication token(String token) {
        return new Authentication(new AuthScheme.Token(secret(token, "token")));
    }

    /**
     * A token as {@link #token} that stands in a file, which is read again when it changes: made
     * for tokens that are rotated.
     *
     * @param path on every machine that runs a task of the job
     */
    public static Authentication tokenFile(String path) {
        return new Authentication(new AuthScheme.TokenFile(secret(path, "path")));
    }

    /**
     * A user of InfluxDB 1.8 with a password, sent as HTTP Basic. InfluxDB 2.x takes it only on
     * {@code /query} and {@code /write}, with a token for a password; use {@link #token} there.
     */
    public static Authentication basic(String username, String password) {
        return new Authentication(
                new AuthScheme.Basic(secret(username, "username"), secret(password, "password")));
    }

    /**
     * Sent as {@code Authorization: Bearer ...}. To InfluxDB 1.8 it is a JSON web token signed with
     * the server's shared secret. InfluxDB 2.x takes it below {@code /api/v2}, but not on {@code
     * /query}, where InfluxQL is asked: use {@link #token} there. A gateway before the server may
     * want it as well.
     */
    public static Authentication bearer(String token) {
        return new Authentication(new AuthScheme.Bearer(secret(token, "token")));
    }

    /**
     * OAuth 2.0 client credentials (RFC 6749, section 4.4): a token is fetched from a token server,
     * sent as {@code Bearer}, and fetched anew before it expires. The token server is reached with
     * the same TLS and proxy settings as InfluxDB.
     *
     * @param tokenUrl where tokens are had
     * @param clientId who asks
     * @param clientSecret proves it, sent as HTTP Basic
     * @param scopes what is asked for; none leaves it to the token server
     */
    public static Authentication oAuth2(
            String tokenUrl, String clientId, String clientSecret, String... scopes) {
        return new Authentication(
                new AuthScheme.OAuth2(
                        Objects.requireNonNull(tokenUrl, "tokenUrl"),
                        secret(clientId, "clientId"),
                        secret(clientSecret, "clientSecret"),
                        List.of(scopes)));
    }

    private static Secret secret(String value, String name) {
        return new Secret(Objects.requireNonNull(value, name));
    }

    AuthScheme scheme() {
        return scheme;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Authentication that && scheme.equals(that.scheme);
    }

    @Override
    public int hashCode() {
        return scheme.hashCode();
    }

    /** The kind and what is no secret. */
    @Override
    public String toString() {
        return scheme.toString();
    }
}
