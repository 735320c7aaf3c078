/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.TimeRange;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SplitPlannerTest {

    private static final long SECOND = 1_000_000_000L;

    private static PlanOptions between(long start, long stop, Duration width, long maxRows) {
        return new PlanOptions(
                TimeBounds.earliest(), TimeBounds.latest(), start, stop, width, maxRows);
    }

    private static List<TimeRange> plan(
            FakeInfluxDB server, InfluxDBQuery query, PlanOptions options)
            throws InfluxDBException {
        SplitPlanner planner = new SplitPlanner(server, query, options);
        List<TimeRange> ranges = new ArrayList<>();
        PlanSlice slice = planner.next(null);
        slice.splits().forEach(split -> ranges.add(split.range()));
        while (!slice.progress().isDone()) {
            assertThat(slice.splits()).hasSizeLessThanOrEqualTo(SplitPlanner.SLICE_SPLITS);
            slice = planner.next(slice.progress());
            slice.splits().forEach(split -> ranges.add(split.range()));
        }
        return ranges;
    }

    private static List<TimeRange> plan(FakeInfluxDB server, PlanOptions options)
            throws InfluxDBException {
        return plan(server, TestQueries.MEASUREMENT, options);
    }

    @Test
    void testMeasurementWithoutPointsHasNoSplits() throws Exception {
        assertThat(plan(new FakeInfluxDB(), between(0, 100, null, 10))).isEmpty();
    }

    @Test
    void testSplitsEndAtShardGroups() throws Exception {
        FakeInfluxDB server = new FakeInfluxDB().withShardsOf(100).withPointsAt(50, 150, 250);

        assertThat(plan(server, between(0, 300, null, 10)))
                .containsExactly(
                        new TimeRange(0, 100), new TimeRange(100, 200), new TimeRange(200, 300));
    }

    @Test
    void testShardGroupsWithoutPointsArePassedOver() throws Exception {
        FakeInfluxDB server = new FakeInfluxDB().withShardsOf(100).withPointsAt(50, 1050);

        assertThat(plan(server, between(0, 5000, null, 10)))
                .containsExactly(new TimeRange(0, 100), new TimeRange(1000, 1100));
    }

    @Test
    void testSplitsKeepWithinTheBounds() throws Exception {
        FakeInfluxDB server = new FakeInfluxDB().withShardsOf(100).withPointsAt(50, 150);

        assertThat(plan(server, between(30, 160, null, 10)))
                .containsExactly(new TimeRange(30, 100), new TimeRange(100, 160));
    }

    @Test
    void testDenseShardGroupIsCutWhereItsPointsAre() throws Exception {
        FakeInfluxDB server = new FakeInfluxDB().withShardsOf(1000);
        for (int i = 100; i < 200; i++) {
            server.withPointsAt(i);
        }

        assertThat(plan(server, between(0, 1000, null, 50)))
                .hasSizeBetween(2, 3)
                .allMatch(range -> range.start() < 200 && range.stop() > 140);
    }

    @Test
    void testFixedWidthCutsAtItsMultiples() throws Exception {
        FakeInfluxDB server = new FakeInfluxDB().withPointsAt(25 * SECOND, 45 * SECOND);

        assertThat(plan(server, between(0, 60 * SECOND, Duration.ofSeconds(10), 1)))
                .containsExactly(
                        new TimeRange(0, 30 * SECOND),
                        new TimeRange(30 * SECOND, 40 * SECOND),
                        new TimeRange(40 * SECOND, 60 * SECOND));
    }

    @Test
    void testQueryOfOnesOwnIsOneSplit() throws Exception {
        assertThat(plan(new FakeInfluxDB(), TestQueries.TEXT, between(0, 100, null, 1)))
                .containsExactly(new TimeRange(0, 100));
    }

    @Test
    void testQueryOfOnesOwnIsCutAtMultiplesOfTheWidth() throws Exception {
        assertThat(
                        plan(
                                new FakeInfluxDB(),
                                TestQueries.TEXT,
                                between(5, 25, Duration.ofNanos(10), 1)))
                .containsExactly(
                        new TimeRange(5, 10), new TimeRange(10, 20), new TimeRange(20, 25));
    }

    @Test
    void testBoundsThatLeaveNothingHaveNoSplits() throws Exception {
        FakeInfluxDB server = new FakeInfluxDB().withPointsAt(50);

        assertThat(plan(server, between(60, 40, null, 1))).isEmpty();
    }

    @Test
    void testLatestIsTheServersClockWhenPlanningBegins() throws Exception {
        FakeInfluxDB server =
                new FakeInfluxDB()
                        .withClockAt(Instant.ofEpochSecond(100))
                        .withPointsAt(99 * SECOND, 100 * SECOND + 1, 102 * SECOND);

        assertThat(plan(server, between(0, Long.MAX_VALUE, null, 10)))
                .containsExactly(new TimeRange(0, 101 * SECOND));
    }

    @Test
    void testRestoredPlanKeepsItsBoundsAndGoesOnWhereItWas() throws Exception {
        FakeInfluxDB server = new FakeInfluxDB().withShardsOf(100).withPointsAt(50, 150, 250);
        SplitPlanner planner =
                new SplitPlanner(server, TestQueries.MEASUREMENT, between(0, 300, null, 10));

        PlanSlice slice = planner.next(new PlanProgress(0, 220, 100));

        assertThat(slice.splits())
                .containsExactly(InfluxDBSplit.unread("cpu", new TimeRange(100, 200), 1));
        assertThat(slice.progress()).isEqualTo(new PlanProgress(0, 220, 220));
    }

    /** A point at each so many nanoseconds. */
    private static FakeCensus every(long step, long start, long stop) {
        List<FakeCensus.Sample> points = new ArrayList<>();
        for (long time = start; time < stop; time += step) {
            points.add(new FakeCensus.Sample(time, List.of("value")));
        }
        return new FakeCensus(points);
    }

    private static List<InfluxDBSplit> splits(FakeCensus census, PlanOptions options, long shard)
            throws InfluxDBException {
        FakeInfluxDB server = new FakeInfluxDB().withShardsOf(shard).withCensus(census);
        SplitPlanner planner = new SplitPlanner(server, TestQueries.MEASUREMENT, options);
        List<InfluxDBSplit> splits = new ArrayList<>();
        PlanSlice slice = planner.next(null);
        splits.addAll(slice.splits());
        while (!slice.progress().isDone()) {
            slice = planner.next(slice.progress());
            splits.addAll(slice.splits());
        }
        return splits;
    }

    @Test
    void testSplitsNameTheMeasurementAndWhatTheyHold() throws Exception {
        List<InfluxDBSplit> splits = splits(every(1, 0, 250), between(0, 250, null, 100), 250);

        assertThat(splits).hasSizeBetween(3, 4).allMatch(s -> s.measurement().equals("cpu"));
        assertThat(splits).extracting(InfluxDBSplit::expectedRows).allMatch(rows -> rows <= 100);
        assertThat(splits.stream().mapToLong(InfluxDBSplit::expectedRows).sum()).isEqualTo(250);
    }

    @Test
    void testTheFirstSliceCountsANarrowPieceOfADenseShardGroup() throws Exception {
        FakeCensus census = every(1, 0, 100_000);
        FakeInfluxDB server = new FakeInfluxDB().withShardsOf(100_000).withCensus(census);

        PlanSlice slice =
                new SplitPlanner(server, TestQueries.MEASUREMENT, between(0, 100_000, null, 1000))
                        .next(null);

        assertThat(slice.splits()).hasSize(2);
        assertThat(census.counted()).allMatch(range -> range.stop() < 10_000);
    }

    @Test
    void testEvenShardGroupsAreCountedOnceEach() throws Exception {
        FakeCensus census = every(1, 0, 40_000);

        List<InfluxDBSplit> splits = splits(census, between(0, 40_000, null, 300), 1000);

        assertThat(splits).hasSizeBetween(4 * 40, 5 * 40);
        assertThat(census.counted()).hasSizeLessThan(2 * 40);
    }

    @Test
    void testEmptyStretchesBelongToANeighbour() throws Exception {
        FakeInfluxDB server = new FakeInfluxDB().withShardsOf(1000);
        server.withPointsAt(100, 101, 102, 103, 900, 901, 902, 903);

        List<TimeRange> plan = plan(server, between(0, 1000, null, 4));

        assertThat(plan).hasSize(2);
        assertThat(plan.get(0).start()).isZero();
        assertThat(plan.get(1).start()).isEqualTo(plan.get(0).stop()).isBetween(104L, 900L);
        assertThat(plan.get(1).stop()).isEqualTo(1000);
    }

    @Test
    void testABurstIsCutDownToItsInstants() throws Exception {
        long second = 1_000_000_000L;
        FakeInfluxDB server = new FakeInfluxDB().withShardsOf(1000 * second);
        server.withPointsAt(5 * second, 5 * second, 5 * second, 5 * second + 1, 5 * second + 2);

        assertThat(plan(server, between(0, 1000 * second, null, 2)))
                .containsExactly(
                        new TimeRange(0, 5 * second + 1),
                        new TimeRange(5 * second + 1, 1000 * second));
    }

    @Test
    void testACountThatFailsForAPassingReasonFailsTheSlice() {
        FakeCensus census = every(1, 0, 1000).failing(1, InfluxDBException.Kind.CONNECTION);

        assertThatThrownBy(() -> splits(census, between(0, 1000, null, 100), 1000))
                .hasMessageContaining("fake fault CONNECTION");
    }

    @Test
    void testWhatCannotBeCountedIsOneSplit() throws Exception {
        FakeCensus census = every(1, 0, 1000).failing(1, InfluxDBException.Kind.INVALID);

        assertThat(splits(census, between(0, 1000, null, 100), 1000))
                .containsExactly(InfluxDBSplit.unread("cpu", new TimeRange(0, 1000), 0));
    }

    @Test
    void testTheRestOfABegunShardGroupIsCoveredAlsoIfItIsEmpty() throws Exception {
        FakeInfluxDB server = new FakeInfluxDB().withShardsOf(100).withPointsAt(20, 250);
        SplitPlanner planner =
                new SplitPlanner(server, TestQueries.MEASUREMENT, between(0, 300, null, 10));

        PlanSlice slice = planner.next(new PlanProgress(0, 300, 50));

        assertThat(slice.splits())
                .containsExactly(
                        InfluxDBSplit.unread("cpu", new TimeRange(50, 100), 0),
                        InfluxDBSplit.unread("cpu", new TimeRange(200, 300), 1));
    }

    @Test
    void testRandomPlansHoldEveryPointOnceWithinOneShardGroupAndAreInOrder() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int run = 0; run < 300; run++) {
            long shard = random.nextLong(1, 2000);
            FakeInfluxDB server = new FakeInfluxDB().withShardsOf(shard);
            long[] times = random.longs(random.nextInt(200), -5000, 5000).toArray();
            server.withPointsAt(times);
            Duration width = random.nextBoolean() ? null : Duration.ofNanos(random.nextInt(1, 900));

            List<TimeRange> plan =
                    plan(server, between(-4000, 4000, width, random.nextLong(1, 50)));

            String name = "seed " + seed + " run " + run;
            for (int i = 1; i < plan.size(); i++) {
                assertThat(plan.get(i).start())
                        .as(name)
                        .isGreaterThanOrEqualTo(plan.get(i - 1).stop());
            }
            for (TimeRange range : plan) {
                assertThat(Math.floorDiv(range.start(), shard))
                        .as(name)
                        .isEqualTo(Math.floorDiv(range.stop() - 1, shard));
            }
            for (long time : times) {
                assertThat(plan.stream().filter(range -> range.contains(time)).count())
                        .as("%s, point at %d", name, time)
                        .isEqualTo(time >= -4000 && time < 4000 ? 1 : 0);
            }
        }
    }

    /** Points at these times, each with these fields. */
    private static List<FakeCensus.Sample> samples(LongStream times, String... fields) {
        return times.mapToObj(time -> new FakeCensus.Sample(time, List.of(fields))).toList();
    }

    private static long length(List<TimeRange> ranges) {
        return ranges.stream().mapToLong(TimeRange::unsignedLength).sum();
    }

    @Test
    void testPointsThatCarryAllFieldsAreMostlyCountedByOneOfThem() throws Exception {
        FakeCensus census = new FakeCensus(samples(LongStream.range(0, 400_000), "a", "b", "c"));
        FakeInfluxDB server = new FakeInfluxDB().withShardsOf(400_000).withCensus(census);

        List<TimeRange> splits = plan(server, between(0, 400_000, null, 10_000));

        assertThat(splits)
                .hasSizeBetween(40, 50)
                .allMatch(split -> split.unsignedLength() <= 10_000);
        assertThat(length(census.countedInAllFields())).isLessThan(400_000 / 10);
        assertThat(length(census.counted())).isBetween(400_000L, 440_000L);
    }

    @Test
    void testAShardGroupIsAskedOnceWhereItsPointsAre() throws Exception {
        FakeCensus census = every(1, 0, 80_000);
        FakeInfluxDB server = new FakeInfluxDB().withShardsOf(40_000).withCensus(census);

        plan(server, between(0, 80_000, null, 1_000));

        assertThat(census.extentsAsked()).isEqualTo(2);
    }

    @Test
    void testFirstSlicesTrustOneLookAtAllFields() throws Exception {
        FakeCensus census = new FakeCensus(samples(LongStream.range(0, 60_000), "a", "b", "c"));
        FakeInfluxDB server = new FakeInfluxDB().withShardsOf(60_000).withCensus(census);

        List<TimeRange> splits = plan(server, between(0, 60_000, null, 10_000));

        assertThat(splits).hasSizeBetween(6, 8);
        assertThat(census.countedInAllFields()).hasSize(2);
    }

    @Test
    void testFieldsThatStopBeingEvenAreNoticedInTheNextShardGroup() throws Exception {
        List<FakeCensus.Sample> samples = new ArrayList<>();
        samples.addAll(samples(LongStream.range(0, 50_000), "a", "b"));
        samples.addAll(samples(LongStream.range(50_000, 100_000), "b"));
        samples.addAll(samples(LongStream.range(50_000, 100_000).filter(t -> t % 10 == 0), "a"));
        FakeInfluxDB server =
                new FakeInfluxDB().withShardsOf(50_000).withCensus(new FakeCensus(samples));

        List<TimeRange> splits = plan(server, between(0, 100_000, null, 4_000));

        assertThat(splits).allMatch(split -> split.unsignedLength() <= 4_000);
    }
}
