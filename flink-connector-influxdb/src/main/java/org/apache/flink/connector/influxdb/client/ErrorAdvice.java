/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;

import java.util.Locale;

/** What to do about an answer: a sentence for a newcomer, or nothing. */
final class ErrorAdvice {

    private final InfluxDBConnectionOptions options;

    ErrorAdvice(InfluxDBConnectionOptions options) {
        this.options = options;
    }

    /** Begins with a space unless it is empty. */
    String of(Call call, Kind kind, AnswerHead answer, ServerWords words) {
        String advice = advice(call, kind, answer, words);
        return advice.isEmpty() ? "" : " " + advice;
    }

    private String advice(Call call, Kind kind, AnswerHead answer, ServerWords words) {
        String text = words.text().toLowerCase(Locale.ROOT);
        if (text.contains("http request to an https server")) {
            return "The server speaks TLS: begin 'url' with https://.";
        }
        if (answer.status() >= 300 && answer.status() < 400) {
            String target = ConnectionUrl.withoutUserInfo(answer.headers().first("Location"));
            return "Redirects are not followed: set 'url' to the server itself"
                    + (target.isEmpty() ? "." : ", which " + target + " leads to.");
        }
        return switch (kind) {
            case UNAUTHENTICATED -> unauthenticated(call, answer);
            case FORBIDDEN -> forbidden(call, text);
            case NOT_FOUND -> notFound(call, text);
            case MALFORMED ->
                    "This is not what an InfluxDB answers: check 'url' (host, port and base path)"
                            + " and what stands between here and there.";
            case INVALID -> invalid(text);
            case TOO_LARGE ->
                    "Send less at once: lower 'sink.flush-buffer.size' or 'sink.batch.max-size', or"
                            + " raise the server's limit on the size of a request.";
            case TOO_HEAVY ->
                    "Read less at once: lower 'scan.split.max-rows' or set 'scan.split.duration', or"
                            + " raise the server's limit.";
            default -> "";
        };
    }

    private String unauthenticated(Call call, AnswerHead answer) {
        if (answer.status() == 407) {
            return "Check 'proxy.username' and 'proxy.password'.";
        }
        if (call.kind() == Call.Kind.TOKEN) {
            return "Check 'oauth2.client-id', 'oauth2.client-secret' and 'oauth2.scopes'.";
        }
        String version = answer.headers().first("X-Influxdb-Version");
        boolean first = version.startsWith("1") || version.equals("unknown");
        AuthScheme scheme = options.authentication().scheme();
        if (scheme instanceof AuthScheme.None) {
            return first
                    ? "No credentials were sent: set 'username' and 'password'."
                    : "No credentials were sent: set 'token'.";
        }
        if (scheme instanceof AuthScheme.Basic) {
            return first
                    ? "Check 'username' and 'password'."
                    : "InfluxDB 2.x takes no password here: set 'token' instead.";
        }
        if (scheme instanceof AuthScheme.Bearer || scheme instanceof AuthScheme.OAuth2) {
            return first
                    ? "A bearer token has to be a JSON web token that is signed with the server's"
                            + " shared secret and has not expired."
                    : "Check the bearer token. InfluxDB 2.x takes one below /api/v2 only, not on"
                            + " /query: set 'token' to read with InfluxQL.";
        }
        String setting = scheme instanceof AuthScheme.TokenFile ? "token.file" : "token";
        return first
                ? "Check '" + setting + "': for InfluxDB 1.8 it is username:password."
                : "Check '" + setting + "': it may be wrong, deleted, or of another server.";
    }

    private static String forbidden(Call call, String text) {
        if (text.contains("flux query service disabled")) {
            return "Flux is switched off on this InfluxDB 1.8, as it is by default. Switch it on"
                    + " with 'flux-enabled = true' in the section [http] of its configuration, or"
                    + " with the variable INFLUXDB_HTTP_FLUX_ENABLED=true; or read with InfluxQL:"
                    + " 'scan.query.language' = 'influxql'.";
        }
        return call.kind() == Call.Kind.WRITE || call.kind() == Call.Kind.DELETE
                ? "Give the token or user the permission to write to this bucket."
                : "Give the token or user the permission to read this bucket.";
    }

    private static String notFound(Call call, String text) {
        if (text.contains("organization")) {
            return "Correct 'org', or create the organization.";
        }
        if (text.contains("retention policy")) {
            return "Correct 'bucket', which is database/retention-policy, or create the retention"
                    + " policy.";
        }
        if (text.contains("database")) {
            return "Correct 'bucket' (or 'database'), or create the database.";
        }
        if (text.contains("bucket")) {
            return "Correct 'bucket', or create it; a token that may not read a bucket gets the"
                    + " same answer.";
        }
        return call.kind() == Call.Kind.TOKEN
                ? "Check 'oauth2.token-url'."
                : "There is no such path on this server: check 'url' (base path) and 'version'.";
    }

    private static String invalid(String text) {
        return text.contains("orgid or org") || text.contains("org or orgid")
                ? "Set 'org': InfluxDB 2.x needs the organization."
                : "";
    }
}
