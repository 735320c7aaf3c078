/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.model.TimeRange;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.influxdb.testserver.InfluxDBServer;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntToLongFunction;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Servers that are told to end while they answer. A read must give all its rows or an error; an
 * answer that is short and looks complete would be a loss that nobody sees.
 *
 * <p>A server lets requests go on for a while (2 s on 2.x, 10 s on 1.8), then takes away what they
 * stand on. So the readers hold on at some row, and read on at a time of their own in and around
 * that while. The property {@code influxdb.test.shutdowns} says how often; it is 1 unless set.
 *
 * <p>Without {@link ShutdownGuard} every read in Flux of 2.9.1 comes short here.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ShutdownContract {

    private static final int SHUTDOWNS = Integer.getInteger("influxdb.test.shutdowns", 1);
    private static final int READERS = 6;

    /** More than all buffers on the way hold. */
    private static final int POINTS = 400_000;

    /** How long before the signal the first of them go on. */
    private static final long LEAD = TimeUnit.MILLISECONDS.toNanos(400);

    private static final int WEEKS = 100;
    private static final long WEEK = Duration.ofDays(7).toNanos();
    private static final long START = ReadSupport.at("2022-01-03T00:00:00Z");
    private static final TimeRange RANGE = new TimeRange(START, START + WEEKS * WEEK);

    private final InfluxDBExtension influxdb;
    private final Consumer<InfluxDBServer> shutdown;
    private final Duration patience;
    private String bucket;

    /**
     * A contract.
     *
     * @param shutdown tells the server to end in good order, and waits for it
     * @param patience how long the server lets requests go on
     */
    ShutdownContract(
            InfluxDBExtension influxdb, Consumer<InfluxDBServer> shutdown, Duration patience) {
        this.influxdb = influxdb;
        this.shutdown = shutdown;
        this.patience = patience;
    }

    /** How a read ended. */
    record Outcome(int rows, InfluxDBException fault) {
        @Override
        public String toString() {
            return fault != null
                    ? fault.kind() + " (" + reason() + ")"
                    : isShort() ? "SHORT" : "all rows";
        }

        boolean isShort() {
            return fault == null && rows != POINTS;
        }

        /** What gave the cut away: the transport's words, or those of the check of the body. */
        private String reason() {
            Throwable root = fault;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            String text = String.valueOf(root.getMessage()).replaceAll("[0-9,]+", "N");
            return text.substring(0, Math.min(text.length(), 90));
        }
    }

    @BeforeAll
    void fill() {
        bucket = influxdb.newBucket();
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < POINTS; i++) {
            lines.append("m,host=a-host-with-a-name-that-is-quite-long-").append(i % 10);
            lines.append(" f=").append(i).append(' ').append(START + WEEKS * WEEK / POINTS * i);
            lines.append('\n');
            if (i % 20_000 == 19_999) {
                influxdb.server().writeLineProtocol(bucket, lines.toString());
                lines.setLength(0);
            }
        }
    }

    private List<InfluxDBQuery> queries() {
        return List.of(
                ReadSupport.points(bucket, "m", QueryLanguage.INFLUXQL),
                ReadSupport.points(bucket, "m", QueryLanguage.FLUX),
                new InfluxDBQuery.OfText(
                        bucket,
                        QueryLanguage.FLUX,
                        "from(bucket: v.defaultBucket)"
                                + " |> range(start: v.timeRangeStart, stop: v.timeRangeStop)"));
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.HOURS)
    void testReadsOfAServerThatEndsAreCompleteOrFail() throws Exception {
        Map<String, Integer> outcomes = new TreeMap<>();
        for (int i = 0; i < SHUTDOWNS; i++) {
            List<Outcome> ofShutdown = shutDown(i);
            for (int reader = 0; reader < ofShutdown.size(); reader++) {
                String name = queries().get(reader % queries().size()).getClass().getSimpleName();
                outcomes.merge(
                        name + reader % queries().size() + " " + ofShutdown.get(reader),
                        1,
                        Integer::sum);
            }
        }
        System.out.println(influxdb.server().kind() + " in shutdowns: " + outcomes);

        assertThat(outcomes.keySet()).noneMatch(outcome -> outcome.endsWith("SHORT"));
    }

    private List<Outcome> shutDown(int number) throws Exception {
        return readWhile(
                shutdown,
                reader -> {
                    // Half of them well before the end of the server's patience, half around it.
                    double part = (number + (reader + 0.5) / READERS) / SHUTDOWNS;
                    double from =
                            reader < READERS / 2 ? -LEAD : 0.9 * patience.toNanos() - LEAD / 4;
                    double to = 1.2 * patience.toNanos();
                    return (long) (from + (to - from) * part);
                });
    }

    /** Ends the server at a time around which all readers read on. */
    final List<Outcome> readAround(Consumer<InfluxDBServer> end) throws Exception {
        return readWhile(end, reader -> LEAD * (reader - READERS / 2) / 4);
    }

    /**
     * Ends the server while readers read.
     *
     * @param end gives the signal, and waits for the end
     * @param holdOf when a reader that holds on goes on, counted from the signal
     */
    private List<Outcome> readWhile(Consumer<InfluxDBServer> end, IntToLongFunction holdOf)
            throws Exception {
        CountDownLatch reading = new CountDownLatch(READERS);
        CompletableFuture<Long> signalled = new CompletableFuture<>();
        List<CompletableFuture<Outcome>> readers = new ArrayList<>();
        try (InfluxDBClient client = ReadSupport.client(influxdb.server())) {
            for (int i = 0; i < READERS; i++) {
                InfluxDBQuery query = queries().get(i % queries().size());
                long hold = holdOf.applyAsLong(i);
                readers.add(
                        CompletableFuture.supplyAsync(
                                () -> read(client, query, reading, signalled, hold),
                                task -> new Thread(task, "reader").start()));
            }
            assertThat(reading.await(1, TimeUnit.MINUTES)).isTrue();
            long signal = System.nanoTime() + LEAD;
            signalled.complete(signal);
            waitUntil(signal);
            end.accept(influxdb.server());
            List<Outcome> outcomes = new ArrayList<>();
            for (CompletableFuture<Outcome> reader : readers) {
                outcomes.add(reader.get(2, TimeUnit.MINUTES));
            }
            return outcomes;
        } finally {
            influxdb.server().start();
        }
    }

    private static void waitUntil(long time) {
        for (long left = 1; left > 0; left = time - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static Outcome read(
            InfluxDBClient client,
            InfluxDBQuery query,
            CountDownLatch reading,
            CompletableFuture<Long> signalled,
            long hold) {
        int rows = 0;
        boolean isFlux =
                query instanceof InfluxDBQuery.OfMeasurement
                        && query.language() == QueryLanguage.FLUX;
        if (isFlux) {
            reading.countDown();
        }
        try (RowCursor cursor = client.query(query, RANGE)) {
            while (cursor.next()) {
                rows++;
                if (rows == 1000 && !isFlux) {
                    reading.countDown();
                    waitUntil(signalled.join() + hold);
                }
            }
            return new Outcome(rows, null);
        } catch (InfluxDBException e) {
            return new Outcome(rows, e);
        }
    }
}
