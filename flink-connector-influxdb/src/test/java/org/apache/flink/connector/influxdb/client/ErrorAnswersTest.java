/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

/** Answers as servers gave them. */
class ErrorAnswersTest {

    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

    /** Who answers, by the headers that tell. */
    private enum Server {
        V1("X-Influxdb-Version", "1.8.10"),
        V2("X-Influxdb-Version", "2.9.1"),
        V3("cluster-uuid", "c0ffee"),
        PROXY("Server", "nginx"),
        PAGE("Content-Type", "text/html");

        private final Map<String, String> headers;

        Server(String name, String value) {
            this.headers = Map.of(name, value);
        }
    }

    private static final Map<String, String> V1 = Server.V1.headers;
    private static final Map<String, String> V2 = Server.V2.headers;
    private static final Map<String, String> V3 = Server.V3.headers;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                400 | V1 | {"error":"unable to parse 'm f=': missing field value"} | REJECTED | missing field value.
                400 | V1 | {"error":"partial write: unable to parse 'm f=': missing field value dropped=0"} | REJECTED | partial write
                400 | V1 | {"error":"partial write: field type conflict: input field `f` on measurement `m` is type float, already exists as type integer dropped=1"} | REJECTED | field type conflict
                400 | V1 | {"error":"partial write: points beyond retention policy dropped=1"} | REJECTED | beyond retention policy
                400 | V1 | {"error":"invalid precision `us` (use n, u, ms, s, m or h)"} | INVALID | invalid precision
                400 | V2 | {"code":"invalid","message":"unable to parse 'm f=': missing field value"} | REJECTED | missing field value
                400 | V2 | {"code":"invalid","message":"Please provide either orgID or org"} | INVALID | Set 'org'
                422 | V2 | {"code":"unprocessable entity","message":"failure writing points to database: partial write: field type conflict: x dropped=1"} | REJECTED | field type conflict
                400 | V3 | {"error":"partial write of line protocol occurred","data":[{"error_message":"No fields were provided","line_number":2,"original_line":"m f="}]} | REJECTED | line 2: No fields were provided
                401 | V1 | {"error":"authorization failed"} | UNAUTHENTICATED | authorization failed
                401 | V2 | {"code":"unauthorized","message":"unauthorized access"} | UNAUTHENTICATED | 'token'
                401 | V3 | {"error":"the request was not authenticated"} | UNAUTHENTICATED | 'token'
                403 | V1 | {"error":"`u` user is not authorized to write to database `db`"} | FORBIDDEN | permission to write
                403 | V2 | {"code":"forbidden","message":"insufficient permissions for write"} | FORBIDDEN | permission to write
                404 | V1 | {"error":"database not found: `nix`"} | NOT_FOUND | Correct 'bucket' (or 'database')
                500 | V1 | {"error":"retention policy not found: nix"} | NOT_FOUND | database/retention-policy
                404 | V2 | {"code":"not found","message":"bucket `nix` not found"} | NOT_FOUND | Correct 'bucket', or create it
                404 | V2 | {"code":"not found","message":"organization name `nix` not found"} | NOT_FOUND | Correct 'org'
                413 | V1 | {"error":"Request Entity Too Large"} | TOO_LARGE | 'sink.batch.max-size'
                413 | V3 | max request size (10485760 bytes) exceeded | TOO_LARGE | max request size
                429 | PROXY |  | OVERLOADED | HTTP status 429
                503 | V1 | request throttled, queue full | OVERLOADED | queue full
                500 | V1 | {"error":"timeout"} | SERVER | timeout
                500 | V2 | {"code":"internal error","message":"engine: cache-max-memory-size exceeded: (1/2)"} | SERVER | cache-max-memory-size
                400 | PROXY | Client sent an HTTP request to an HTTPS server. | INVALID | begin 'url' with https://
                400 | PAGE | <html><h1>400 Bad Request</h1>unable to parse</html> | MALFORMED | what stands between
                400 | PROXY | unable to parse that | INVALID | unable to parse that
                502 | PAGE | <html><title>x</title><h1>502 Bad Gateway</h1></html> | SERVER | 502 Bad Gateway
                407 | PROXY |  | UNAUTHENTICATED | 'proxy.username'
                408 | PROXY |  | SERVER | 408
                499 | PROXY |  | SERVER | 499
                304 | PROXY |  | INVALID | set 'url'
                202 | PROXY |  | MALFORMED | check 'url'
                """)
    void tellsWhatBecameOfAWrite(int status, Server server, String body, Kind kind, String text) {
        InfluxDBException error = error(Call.Kind.WRITE, status, server.headers, body);

        assertThat(error.kind()).isEqualTo(kind);
        assertThat(error.status()).isEqualTo(status);
        assertThat(error.getMessage())
                .startsWith("The write failed at http://host/path with HTTP status " + status)
                .contains("(bucket 'b')", text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                403 | V1 | Flux query service disabled. Verify flux-enabled=true in the [http] section of the InfluxDB config. | FORBIDDEN | INFLUXDB_HTTP_FLUX_ENABLED=true; or read with InfluxQL
                403 | V1 | Flux query service disabled. | FORBIDDEN | 'flux-enabled = true' in the section [http]
                400 | V2 | {"code":"resource exhausted","message":"queue length exceeded"} | OVERLOADED | queue length exceeded
                400 | V2 | {"code":"invalid","message":"memory allocation limit reached: limit 1 bytes"} | TOO_HEAVY | 'scan.split.max-rows'
                500 | V3 | Query would scan 500 Parquet files, exceeding the file limit | TOO_HEAVY | Read less at once
                400 | V2 | {"code":"invalid","message":"compilation failed: error @1:1-1:10"} | INVALID | compilation failed
                500 | V1 | {"error":"loc 1:1-1:10: expected RPAREN, got EOF"} | INVALID | expected RPAREN
                500 | V1 | {"error":"type error 1:5-1:12: int != string"} | INVALID | int != string
                500 | V1 | {"error":"error in building plan while starting program: cannot query an empty range"} | INVALID | empty range
                500 | V1 | {"error":"failed to initialize execute state: no database"} | NOT_FOUND | create the database
                500 | V1 | {"error":"compilation failed: error @1:1-1:10"} | INVALID | compilation failed
                404 | V2 | {"code":"not found","message":"failed to initialize execute state: could not find bucket `nix`"} | NOT_FOUND | a token that may not read
                403 | V2 | {"code":"forbidden","message":"no"} | FORBIDDEN | permission to read
                404 | V1 | 404 page not found | NOT_FOUND | check 'url' (base path)
                404 | PAGE | <!DOCTYPE html><html>Not here</html> | MALFORMED | Server said: Not here.
                422 | V2 | {"code":"unprocessable entity","message":"x"} | INVALID | 422
                500 | V2 | {"code":"internal error","message":"An internal error has occurred - check server logs"} | SERVER | check server logs
                """)
    void tellsWhatBecameOfAQuery(int status, Server server, String body, Kind kind, String text) {
        InfluxDBException error = error(Call.Kind.QUERY, status, server.headers, body);

        assertThat(error.kind()).isEqualTo(kind);
        assertThat(error.getMessage()).contains(text);
    }

    @Test
    void composesAMessageThatANewcomerUnderstands() {
        InfluxDBException error =
                error(
                        Call.Kind.WRITE,
                        404,
                        V2,
                        "{^code^:^not found^,^message^:^bucket `b` not found^}");

        assertThat(error.serverMessage()).isEqualTo("bucket \"b\" not found");
        assertThat(error)
                .hasMessage(
                        "The write failed at http://host/path with HTTP status 404 (bucket 'b')."
                                + " Server said: bucket \"b\" not found. Correct 'bucket', or"
                                + " create it; a token that may not read a bucket gets the same"
                                + " answer.");
    }

    @Test
    void quotesTheRejectedLinesWhole() {
        String message =
                "partial write: unable to parse 'm,t='x': f=': missing field value\\nunable to parse 'n"
                        + " f=`a\\nb`': bad timestamp dropped=0";

        assertThat(error(Call.Kind.WRITE, 400, V1, "{^error^:^" + message + "^}").rejectedLines())
                .containsExactly("m,t='x': f=", "n f=\"a\nb\"");
    }

    @Test
    void takesTheRejectedLinesOf3FromItsReport() {
        String body =
                "{^error^:^partial write^,^data^:[{^original_line^:^a^,^error_message^:^x^},"
                        + "{^original_line^:^b^,^error_message^:^y^,^line_number^:7}]}";

        InfluxDBException error = error(Call.Kind.WRITE, 400, V3, body);

        assertThat(error.rejectedLines()).containsExactly("a", "b");
        assertThat(error.serverMessage()).isEqualTo("partial write; line ?: x; line 7: y");
    }

    @Test
    void fallsBackOnTheHeaderOf18() {
        Map<String, String> headers =
                Map.of("X-Influxdb-Version", "1.8.10", "X-Influxdb-Error", "engine is closed");

        assertThat(error(Call.Kind.WRITE, 500, headers, "").serverMessage())
                .isEqualTo("engine is closed");
    }

    @Test
    void showsWhatIsNoJsonAsItIs() {
        assertThat(error(Call.Kind.WRITE, 500, V2, "{^message^: nonsense").serverMessage())
                .isEqualTo("{\"message\": nonsense");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\\", "\\u", "\\u0", "\\u00", "\\u003"})
    void takesWhatIsThereOfAReportThatIsCutAtOurLimit(String cutEscape) {
        InfluxDBException error =
                error(
                        Call.Kind.WRITE,
                        400,
                        V2,
                        "{^code^:^invalid^,^message^:^unable to parse 'm f=': missing field value\\n"
                                + "unable to parse 'm g="
                                + cutEscape);

        assertThat(error.kind()).isEqualTo(Kind.REJECTED);
        assertThat(error.serverMessage()).endsWith("\nunable to parse 'm g=");
        assertThat(error.rejectedLines()).containsExactly("m f=");
    }

    @Test
    void shortensLongWordsInItsMessageOnly() {
        InfluxDBException error = error(Call.Kind.WRITE, 500, V1, "x".repeat(50_000));

        assertThat(error.getMessage()).hasSizeLessThan(3_000).contains("(48000 more characters)");
        assertThat(error.serverMessage()).hasSize(50_000);
    }

    @Test
    void takesRetryAfterInSecondsOrAsATime() {
        assertThat(retryAfter("7")).isEqualTo(Duration.ofSeconds(7));
        assertThat(retryAfter("Sat, 21 Nov 2026 08:00:09 GMT")).isEqualTo(Duration.ofSeconds(9));
        assertThat(retryAfter("Sat, 21 Nov 2026 07:00:00 GMT")).isEqualTo(Duration.ZERO);
        assertThat(retryAfter("soon")).isNull();
        assertThat(retryAfter("-5")).isNull();
        assertThat(retryAfter("99999999999999999999")).isNull();
    }

    @Test
    void adviceDependsOnHowWeSaidWhoWeAre() {
        String body = "{^message^:^unauthorized access^}";

        assertThat(error(Authentication.none(), V2, body)).contains("No credentials were sent");
        assertThat(error(Authentication.none(), V1, body)).contains("'username' and 'password'");
        assertThat(error(Authentication.token("x"), V2, body)).contains("Check 'token'");
        assertThat(error(Authentication.token("x"), V1, body)).contains("username:password");
        assertThat(error(Authentication.tokenFile("x"), V2, body)).contains("'token.file'");
        assertThat(error(Authentication.basic("u", "p"), V1, body)).contains("Check 'username'");
        assertThat(error(Authentication.basic("u", "p"), V2, body)).contains("no password");
        assertThat(error(Authentication.bearer("x"), V1, body)).contains("JSON web token");
        assertThat(error(Authentication.bearer("x"), V2, body)).contains("not on /query");
    }

    private static Duration retryAfter(String header) {
        return error(Call.Kind.WRITE, 503, Map.of("Retry-After", header), "")
                .retryAfter()
                .orElse(null);
    }

    private static InfluxDBException error(
            Call.Kind kind, int status, Map<String, String> headers, String body) {
        return error(Authentication.none(), kind, status, headers, body);
    }

    private static String error(
            Authentication authentication, Map<String, String> headers, String body) {
        return error(authentication, Call.Kind.QUERY, 401, headers, body).getMessage();
    }

    /** In bodies, ^ stands for a quote of JSON, and a back-tick for one within a string. */
    private static InfluxDBException error(
            Authentication authentication,
            Call.Kind kind,
            int status,
            Map<String, String> headers,
            String body) {
        InfluxDBConnectionOptions options =
                InfluxDBConnectionOptions.builder()
                        .url("http://host")
                        .authentication(authentication)
                        .build();
        Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        byName.putAll(headers);
        String json = body == null ? "" : body.replace("^", "\"").replace("`", "\\\"");
        return new ErrorAnswers(options, Clock.fixed(NOW, ZoneOffset.UTC))
                .of(
                        new Call(kind, "http://host/path", "bucket 'b'"),
                        new AnswerHead(status, name -> byName.getOrDefault(name, ""), json));
    }
}
