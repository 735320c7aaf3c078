/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.client.Precision;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import static org.apache.flink.connector.influxdb.sink.WriteOutcome.DONE;
import static org.apache.flink.connector.influxdb.sink.WriteOutcome.HALT;
import static org.apache.flink.connector.influxdb.sink.WriteOutcome.ISOLATE;
import static org.apache.flink.connector.influxdb.sink.WriteOutcome.RETRY;
import static org.assertj.core.api.Assertions.assertThat;

/** What real servers answer, as the classifier understands it. */
abstract class WriteErrorClassifierContract {

    /** A failure of a write, or null, with the outcome. */
    record End(Throwable failure, WriteOutcome outcome) {
        @Override
        public String toString() {
            return outcome + " of " + failure;
        }
    }

    abstract InfluxDBExtension influxdb();

    End write(String bucket, String lines) throws Exception {
        return write(influxdb().server().url(), bucket, lines);
    }

    private End write(String url, String bucket, String lines) throws Exception {
        try (InfluxDBClient client =
                InfluxDBClient.create(
                        new SinkServer(influxdb().server()).connection().url(url).build())) {
            Throwable failure = null;
            try {
                client.write(
                                bucket,
                                Precision.NS,
                                ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8)))
                        .get(60, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                failure = e;
            }
            var version = new SinkServer(influxdb().server()).version();
            return new End(failure, WriteErrorClassifier.classify(failure, version));
        }
    }

    @Test
    void testGoodPointsAreDone() throws Exception {
        assertThat(write(influxdb().newBucket(), "m f=1 1\nm f=2 2\n").outcome()).isEqualTo(DONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "m f=",
                "m f=1 1\nm f=",
                "m f=1 1\nnonsense\nm f=2 2",
                "m,a=1,a=2 f=1 1",
                "m,t=queue\\ full f=",
                "m f=1 9223372036854775807",
                "m f=1e999 1",
                "m f=9223372036854775808i 1",
                "m,time=a f=1 1",
                "m f=1 1\nm,time=a f=1 1",
                "m f=1 1\nm f=\"text\" 2"
            })
    void testPointsThatAreNeverTakenAreToBeFound(String lines) throws Exception {
        End end = write(influxdb().newBucket(), lines);

        assertThat(end.outcome()).as("%s", end).isEqualTo(ISOLATE);
    }

    @Test
    void testPointBeyondRetentionIsToBeFound() throws Exception {
        String bucket = influxdb().newBucket(Duration.ofHours(1), Duration.ofHours(1));

        assertThat(write(bucket, "m f=1 1").outcome()).isEqualTo(ISOLATE);
    }

    @Test
    void testTooLongKeyIsToBeFound() throws Exception {
        String line = "m,t=" + "x".repeat(70_000) + " f=1 1";

        assertThat(write(influxdb().newBucket(), line).outcome()).isEqualTo(ISOLATE);
    }

    @Test
    void testUnknownBucketHalts() throws Exception {
        assertThat(write("nowhere", "m f=1 1").outcome()).isEqualTo(HALT);
    }

    @Test
    void testAbsentServerIsRetried() throws Exception {
        assertThat(write("http://localhost:1", "any", "m f=1 1").outcome()).isEqualTo(RETRY);
    }

    @Test
    void testPathThatIsNoInfluxDBHalts() throws Exception {
        String url = influxdb().server().url() + "/wrong/base";

        assertThat(write(url, "any", "m f=1 1").outcome()).isEqualTo(HALT);
    }
}
