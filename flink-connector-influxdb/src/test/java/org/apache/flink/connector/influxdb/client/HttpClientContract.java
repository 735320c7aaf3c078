/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What every server does with pings, writes and wrong requests. */
abstract class HttpClientContract {

    InfluxDBClient client;

    abstract InfluxDBExtension influxdb();

    abstract InfluxDBVersion version();

    @BeforeEach
    void connect() {
        client = InfluxDBClient.create(connection().build());
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    InfluxDBConnectionOptions.Builder connection() {
        return TestConnections.to(influxdb().server());
    }

    @Test
    void tellsItsVersion() throws Exception {
        assertThat(client.server().version()).isEqualTo(version());
        assertThat(client.server().text()).isEqualTo(influxdb().server().version());
    }

    @Test
    void tellsItsClock() throws Exception {
        assertThat(Duration.between(client.serverTime(), Instant.now()).abs())
                .isLessThan(Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @CsvSource({"NS, 1", "US, 1000", "MS, 1000000", "S, 1000000000"})
    void takesTimesInEachPrecision(Precision precision, long nanos) throws Exception {
        String bucket = influxdb().newBucket();

        client.write(bucket, precision, lines("m f=7 3\n")).get();

        assertThat(query(bucket, "SELECT f FROM m")).contains("[[" + 3 * nanos + ",7]]");
    }

    @Test
    void takesLinesThatAreNotCompressed() throws Exception {
        String bucket = influxdb().newBucket();
        try (InfluxDBClient plain = InfluxDBClient.create(connection().writeGzip(false).build())) {
            plain.write(bucket, Precision.NS, lines("m f=7 3\n")).get();
        }

        assertThat(query(bucket, "SELECT f FROM m")).contains("[[3,7]]");
    }

    @Test
    void writesManyRequestsAtOnce() throws Exception {
        String bucket = influxdb().newBucket();
        CompletableFuture<?>[] all = new CompletableFuture<?>[50];
        for (int i = 0; i < all.length; i++) {
            StringBuilder lines = new StringBuilder();
            for (int j = 0; j < 100; j++) {
                lines.append("m f=1 ").append(i * 100 + j).append('\n');
            }
            all[i] = client.write(bucket, Precision.S, lines(lines.toString()));
        }
        CompletableFuture.allOf(all).get();

        assertThat(query(bucket, "SELECT count(f) FROM m")).contains("[[0,5000]]");
    }

    @Test
    void namesABucketThatDoesNotExist() {
        InfluxDBException failure = failure(client.write("nix", Precision.NS, lines("m f=1 1")));

        assertThat(failure.kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(failure.getMessage()).contains("\"nix\"", "'bucket'");
    }

    @Test
    void quotesALineThatItCannotParse() {
        String bucket = influxdb().newBucket();

        InfluxDBException failure =
                failure(client.write(bucket, Precision.NS, lines("m f=1 1\nm f= 2\nm f=3 3\n")));

        assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
        assertThat(failure.rejectedLines()).containsExactly("m f= 2");
    }

    @Test
    void refusesAPointWhoseFieldHasAnotherTypeAndWritesTheOthers() {
        String bucket = influxdb().newBucket();
        influxdb().server().writeLineProtocol(bucket, "m f=1 1");

        InfluxDBException failure =
                failure(client.write(bucket, Precision.NS, lines("m f=2i 2\nm f=3 3\n")));

        assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
        assertThat(failure.serverMessage()).contains("field type conflict");
        assertThat(query(bucket, "SELECT f FROM m")).contains("[[1,1],[3,3]]");
    }

    @Test
    void anEmptyWriteIsDone() throws Exception {
        assertThat(client.write(influxdb().newBucket(), Precision.NS, lines("")).get()).isNull();
    }

    @Test
    void streamsAnAnswerAndEndsItEarly() throws Exception {
        String bucket = influxdb().newBucket();
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 50_000; i++) {
            lines.append("m f=\"").append("x".repeat(100)).append("\" ").append(i).append('\n');
        }
        client.write(bucket, Precision.NS, lines(lines.toString())).get();
        Map<String, String> parameters =
                Map.of("db", bucket, "q", "SELECT f FROM m", "epoch", "ns", "chunked", "true");
        for (boolean gzip : new boolean[] {false, true}) {
            QueryRequest request =
                    new QueryRequest(
                            "/query", parameters, null, null, "application/json", gzip, "q");
            try (HttpTransport transport = new HttpTransport(connection().build())) {
                StreamedAnswer whole = transport.open(request);
                assertThat(whole.body().readAllBytes()).hasSizeGreaterThan(5_000_000);

                StreamedAnswer cut = transport.open(request);
                assertThat(cut.body().readNBytes(1000)).hasSize(1000);
                long start = System.nanoTime();
                cut.close();

                assertThat(Duration.ofNanos(System.nanoTime() - start))
                        .isLessThan(Duration.ofSeconds(10));
            }
        }
    }

    String query(String bucket, String statement) {
        return influxdb().server().queryInfluxQl(bucket, statement);
    }

    static ByteBuffer lines(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    static InfluxDBException failure(CompletableFuture<Void> write) {
        return (InfluxDBException)
                catchThrowableOfType(ExecutionException.class, write::get).getCause();
    }
}
