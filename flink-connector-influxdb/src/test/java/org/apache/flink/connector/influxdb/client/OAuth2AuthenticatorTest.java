/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import static org.apache.flink.connector.influxdb.client.ScriptedServer.respond;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class OAuth2AuthenticatorTest {

    private final SettableClock clock = new SettableClock();

    @Test
    void asksForATokenAndSendsItAsBearer() throws Exception {
        try (ScriptedServer tokens = tokens(3600);
                ScriptedServer influxdb = influxdb();
                InfluxDBClient client = client(influxdb, tokens.url(), "read", "write")) {
            client.server();

            assertThat(influxdb.lastRequest().header("authorization")).isEqualTo("Bearer t1");
            ScriptedServer.Request asked = tokens.lastRequest();
            assertThat(asked.method()).isEqualTo("POST");
            assertThat(asked.target()).isEqualTo("/oauth/token");
            assertThat(asked.text()).isEqualTo("grant_type=client_credentials&scope=read+write");
            assertThat(asked.header("content-type"))
                    .startsWith("application/x-www-form-urlencoded");
            // RFC 6749, section 2.3.1: both parts are form-encoded first.
            assertThat(asked.header("authorization"))
                    .isEqualTo("Basic " + base64("my+id:s3cret%25"));
        }
    }

    @Test
    void keepsATokenUntilShortlyBeforeItExpires() throws Exception {
        try (ScriptedServer tokens = tokens(3600);
                ScriptedServer influxdb = influxdb();
                InfluxDBClient client = client(influxdb, tokens.url())) {
            client.serverTime();
            clock.advance(Duration.ofSeconds(3569));
            client.serverTime();
            assertThat(tokens.requests()).hasSize(1);

            clock.advance(Duration.ofSeconds(1));
            client.serverTime();

            assertThat(tokens.requests()).hasSize(2);
            assertThat(influxdb.lastRequest().header("authorization")).isEqualTo("Bearer t2");
        }
    }

    @Test
    void usesHalfOfAShortLife() throws Exception {
        try (ScriptedServer tokens = tokens(20);
                ScriptedServer influxdb = influxdb();
                InfluxDBClient client = client(influxdb, tokens.url())) {
            client.serverTime();
            clock.advance(Duration.ofSeconds(9));
            client.serverTime();
            assertThat(tokens.requests()).hasSize(1);

            clock.advance(Duration.ofSeconds(1));
            client.serverTime();

            assertThat(tokens.requests()).hasSize(2);
        }
    }

    @Test
    void manyRequestsAtOnceShareOneToken() throws Exception {
        try (ScriptedServer tokens = tokens(3600);
                ScriptedServer influxdb = influxdb();
                InfluxDBClient client = client(influxdb, tokens.url())) {
            List<CompletableFuture<?>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                all.add(client.write("b", Precision.NS, ByteBuffer.allocate(0)));
                all.add(CompletableFuture.supplyAsync(() -> time(client)));
            }
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get();

            assertThat(tokens.requests()).hasSize(1);
            assertThat(influxdb.requests())
                    .extracting(request -> request.header("authorization"))
                    .containsOnly("Bearer t1");
        }
    }

    @Test
    void asksAgainAfterAFailure() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (ScriptedServer tokens =
                        new ScriptedServer(
                                (request, socket, out) ->
                                        asked.incrementAndGet() == 1
                                                ? respond(out, 503, "", "Retry-After: 5")
                                                : respond(out, 200, "{\"access_token\":\"x\"}"));
                ScriptedServer influxdb = influxdb();
                InfluxDBClient client = client(influxdb, tokens.url())) {
            InfluxDBException failure =
                    catchThrowableOfType(InfluxDBException.class, client::server);
            assertThat(failure.kind()).isEqualTo(Kind.OVERLOADED);
            assertThat(failure.retryAfter()).contains(Duration.ofSeconds(5));

            assertThat(client.server().version()).isEqualTo(InfluxDBVersion.V2);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
            401 | {"error":"invalid_client","error_description":"no such client"} | UNAUTHENTICATED | Server said: invalid_client: no such client. Check 'oauth2.client-id'
            400 | {"error":"invalid_scope"} | UNAUTHENTICATED | Server said: invalid_scope. Check 'oauth2.client-id', 'oauth2.client-secret' and 'oauth2.scopes'
            404 | not here | NOT_FOUND | Check 'oauth2.token-url'
            200 | <p>hello</p> | MALFORMED | the answer is no JSON
            200 | {"token":"s3cret"} | MALFORMED | the answer holds no access_token
            200 | {"access_token":"s3cret","token_type":"mac"} | MALFORMED | of the type 'mac'
            """)
    void namesTheTokenServerAndItsWords(int status, String body, Kind kind, String text)
            throws Exception {
        try (ScriptedServer tokens = ScriptedServer.answering(status, body);
                ScriptedServer influxdb = influxdb();
                InfluxDBClient client = client(influxdb, tokens.url())) {
            InfluxDBException failure =
                    catchThrowableOfType(InfluxDBException.class, client::server);

            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.getMessage())
                    .contains(tokens.url() + "/oauth/token", text)
                    .doesNotContain("s3cret");
        }
    }

    @Test
    void saysThatTheTokenServerIsNotThere() throws Exception {
        String gone = ScriptedServer.goneUrl();
        try (ScriptedServer influxdb = influxdb();
                InfluxDBClient client = client(influxdb, gone)) {
            assertThat(catchThrowableOfType(InfluxDBException.class, client::server))
                    .hasMessageContainingAll(gone, "'oauth2.token-url'");
        }
    }

    private InfluxDBClient client(ScriptedServer influxdb, String tokensUrl, String... scopes) {
        return new HttpInfluxDBClient(
                TestConnections.to(influxdb)
                        .authentication(
                                Authentication.oAuth2(
                                        tokensUrl + "/oauth/token", "my id", "s3cret%", scopes))
                        .build(),
                new ClientEnvironment(name -> null, clock),
                QueryListener.NONE);
    }

    private static ScriptedServer influxdb() throws IOException {
        return ScriptedServer.answering(
                204, "", "X-Influxdb-Version: 2.9.1", "Date: Sat, 21 Nov 2026 08:00:00 GMT");
    }

    /** Hands out t1, t2, and so on. */
    private static ScriptedServer tokens(int seconds) throws IOException {
        AtomicInteger count = new AtomicInteger();
        return new ScriptedServer(
                (request, socket, out) ->
                        respond(
                                out,
                                200,
                                "{\"access_token\":\"t%d\",\"token_type\":\"bearer\",\"expires_in\":%d}"
                                        .formatted(count.incrementAndGet(), seconds)));
    }

    private static Instant time(InfluxDBClient client) {
        try {
            return client.serverTime();
        } catch (InfluxDBException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static final class SettableClock extends Clock {

        private volatile Instant now = Instant.parse("2026-11-21T08:00:00Z");

        void advance(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
