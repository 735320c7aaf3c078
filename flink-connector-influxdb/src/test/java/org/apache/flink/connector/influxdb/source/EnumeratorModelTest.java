/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.TimeRange;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random jobs: whatever happens to their readers, all time of each measurement is read once, and no
 * row comes behind the watermark of its reader. {@code -Dinfluxdb.test.jobs=100000} runs longer.
 */
class EnumeratorModelTest {

    private static final int RUNS = Integer.getInteger("influxdb.test.jobs", 100);

    private static final Instant NOW = Instant.parse("2026-01-05T00:00:00Z");
    private static final long T0 = EpochNanos.of(NOW);
    private static final long HOUR = Duration.ofHours(1).toNanos();
    private static final long START = T0 - 100 * HOUR;

    private final Map<String, List<Long>> points = new HashMap<>();
    private final FakeInfluxDB server = new FakeInfluxDB();

    private void addPoints(String measurement, Random random) {
        List<Long> times = new ArrayList<>();
        for (int i = random.nextInt(60); i >= 0; i--) {
            times.add(START + random.nextLong(200 * HOUR));
        }
        points.put(measurement, times);
        server.withPointsOf(measurement, times.stream().mapToLong(time -> time).toArray());
    }

    private static SourceScope scope(MeasurementChoice choice, boolean isUnbounded, Random random) {
        return new SourceScope(
                TestQueries.MEASUREMENT,
                choice,
                new PlanOptions(
                        TimeBounds.at(EpochNanos.toInstant(START)),
                        TimeBounds.latest(),
                        TimeRange.ALL.start(),
                        TimeRange.ALL.stop(),
                        null,
                        1 + random.nextInt(5)),
                isUnbounded ? TailOptions.DEFAULT : null,
                Duration.ofMinutes(1));
    }

    @Test
    void testUnboundedJobsReadAllTimeOnce() throws Exception {
        for (int seed = 0; seed < RUNS; seed++) {
            run(seed, true, false);
        }
    }

    @Test
    void testBoundedJobsReadAllTimeOnceAndEnd() throws Exception {
        for (int seed = 0; seed < RUNS; seed++) {
            run(seed, false, false);
        }
    }

    @Test
    void testMeasurementsThatComeLaterAreReadOnceAsWell() throws Exception {
        for (int seed = 0; seed < RUNS; seed++) {
            run(seed, true, true);
        }
    }

    private void run(int seed, boolean isUnbounded, boolean isDiscovering) throws Exception {
        Random random = new Random(seed);
        EnumeratorModelTest fresh = new EnumeratorModelTest();
        try {
            fresh.run(random, isUnbounded, isDiscovering);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("Seed " + seed, e);
        }
    }

    private void run(Random random, boolean isUnbounded, boolean isDiscovering) throws Exception {
        server.withShardsOf((1 + random.nextInt(30)) * HOUR);
        int measurements = 1 + random.nextInt(4);
        for (int i = 0; i < measurements; i++) {
            addPoints("m" + i, random);
        }
        MeasurementChoice choice =
                isDiscovering
                        ? MeasurementChoice.matching("m.*")
                        : MeasurementChoice.named(List.copyOf(points.keySet()));
        EnumeratorModel job =
                new EnumeratorModel(
                        scope(choice, isUnbounded, random),
                        server,
                        NOW,
                        random,
                        isDiscovering ? Set.of("m7") : Set.of());

        int steps = random.nextInt(200);
        for (int i = 0; i < steps; i++) {
            if (isDiscovering && i == steps / 2) {
                addPoints("m7", random);
            }
            job.step();
        }
        job.finish();

        checkReads(job, isUnbounded);
    }

    private void checkReads(EnumeratorModel job, boolean isUnbounded) {
        Map<String, Long> ends = new HashMap<>();
        if (isUnbounded) {
            for (InfluxDBSplit tail : job.tails()) {
                assertThat(ends.put(tail.measurement(), tail.handover())).isNull();
            }
            assertThat(ends).containsOnlyKeys(points.keySet());
        } else {
            assertThat(job.isEndOfInput()).isTrue();
        }
        List<ModelReader.Read> reads = new ArrayList<>(job.reads());
        reads.sort(Comparator.comparingLong(ModelReader.Read::start));
        points.forEach((measurement, times) -> check(measurement, times, ends, reads));
    }

    private static void check(
            String measurement,
            List<Long> times,
            Map<String, Long> ends,
            List<ModelReader.Read> reads) {
        long to = START;
        for (ModelReader.Read read : reads) {
            if (read.measurement().equals(measurement)) {
                assertThat(read.start()).as("%s is read again", read).isGreaterThanOrEqualTo(to);
                to = read.stop();
            }
        }
        long end = ends.getOrDefault(measurement, to);
        for (long time : times) {
            boolean isRead =
                    reads.stream()
                            .anyMatch(
                                    read ->
                                            read.measurement().equals(measurement)
                                                    && read.start() <= time
                                                    && time < read.stop());
            assertThat(isRead).as("%s of %s", time, measurement).isEqualTo(time < end);
        }
    }
}
