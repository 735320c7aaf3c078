/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.TimeRange;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every plan promises, whatever the density: random points in random shard groups, with fields
 * that few of them have, planned slice by slice, sometimes by a planner that has just been
 * restored.
 */
class SplitPlannerPropertyTest {

    private static final int RUNS = Integer.getInteger("influxdb.test.plans", 50);

    private static final List<String> FIELDS = List.of("a", "b", "c");

    private final long seed = new Random().nextLong();

    /** A random measurement and how to plan it. */
    private record Given(
            String name,
            List<FakeCensus.Sample> points,
            long shard,
            long start,
            long stop,
            long maxRows,
            Random random) {

        static Given random(long seed) {
            Random random = new Random(seed);
            long shard = 1L << random.nextInt(1, 40);
            long groups = random.nextLong(1, 12);
            List<FakeCensus.Sample> points = new ArrayList<>();
            for (long group = -groups / 2; group < groups; group++) {
                points.addAll(groupOfPoints(random, group * shard, shard));
            }
            long start = random.nextLong(-groups * shard, groups * shard);
            long stop = start + random.nextLong(1, 2 * groups * shard + 1);
            return new Given(
                    "seed " + seed, points, shard, start, stop, random.nextLong(1, 60), random);
        }

        private static List<FakeCensus.Sample> groupOfPoints(
                Random random, long start, long shard) {
            List<FakeCensus.Sample> points = new ArrayList<>();
            int count = random.nextInt(4) == 0 ? 0 : random.nextInt(300);
            double clustering = random.nextInt(1, 12);
            for (int i = 0; i < count; i++) {
                long offset = (long) (Math.pow(random.nextDouble(), clustering) * shard);
                List<String> fields =
                        FIELDS.stream().filter(field -> random.nextInt(3) > 0).toList();
                points.add(
                        new FakeCensus.Sample(
                                start + offset, fields.isEmpty() ? List.of("b") : fields));
            }
            return points;
        }

        long groupOf(long time) {
            return Math.floorDiv(time, shard);
        }

        Map<Long, List<FakeCensus.Sample>> pointsByGroup() {
            return points.stream()
                    .filter(point -> point.time() >= start && point.time() < stop)
                    .collect(
                            Collectors.groupingBy(
                                    point -> groupOf(point.time()),
                                    TreeMap::new,
                                    Collectors.toList()));
        }

        List<PlanSlice> plan(FakeCensus census) throws InfluxDBException {
            FakeInfluxDB server = new FakeInfluxDB().withShardsOf(shard).withCensus(census);
            PlanOptions options =
                    new PlanOptions(
                            TimeBounds.earliest(), TimeBounds.latest(), start, stop, null, maxRows);
            SplitPlanner planner = new SplitPlanner(server, TestQueries.MEASUREMENT, options);
            List<PlanSlice> slices = new ArrayList<>(List.of(planner.next(null)));
            while (!slices.get(slices.size() - 1).progress().isDone()) {
                if (random.nextInt(5) == 0) {
                    planner = new SplitPlanner(server, TestQueries.MEASUREMENT, options);
                }
                slices.add(planner.next(slices.get(slices.size() - 1).progress()));
            }
            return slices;
        }

        List<FakeCensus.Sample> pointsIn(TimeRange range) {
            return points.stream().filter(point -> range.contains(point.time())).toList();
        }

        /** The largest count among the fields. */
        long rowsIn(TimeRange range) {
            Map<String, Long> counts = new HashMap<>();
            pointsIn(range)
                    .forEach(point -> point.fields().forEach(f -> counts.merge(f, 1L, Long::sum)));
            return counts.values().stream().mapToLong(Long::longValue).max().orElse(0);
        }
    }

    private static List<InfluxDBSplit> splits(List<PlanSlice> slices) {
        return slices.stream().flatMap(slice -> slice.splits().stream()).toList();
    }

    /** Every shard group with points is covered from end to end, every other is left out. */
    private static void assertCoverage(Given given, List<PlanSlice> slices) {
        Map<Long, List<InfluxDBSplit>> byGroup = new TreeMap<>();
        for (InfluxDBSplit split : splits(slices)) {
            long group = given.groupOf(split.range().start());
            assertThat(given.groupOf(split.range().stop() - 1))
                    .as("%s: group of the end of %s", given.name(), split)
                    .isEqualTo(group);
            byGroup.computeIfAbsent(group, unseen -> new ArrayList<>()).add(split);
        }
        assertThat(byGroup.keySet()).as(given.name()).isEqualTo(given.pointsByGroup().keySet());
        byGroup.forEach(
                (group, splits) -> {
                    long at = Math.max(given.start(), group * given.shard());
                    for (InfluxDBSplit split : splits) {
                        assertThat(split.range().start()).as(given.name()).isEqualTo(at);
                        assertThat(split.measurement()).isEqualTo("cpu");
                        at = split.range().stop();
                    }
                    assertThat(at)
                            .as(given.name())
                            .isEqualTo(Math.min(given.stop(), (group + 1) * given.shard()));
                });
        assertThat(slices).allMatch(slice -> slice.splits().size() <= SplitPlanner.SLICE_SPLITS);
    }

    /** No split is too much unless it cannot be cut, and no two neighbours are too little. */
    private static void assertBalance(Given given, List<PlanSlice> slices) {
        for (InfluxDBSplit split : splits(slices)) {
            if (given.rowsIn(split.range()) > given.maxRows()) {
                assertThat(given.pointsIn(split.range()))
                        .as("%s: %s with more than %d rows", given.name(), split, given.maxRows())
                        .extracting(FakeCensus.Sample::time)
                        .containsOnly(given.pointsIn(split.range()).get(0).time());
            }
        }
        for (PlanSlice slice : slices) {
            for (int i = 1; i < slice.splits().size(); i++) {
                InfluxDBSplit left = slice.splits().get(i - 1);
                InfluxDBSplit right = slice.splits().get(i);
                if (given.groupOf(left.range().start()) != given.groupOf(right.range().start())) {
                    continue;
                }
                assertThat(left.expectedRows() + right.expectedRows())
                        .as("%s: rows of %s and %s", given.name(), left, right)
                        .isGreaterThan(given.maxRows());
            }
        }
    }

    @Test
    void testRandomPlansCoverAllPointsInBalancedSplits() throws Exception {
        for (int run = 0; run < RUNS; run++) {
            Given given = Given.random(seed + run);

            List<PlanSlice> slices = given.plan(new FakeCensus(given.points()));

            assertCoverage(given, slices);
            assertBalance(given, slices);
        }
    }

    @Test
    void testCountsThatLieOrFailLeaveNothingOut() throws Exception {
        for (int run = 0; run < RUNS; run++) {
            Given given = Given.random(seed + run);
            FakeCensus census = new FakeCensus(given.points()).losing("a");
            switch (run % 4) {
                case 0 -> census.losing("b").losing("c");
                case 1 -> census.withRoomFor(given.random().nextInt(20));
                case 2 -> census.failing(given.random().nextInt(20), Kind.TOO_HEAVY);
                default -> census.failing(given.random().nextInt(5), Kind.INVALID);
            }

            assertCoverage(given, given.plan(census));
        }
    }

    @Test
    void testCountsThatAreTooHeavyAreHalvedAndStillBalance() throws Exception {
        for (int run = 0; run < RUNS; run++) {
            Given given = Given.random(seed + run);

            List<PlanSlice> slices = given.plan(new FakeCensus(given.points()).withRoomFor(3));

            assertCoverage(given, slices);
            assertBalance(given, slices);
        }
    }
}
