/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.testserver;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What every server does, whatever its kind and wherever it runs. */
abstract class ServerContract {
    /** A server that the tests of this class share with others. */
    abstract InfluxDBExtension shared();

    /** A server that the tests of this class may disturb. */
    abstract InfluxDBExtension own();

    private InfluxDBServer server() {
        return shared().server();
    }

    private static String count(InfluxDBServer server, String bucket) {
        return server.queryInfluxQl(bucket, "SELECT count(f) FROM m");
    }

    @Test
    void writesAndReads() {
        String bucket = shared().newBucket();

        server().writeLineProtocol(bucket, "m,t=a f=1i 1700000000000000000\nm f=2i 1700000001");

        assertThat(server().queryInfluxQl(bucket, "SELECT f, t FROM m"))
                .contains("[1700000001,2,null]")
                .contains("[1700000000000000000,1,\"a\"]");
        assertThat(server().version()).startsWith(server().kind().generation() + ".");
    }

    @Test
    void freshBucketsAreApart() {
        String one = shared().newBucket();
        String other = shared().newBucket();

        server().writeLineProtocol(one, "m f=1i 1");

        assertThat(one).isNotEqualTo(other);
        assertThat(count(server(), one)).contains("[0,1]");
        assertThat(count(server(), other)).doesNotContain("series");
    }

    @Test
    void bucketsHaveTheDurationsAskedFor() {
        String bucket = shared().newBucket(Duration.ofDays(30), Duration.ofHours(6));
        long tooOld = System.currentTimeMillis() - Duration.ofDays(40).toMillis();

        assertThatThrownBy(() -> server().writeLineProtocol(bucket, "m f=1i " + tooOld + "000000"))
                .isInstanceOf(TestServerException.class)
                .hasMessageContaining("partial write")
                .hasMessageContaining("retention policy");
        assertThat(shardGroupDuration(bucket)).isEqualTo(Duration.ofHours(6));
    }

    /** How long a shard group of the bucket is, as its server has it. */
    abstract Duration shardGroupDuration(String bucket);

    @Test
    void refusedLinesAreAnErrorWithTheWordsOfTheServer() {
        String bucket = shared().newBucket();

        assertThatThrownBy(() -> server().writeLineProtocol(bucket, "m,t= f=1 1"))
                .isInstanceOfSatisfying(
                        TestServerException.class, e -> assertThat(e.status()).isEqualTo(400))
                .hasMessageContaining("missing tag value");
    }

    @Test
    void refusedStatementsAreAnErrorWithTheWordsOfTheServer() {
        assertThatThrownBy(() -> server().queryInfluxQl("no_such_bucket", "SELECT f FROM m"))
                .isInstanceOf(TestServerException.class)
                .hasMessageContaining("no_such_bucket");
    }

    @Test
    void aSharedServerCannotBeDisturbed() {
        assertThatThrownBy(() -> server().kill())
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("shared with other tests");
    }

    @Test
    void keepsItsDataAndAddressWhenStoppedAndStarted() {
        InfluxDBServer own = own().server();
        String url = own.url();
        String bucket = own().newBucket();
        own.writeLineProtocol(bucket, "m f=1i 1");

        own.stop();
        assertThatThrownBy(() -> own.writeLineProtocol(bucket, "m f=1i 2"))
                .isInstanceOf(TestServerException.class)
                .hasMessageContaining("got no answer");
        own.start();

        assertThat(own.url()).isEqualTo(url);
        assertThat(count(own, bucket)).contains("[0,1]");
    }

    @Test
    void keepsItsDataWhenKilled() {
        InfluxDBServer own = own().server();
        String bucket = own().newBucket();
        own.writeLineProtocol(bucket, "m f=1i 1\nm f=2i 2");

        own.kill();
        own.start();

        assertThat(count(own, bucket)).contains("[0,2]");
    }

    @Test
    void answersNothingWhileSuspended() throws Exception {
        InfluxDBServer own = own().server();
        String bucket = own().newBucket();
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest ping =
                HttpRequest.newBuilder(URI.create(own.url() + "/ping"))
                        .timeout(Duration.ofMillis(300))
                        .build();

        own.suspend();
        try {
            assertThatThrownBy(() -> client.send(ping, HttpResponse.BodyHandlers.discarding()))
                    .isInstanceOf(HttpTimeoutException.class);
        } finally {
            own.resume();
        }

        own.writeLineProtocol(bucket, "m f=1i 1");
        assertThat(count(own, bucket)).contains("[0,1]");
    }

    @Test
    void canBeStoppedAndKilledWhileSuspended() {
        InfluxDBServer own = own().server();
        own.suspend();
        own.stop();
        own.start();
        own.suspend();
        own.kill();
        own.start();

        assertThat(own.version()).isNotEmpty();
    }
}
