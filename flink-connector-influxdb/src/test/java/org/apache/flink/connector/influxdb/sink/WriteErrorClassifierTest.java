/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import javax.net.ssl.SSLHandshakeException;

import java.io.IOException;
import java.net.ConnectException;
import java.security.cert.CertificateExpiredException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import static org.apache.flink.connector.influxdb.model.InfluxDBVersion.V1;
import static org.apache.flink.connector.influxdb.model.InfluxDBVersion.V2;
import static org.apache.flink.connector.influxdb.sink.WriteErrorClassifier.classify;
import static org.apache.flink.connector.influxdb.sink.WriteOutcome.DONE;
import static org.apache.flink.connector.influxdb.sink.WriteOutcome.HALT;
import static org.apache.flink.connector.influxdb.sink.WriteOutcome.RETRY;
import static org.assertj.core.api.Assertions.assertThat;

class WriteErrorClassifierTest {

    /** What servers of all generations answered to writes, and what others may. */
    @ParameterizedTest(name = "{0} {1} {2}: {4}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // The server could not, this time.
                "V1 | 500 | SERVER | timeout | RETRY",
                "V2 | 500 | SERVER | timeout | RETRY",
                "V1 | 500 | SERVER | engine: cache-max-memory-size exceeded: (1/2) | RETRY",
                "V2 | 500 | SERVER | unexpected error writing points to database: engine: cache-max-memory-size exceeded: (1/2) | RETRY",
                "V2 | 500 | SERVER | An internal error has occurred - check server logs | RETRY",
                "V1 | 503 | OVERLOADED | request throttled, queue full | RETRY",
                "V1 | 503 | OVERLOADED | request throttled, exceeds timeout | RETRY",
                "V2 | 503 | OVERLOADED | `` | RETRY",
                "V2 | 502 | MALFORMED | Bad Gateway | RETRY",
                "V2 | 504 | MALFORMED | Gateway Time-out | RETRY",
                "V2 | 429 | OVERLOADED | too many requests | RETRY",
                "V3 | 429 | OVERLOADED | overloaded | RETRY",
                "V2 | 408 | SERVER | `` | RETRY",
                "V2 | 499 | SERVER | `` | RETRY",
                "V3 | 500 | SERVER | wal error | RETRY",
                "V2 | 400 | INVALID | engine: cache-max-memory-size exceeded: (1/2) | RETRY",
                // Too much at once.
                "V1 | 413 | TOO_LARGE | Request Entity Too Large | SPLIT",
                "V2 | 413 | TOO_LARGE | `` | SPLIT",
                "V3 | 413 | TOO_LARGE | max request size (10485760 bytes) exceeded | SPLIT",
                // Points that will never be taken.
                "V1 | 400 | REJECTED | partial write: unable to parse 'm f=': missing field value dropped=0 | ISOLATE",
                "V1 | 400 | REJECTED | unable to parse 'm f=': missing field value | ISOLATE",
                "V1 | 400 | REJECTED | partial write: field type conflict: input field \"f\" on measurement \"m\" is type float, already exists as type integer dropped=1 | ISOLATE",
                "V1 | 400 | REJECTED | partial write: points beyond retention policy dropped=3 | ISOLATE",
                "V1 | 400 | REJECTED | field type conflict | ISOLATE",
                "V1 | 400 | REJECTED | partial write: invalid tag key: input tag \"time\" on measurement \"m\" is invalid dropped=1 | ISOLATE",
                "V2 | 400 | REJECTED | unable to parse 'm f=': missing field value | ISOLATE",
                "V2 | 400 | REJECTED | unable to parse 'm,time=a f=1': cannot use reserved tag key | ISOLATE",
                "V2 | 422 | REJECTED | failure writing points to database: partial write: field type conflict: input field \"f\" on measurement \"m\" is type float, already exists as type integer dropped=1 | ISOLATE",
                "V2 | 422 | REJECTED | failure writing points to database: partial write: dropped 1 points outside retention policy of duration 1h0m0s - oldest a, newest b dropped=1 for database: x for retention policy: autogen | ISOLATE",
                "V2 | 422 | REJECTED | failure writing points to database: partial write: invalid field name: input field \"time\" on measurement \"m\" is invalid dropped=0 for database: x | ISOLATE",
                "V2 | 422 | REJECTED | failure writing points to database: partial write: input field \"f\" on measurement \"m\" is too long, 1048577 > 1048576 dropped=1 for database: x | ISOLATE",
                "V3 | 400 | REJECTED | partial write of line protocol occurred; line 2: invalid column type for column 'f' | ISOLATE",
                "V3 | 400 | REJECTED | line protocol parsing error; line 1: bad | ISOLATE",
                "V3 | 400 | REJECTED | parsing failed for write_lp endpoint; line 1: bad | ISOLATE",
                // A line quoted in the server's words may hold any words itself.
                "V2 | 400 | REJECTED | unable to parse 'm,t=queue\\ full f=': missing field value | ISOLATE",
                // A person has to change something.
                "V1 | 401 | UNAUTHENTICATED | authorization failed | HALT",
                "V2 | 401 | UNAUTHENTICATED | unauthorized access | HALT",
                "V3 | 401 | UNAUTHENTICATED | the request was not authenticated | HALT",
                "V1 | 403 | FORBIDDEN | \"u\" user is not authorized to write to database \"db\" | HALT",
                "V2 | 403 | FORBIDDEN | insufficient permissions for write | HALT",
                "V1 | 404 | NOT_FOUND | database not found: \"db\" | HALT",
                "V2 | 404 | NOT_FOUND | bucket \"b\" not found | HALT",
                "V2 | 404 | MALFORMED | 404 page not found | HALT",
                "V1 | 500 | NOT_FOUND | retention policy not found: rp | HALT",
                "V1 | 400 | INVALID | invalid precision \"x\" (use n, u, ms, s, m or h) | HALT",
                "V2 | 400 | INVALID | please provide either orgID or org | HALT",
                "V3 | 400 | INVALID | incoming write was empty | HALT",
                "V3 | 422 | INVALID | Update to schema would exceed number of columns per table limit | HALT",
                "V3 | 422 | REJECTED | failure writing points to database: partial write: field type conflict | HALT",
                "V1 | 400 | REJECTED | partial write: max-values-per-tag limit exceeded (100000/100000) dropped=1 | HALT",
                "V1 | 400 | REJECTED | partial write: max-series-per-database limit exceeded: (1000000) dropped=1 | HALT",
                "V2 | 422 | REJECTED | failure writing points to database: something new | HALT",
                // Not InfluxDB's own words: nothing is known about the points.
                "V2 | 400 | MALFORMED | Bad Request: unable to parse 'Host' | HALT",
                "V2 | 400 | INVALID | unable to parse 'x': said a proxy | HALT",
                "V2 | 200 | MALFORMED | <html> | HALT",
                "V2 | 301 | INVALID | `` | HALT",
                "V2 | 402 | INVALID | `` | HALT",
                "V2 | 405 | INVALID | `` | HALT",
                "V2 | 407 | UNAUTHENTICATED | `` | HALT",
                "V2 | 415 | INVALID | `` | HALT",
                "V2 | 431 | INVALID | `` | HALT"
            })
    void testAnswers(
            InfluxDBVersion version, int status, Kind kind, String words, WriteOutcome expected) {
        assertThat(classify(FakeClient.answer(kind, status, words), version)).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(InfluxDBVersion.class)
    void testEveryStatusHasAnOutcome(InfluxDBVersion version) {
        for (int status = 0; status <= 1000; status++) {
            for (Kind kind : Kind.values()) {
                assertThat(classify(FakeClient.answer(kind, status, "?"), version))
                        .as("%s with %s", kind, status)
                        .isNotNull()
                        .isNotEqualTo(DONE);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 501, 502, 503, 504, 507, 520, 599})
    void testEveryServerErrorIsRetried(int status) {
        assertThat(classify(FakeClient.answer(Kind.SERVER, status, "?"), V2)).isEqualTo(RETRY);
    }

    @Test
    void testNoFailureIsDone() {
        assertThat(classify(null, V1)).isEqualTo(DONE);
    }

    @ParameterizedTest
    @CsvSource({
        "CONNECTION, RETRY",
        "RESPONSE_TIMEOUT, RETRY",
        "INCOMPLETE, RETRY",
        "OVERLOADED, RETRY",
        "SERVER, RETRY",
        "TOO_HEAVY, HALT",
        "TOO_LARGE, SPLIT",
        "UNAUTHENTICATED, HALT",
        "FORBIDDEN, HALT",
        "NOT_FOUND, HALT",
        "REJECTED, ISOLATE",
        "INVALID, HALT",
        "MALFORMED, HALT",
        "UNSUPPORTED, HALT"
    })
    void testFaultsWithoutAnAnswer(Kind kind, WriteOutcome expected) {
        assertThat(classify(new InfluxDBException(kind, "x", null), V2)).isEqualTo(expected);
    }

    @Test
    void testNetworkFaultsThatTheClientDidNotExplainAreRetried() {
        assertThat(
                        List.of(
                                new ConnectException("refused"),
                                new IOException("broken pipe"),
                                new TimeoutException(),
                                new CancellationException()))
                .allSatisfy(fault -> assertThat(classify(fault, V2)).isEqualTo(RETRY));
    }

    @Test
    void testWhatFuturesWrapAroundAFaultDoesNotHideIt() {
        Throwable wrapped =
                new CompletionException(new ExecutionException(FakeClient.noConnection()));

        assertThat(classify(wrapped, V2)).isEqualTo(RETRY);
    }

    @Test
    void testWrapperWithoutAFaultInsideIsABug() {
        assertThat(classify(new CompletionException("alone", null), V2)).isEqualTo(HALT);
    }

    @Test
    void testCertificateThatIsNotTrustedHalts() {
        SSLHandshakeException handshake = new SSLHandshakeException("no");
        handshake.initCause(new CertificateExpiredException("expired"));

        assertThat(classify(new InfluxDBException(Kind.CONNECTION, "tls", handshake), V2))
                .isEqualTo(HALT);
        assertThat(classify(handshake, V2)).isEqualTo(HALT);
    }

    @Test
    void testServerThatGoesDuringAHandshakeIsRetried() {
        SSLHandshakeException handshake =
                new SSLHandshakeException("Remote host terminated the handshake");

        assertThat(classify(new InfluxDBException(Kind.CONNECTION, "tls", handshake), V2))
                .isEqualTo(RETRY);
    }

    @Test
    void testBugsHalt() {
        assertThat(List.of(new IllegalStateException(), new NullPointerException(), new Error()))
                .allSatisfy(bug -> assertThat(classify(bug, V2)).isEqualTo(HALT));
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "500 | timeout | true",
                "500 | unexpected error writing points to database: timeout | true",
                "500 | engine: cache-max-memory-size exceeded: (1/2) | true",
                "400 | engine: cache-max-memory-size exceeded: (1/2) | true",
                "503 | request throttled, queue full | true",
                "503 | request throttled, exceeds timeout | true",
                "500 | an internal error has occurred | false",
                "503 | busy | false",
                "429 | too many requests | false",
                "0 | timeout | false"
            })
    void testOverloadIsWhatTheServerSaysOfItself(int status, String words, boolean expected) {
        InfluxDBException failure = FakeClient.answer(Kind.SERVER, status, words);

        assertThat(WriteErrorClassifier.isOverload(failure)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "500 | SERVER | an internal error has occurred | true",
                "500 | SERVER | timeout | false",
                "500 | SERVER | engine: cache-max-memory-size exceeded | false",
                "500 | NOT_FOUND | retention policy not found: rp | false",
                "502 | SERVER | Bad Gateway | false",
                "503 | OVERLOADED | busy | false",
                "429 | OVERLOADED | busy | false",
                "400 | REJECTED | unable to parse | false",
                "0 | CONNECTION | nobody answers | false"
            })
    void testFaultOfTheServerIsNotItsAbsenceOrOverload(
            int status, Kind kind, String words, boolean expected) {
        InfluxDBException failure = FakeClient.answer(kind, status, words);

        assertThat(WriteErrorClassifier.isServerFault(failure)).isEqualTo(expected);
    }
}
