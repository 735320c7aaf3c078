/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.model.TimeRange;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.fail;

/** Ending a read in the middle of a large answer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CloseContract {

    private static final int POINTS = 200_000;

    private final InfluxDBExtension influxdb;
    private InfluxDBClient client;
    private String bucket;

    CloseContract(InfluxDBExtension influxdb) {
        this.influxdb = influxdb;
    }

    @BeforeAll
    void fill() {
        client = ReadSupport.client(influxdb.server());
        bucket = influxdb.newBucket();
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < POINTS; i++) {
            lines.append("m,host=h").append(i % 10).append(" f=").append(i);
            lines.append(",s=\"some text that takes a while to send\" ").append(i).append('\n');
        }
        influxdb.server().writeLineProtocol(bucket, lines.toString());
    }

    @AfterAll
    void close() {
        client.close();
    }

    @Test
    void testPointsOfInfluxQlEndAtOnce() throws Exception {
        closesAtOnce(ReadSupport.points(bucket, "m", QueryLanguage.INFLUXQL));
    }

    @Test
    void testPointsOfFluxEndAtOnce() throws Exception {
        closesAtOnce(ReadSupport.points(bucket, "m", QueryLanguage.FLUX));
    }

    @Test
    void testAnOwnQueryOfFluxEndsAtOnce() throws Exception {
        closesAtOnce(
                new InfluxDBQuery.OfText(
                        bucket,
                        QueryLanguage.FLUX,
                        "from(bucket: v.defaultBucket) |> range(start: 0)"));
    }

    @Test
    void testAnOwnQueryOfInfluxQlEndsAtOnce() throws Exception {
        closesAtOnce(new InfluxDBQuery.OfText(bucket, QueryLanguage.INFLUXQL, "SELECT * FROM m"));
    }

    @Test
    void testTheClientEndsItsReads() throws Exception {
        InfluxDBClient other = ReadSupport.client(influxdb.server());
        InfluxDBQuery query =
                new InfluxDBQuery.OfText(bucket, QueryLanguage.INFLUXQL, "SELECT * FROM m");
        RowCursor cursor = other.query(query, TimeRange.ALL);
        assertThat(cursor.next()).isTrue();

        other.close();

        assertThat(catchThrowable(() -> ReadSupport.drain(cursor)))
                .isInstanceOf(InfluxDBException.class);
    }

    private void closesAtOnce(InfluxDBQuery query) throws Exception {
        RowCursor cursor = client.query(query, TimeRange.ALL);
        CountDownLatch reading = new CountDownLatch(1);
        CompletableFuture<Throwable> outcome =
                CompletableFuture.supplyAsync(
                        () ->
                                catchThrowable(
                                        () -> {
                                            reading.countDown();
                                            for (int i = 1; cursor.next(); i++) {
                                                linger(i);
                                            }
                                            fail("The answer came to its end by itself");
                                        }));
        reading.await();

        long start = System.nanoTime();
        cursor.close();
        long closing = System.nanoTime() - start;

        assertThat(outcome.get(10, TimeUnit.SECONDS))
                .isInstanceOf(InfluxDBException.class)
                .hasMessageContaining("our side");
        assertThat(Duration.ofNanos(closing)).isLessThan(Duration.ofSeconds(10));
    }

    /** So that the reader takes 20 seconds at least for all points, and closing has to end it. */
    private static void linger(int rows) {
        if (rows % 100 == 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }
}
