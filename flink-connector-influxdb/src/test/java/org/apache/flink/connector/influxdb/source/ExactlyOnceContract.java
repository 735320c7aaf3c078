/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.source.RandomPoints.Identity;
import org.apache.flink.connector.influxdb.source.RandomPoints.Versions;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a source promises of a bounded range of a measurement, whatever happens to job, server and
 * connection, and whatever is written meanwhile. A row is a point that has one of the fields asked
 * for; it is known by its series and its time.
 *
 * <ol>
 *   <li>A row comes at most once into the state of the job.
 *   <li>A row comes exactly once if it was there when its stretch of time was last asked for: when
 *       the query was sent that read over its time, or, where no split was made of that stretch,
 *       when it was planned.
 *   <li>A row that was first written after its time had been read over does not come; and no such
 *       point, whatever its time, makes another row come twice or not at all.
 *   <li>Each value of a row is one that the field had between the sending of the query that gave it
 *       and its end, or lacked.
 *   <li>The rows of a split come in time order.
 * </ol>
 *
 * <p>What a tail promises is said at {@link TailHistory}.
 *
 * <p>The property {@code influxdb.test.histories} says how many random lives are tried (20 unless
 * set), and {@code influxdb.test.seed} with which seed they begin (a random one unless set).
 */
abstract class ExactlyOnceContract {

    private static final int HISTORIES = Integer.getInteger("influxdb.test.histories", 20);
    private static final int HISTORIES_PER_BUCKET = 100;

    private final InfluxDBExtension influxdb;
    private final QueryLanguage language;

    ExactlyOnceContract(InfluxDBExtension influxdb, QueryLanguage language) {
        this.influxdb = influxdb;
        this.language = language;
    }

    @Test
    @Timeout(value = 12, unit = TimeUnit.HOURS)
    void testRowsComeExactlyOnceInRandomHistories() throws Exception {
        long first = Long.getLong("influxdb.test.seed", new Random().nextLong() >>> 1);
        System.out.println(
                getClass().getSimpleName() + ": " + HISTORIES + " histories from seed " + first);
        String bucket = "";
        for (int i = 0; i < HISTORIES; i++) {
            if (i % HISTORIES_PER_BUCKET == 0) {
                bucket = newBucket();
                System.out.println(getClass().getSimpleName() + ": " + i + " histories are good");
            }
            live(first + i, bucket);
        }
    }

    /** Seeds that once failed. */
    @ParameterizedTest
    @ValueSource(longs = {1})
    void testRowsComeExactlyOnceInHistoriesThatFailedOnce(long seed) throws Exception {
        live(seed, newBucket());
    }

    @Test
    @Timeout(value = 12, unit = TimeUnit.HOURS)
    void testTailsGiveEachChangeOnceInRandomHistories() throws Exception {
        long first = Long.getLong("influxdb.test.seed", new Random().nextLong() >>> 1);
        System.out.println(
                getClass().getSimpleName() + ": " + HISTORIES + " tails from seed " + first);
        String bucket = newBucket();
        for (long seed = first; seed < first + HISTORIES; seed++) {
            InfluxDBQuery.OfMeasurement query =
                    new InfluxDBQuery.OfMeasurement(
                            bucket, "m" + Long.toHexString(seed), List.of(), List.of(), language);
            try (InfluxDBClient client =
                    InfluxDBClient.create(SourceJobs.connection(influxdb.server()))) {
                new TailHistory(
                                seed,
                                clock ->
                                        new MirroredInfluxDB(
                                                clock, influxdb.server(), client, query))
                        .run();
            }
        }
    }

    private String newBucket() {
        return influxdb.newBucket(Duration.ZERO, Duration.ofNanos(RandomPoints.SHARD_GROUP));
    }

    private void live(long seed, String bucket) throws Exception {
        try (RandomHistory history = new RandomHistory(seed, influxdb.server(), bucket, language)) {
            try {
                check(history.run());
            } catch (AssertionError e) {
                throw new AssertionError("With the seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private static void check(RandomHistory history) {
        Map<Identity, Integer> comes = new HashMap<>();
        Map<String, Long> lastTimes = new HashMap<>();
        for (RandomHistory.Emitted emitted : history.output()) {
            InfluxDBRow row = emitted.row();
            Identity identity = new Identity(new TreeMap<>(row.tags()), row.timestamp());
            comes.merge(identity, 1, Integer::sum);
            checkValues(history, emitted, identity);
            Long last = lastTimes.put(emitted.split(), row.timestamp());
            assertThat(row.timestamp())
                    .as("the order of the rows of %s in %s", emitted.split(), history)
                    .isGreaterThanOrEqualTo(last == null ? Long.MIN_VALUE : last);
        }
        history.points()
                .points()
                .forEach(
                        (identity, versions) -> {
                            int times = comes.getOrDefault(identity, 0);
                            checkTimes(history, identity, versions, times);
                        });
    }

    private static void checkValues(
            RandomHistory history, RandomHistory.Emitted emitted, Identity identity) {
        Versions versions = history.points().points().get(identity);
        assertThat(versions).as("%s was never written in %s", emitted, history).isNotNull();
        assertThat(history.isAsked(identity)).as("%s was asked for: %s", emitted, history).isTrue();
        for (String field : history.fields()) {
            Object value = emitted.row().get(field);
            List<Object> seen = versions.between(field, emitted.query().begin, emitted.query().end);
            boolean isOne =
                    seen.stream().anyMatch(one -> same(one, value, history.points().typesChange()));
            assertThat(isOne)
                    .as("%s of %s is one of %s in %s", field, emitted, seen, history)
                    .isTrue();
        }
    }

    /** Where types change, a whole number may be given in another type of number. */
    private static boolean same(Object one, Object other, boolean typesChange) {
        if (typesChange && one instanceof Number && other instanceof Number) {
            return new BigDecimal(one.toString()).compareTo(new BigDecimal(other.toString())) == 0;
        }
        return one == null ? other == null : one.equals(other);
    }

    private static void checkTimes(
            RandomHistory history, Identity identity, Versions versions, int times) {
        long first = versions.firstStep(history.fields());
        if (!history.isAsked(identity) || first == Long.MAX_VALUE) {
            assertThat(times).as("%s in %s", identity, history).isZero();
            return;
        }
        long askedFrom = Long.MIN_VALUE;
        long askedTo = Long.MIN_VALUE;
        for (RandomHistory.Planned plan : history.plans()) {
            if (plan.range().contains(identity.time())) {
                askedFrom = plan.step();
                askedTo = plan.step();
            }
        }
        for (FaultyClient.Asked query : history.queries()) {
            if (query.range.contains(identity.time()) && query.begin >= askedFrom) {
                askedFrom = query.begin;
                askedTo = query.end;
            }
        }
        assertThat(askedFrom).as("%s is planned in %s", identity, history).isNotNegative();
        assertThat(times)
                .as(
                        "how often %s comes, written at step %d, asked for from %d to %d, in %s",
                        identity, first, askedFrom, askedTo, history)
                .isBetween(first < askedFrom ? 1 : 0, first > askedTo ? 0 : 1);
    }
}
