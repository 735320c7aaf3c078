/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.hc.core5.http.HttpStatus;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Tokens of OAuth 2.0 by client credentials (RFC 6749, section 4.4). A token is fetched when the
 * last one is near its end; threads that need one meanwhile wait for the same request.
 */
final class OAuth2Authenticator implements Authenticator {

    private static final ObjectMapper JSON = new ObjectMapper();

    // A token must outlive the way of the request that carries it.
    private static final Duration MARGIN = Duration.ofSeconds(30);

    // RFC 6749, section 5.1, only recommends to say how long a token lives.
    private static final Duration UNKNOWN_LIFE = Duration.ofMinutes(5);

    private final String tokenUrl;
    private final String credentials;
    private final List<String> scopes;
    private final HttpTransport transport;
    private final Clock clock;

    private String header;
    private Instant renewal = Instant.MIN;

    /**
     * @param credentials the header that proves who we are to the token server
     */
    OAuth2Authenticator(
            String tokenUrl,
            String credentials,
            List<String> scopes,
            HttpTransport transport,
            Clock clock) {
        this.tokenUrl = tokenUrl;
        this.credentials = credentials;
        this.scopes = scopes;
        this.transport = transport;
        this.clock = clock;
    }

    @Override
    public synchronized String header() throws InfluxDBException {
        if (!clock.instant().isBefore(renewal)) {
            fetch();
        }
        return header;
    }

    private void fetch() throws InfluxDBException {
        Call call = new Call(Call.Kind.TOKEN, tokenUrl, "");
        Instant asked = clock.instant();
        AnswerHead answer = transport.postForm(call, credentials, form());
        if (answer.status() != HttpStatus.SC_OK) {
            throw transport.errors().of(call, answer);
        }
        JsonNode json;
        try {
            json = JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw unusable(call, "is no JSON"); // The cause would quote the answer, and the token.
        }
        String token = json.path("access_token").asText();
        String type = json.path("token_type").asText("Bearer");
        if (token.isEmpty()) {
            throw unusable(call, "holds no access_token");
        }
        if (!type.equalsIgnoreCase("Bearer")) {
            throw unusable(call, "holds a token of the type '" + type + "' instead of 'Bearer'");
        }
        header = AuthScheme.headerValue("Bearer ", token, "access_token of " + tokenUrl);
        long seconds = json.path("expires_in").asLong(0);
        Duration life = seconds > 0 ? Duration.ofSeconds(seconds) : UNKNOWN_LIFE;
        Duration half = life.dividedBy(2);
        renewal = asked.plus(life).minus(half.compareTo(MARGIN) < 0 ? half : MARGIN);
    }

    private String form() {
        String form = "grant_type=client_credentials";
        return scopes.isEmpty()
                ? form
                : form
                        + "&scope="
                        + URLEncoder.encode(String.join(" ", scopes), StandardCharsets.UTF_8);
    }

    private static InfluxDBException unusable(Call call, String what) {
        return new InfluxDBException(
                InfluxDBException.Kind.MALFORMED,
                call.failed() + ": the answer " + what + ". Check 'oauth2.token-url'.",
                null);
    }
}
