/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;

import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Locale;
import java.util.zip.ZipException;

/** Makes exceptions of what can happen to a connection. */
final class ConnectionFaults {

    /** How far a request got. */
    enum Phase {
        /** Nothing has come yet. */
        HEAD,
        /** The head has come, and nothing of the body. 1.8 sends it before it runs a query. */
        BODY_AWAITED,
        /** The body had begun. */
        BODY
    }

    private final InfluxDBConnectionOptions options;

    ConnectionFaults(InfluxDBConnectionOptions options) {
        this.options = options;
    }

    InfluxDBException of(Call call, Phase phase, Throwable cause) {
        if (cause instanceof InfluxDBException known) {
            return known;
        }
        if (cause instanceof UnknownHostException) {
            return fault(
                    call,
                    Kind.CONNECTION,
                    "the name of the host is unknown to DNS; check " + target(call),
                    cause);
        }
        if (cause instanceof ConnectTimeoutException) {
            return fault(
                    call,
                    Kind.CONNECTION,
                    "no connection within "
                            + text(options.timeouts().connect())
                            + "; check "
                            + target(call)
                            + " and firewalls, or raise 'connect.timeout'",
                    cause);
        }
        if (cause instanceof ConnectionRequestTimeoutException) {
            return fault(call, Kind.CONNECTION, "too many requests are under way", cause);
        }
        if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
            return fault(
                    call,
                    Kind.CONNECTION,
                    "nobody accepts connections there; is the server running? Check "
                            + target(call),
                    cause);
        }
        if (cause instanceof SocketTimeoutException) {
            return silence(call, phase, cause);
        }
        if (cause instanceof SSLException tls) {
            return ofTls(call, tls);
        }
        if (cause instanceof ClientProtocolException
                || cause instanceof HttpException
                || cause instanceof MessageConstraintException) {
            return fault(
                    call,
                    Kind.MALFORMED,
                    "what came back is no HTTP (" + cause.getMessage() + "); check " + target(call),
                    cause);
        }
        if (cause instanceof NoHttpResponseException) {
            return fault(
                    call,
                    Kind.CONNECTION,
                    "the server hung up without an answer in HTTP; if it does so always, check "
                            + target(call),
                    cause);
        }
        return phase == Phase.HEAD ? lost(call, cause) : ofBody(call, cause);
    }

    private InfluxDBException silence(Call call, Phase phase, Throwable cause) {
        if (phase != Phase.BODY && call.kind() == Call.Kind.QUERY) {
            return fault(
                    call,
                    Kind.RESPONSE_TIMEOUT,
                    "the server did not begin to answer within "
                            + text(options.timeouts().response())
                            + "; raise 'scan.response.timeout' if it only needs more time, or read"
                            + " less at once: lower 'scan.split.max-rows' or set"
                            + " 'scan.split.duration'",
                    cause);
        }
        return fault(
                call,
                Kind.CONNECTION,
                "the server was silent for "
                        + text(options.timeouts().request())
                        + (phase == Phase.BODY ? " in the middle of its answer" : "")
                        + "; raise 'request.timeout' if it only needs more time",
                cause);
    }

    private InfluxDBException ofTls(Call call, SSLException cause) {
        String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (cause instanceof SSLPeerUnverifiedException
                || text.contains("no name matching")
                || text.contains("subject alternative")) {
            return fault(
                    call,
                    Kind.INVALID,
                    "the server's certificate is for another host name ("
                            + cause.getMessage()
                            + "); use a name of the certificate in "
                            + target(call),
                    cause);
        }
        if (isCausedBy(cause, CertificateException.class)
                || isCausedBy(cause, CertPathBuilderException.class)
                || isCausedBy(cause, CertPathValidatorException.class)) {
            return fault(
                    call,
                    Kind.INVALID,
                    "the server's certificate is not trusted ("
                            + cause.getMessage()
                            + "); set 'tls.ca-file' to the PEM file of the authority that signed it",
                    cause);
        }
        if (text.contains("unrecognized ssl message") || text.contains("plaintext connection")) {
            return fault(
                    call,
                    Kind.INVALID,
                    "the server does not speak TLS; begin " + target(call) + " with http://",
                    cause);
        }
        if (text.contains("received fatal alert")) {
            return fault(
                    call,
                    Kind.INVALID,
                    "the server refused our side of TLS ("
                            + cause.getMessage()
                            + "); it may want a certificate: check 'tls.client.cert-file' and"
                            + " 'tls.client.key-file'",
                    cause);
        }
        return lost(call, cause);
    }

    private InfluxDBException ofBody(Call call, Throwable cause) {
        if (cause instanceof ZipException) {
            return fault(
                    call,
                    Kind.MALFORMED,
                    "its compressed content is broken (" + cause.getMessage() + ")",
                    cause);
        }
        boolean cut =
                cause instanceof ConnectionClosedException
                        || cause instanceof MalformedChunkCodingException
                        || cause instanceof EOFException;
        return cut
                ? fault(
                        call,
                        Kind.INCOMPLETE,
                        "the answer ended before it was complete (" + cause.getMessage() + ")",
                        cause)
                : lost(call, cause);
    }

    private InfluxDBException lost(Call call, Throwable cause) {
        String why = cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage();
        // With TLS 1.3 a server that misses our certificate hangs up after the handshake, and its
        // reason may be lost on the way.
        boolean certificate = options.tls().certFile() == null && ConnectionUrl.isHttps(call.url());
        return fault(
                call,
                Kind.CONNECTION,
                "the connection broke ("
                        + why
                        + ")"
                        + (certificate
                                ? "; if the server wants a certificate, set 'tls.client.cert-file'"
                                : ""),
                cause);
    }

    private static InfluxDBException fault(Call call, Kind kind, String what, Throwable cause) {
        return new InfluxDBException(kind, call.failed() + ": " + what + call.where() + ".", cause);
    }

    /** What to check if nobody is there. */
    private String target(Call call) {
        String setting = call.kind() == Call.Kind.TOKEN ? "'oauth2.token-url'" : "'url'";
        return options.proxy().url() == null
                ? setting
                : setting + " and 'proxy.url' (" + options.proxy().url() + ")";
    }

    private static boolean isCausedBy(Throwable fault, Class<? extends Throwable> type) {
        for (Throwable at = fault; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return true;
            }
        }
        return false;
    }

    private static String text(Duration duration) {
        return duration.toMillis() % 1000 == 0
                ? duration.toSeconds() + " s"
                : duration.toMillis() + " ms";
    }
}
