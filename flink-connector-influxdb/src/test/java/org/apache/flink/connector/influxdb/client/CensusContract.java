/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery.FieldColumn;
import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.model.TimeRange;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import static org.apache.flink.connector.influxdb.client.ReadSupport.at;
import static org.apache.flink.connector.influxdb.client.ReadSupport.field;
import static org.apache.flink.connector.influxdb.client.ReadSupport.where;
import static org.assertj.core.api.Assertions.assertThat;

/** What every server tells of where points are. */
abstract class CensusContract {

    private static final long MONDAY = at("2026-01-05T00:00:00Z");
    private static final long DAY = 86_400_000_000_000L;
    private static final long WEEK = 7 * DAY;

    private final InfluxDBExtension influxdb;
    private final QueryLanguage language;
    private InfluxDBClient client;
    private String bucket;

    /** A window as it was counted. */
    private record Counted(TimeRange window, long rows, long values) {}

    CensusContract(InfluxDBExtension influxdb, QueryLanguage language) {
        this.influxdb = influxdb;
        this.language = language;
    }

    abstract InfluxDBClient newClient();

    @BeforeEach
    void open() {
        client = newClient();
        bucket = influxdb.newBucket();
    }

    @AfterEach
    void close() {
        client.close();
    }

    private void write(String... lines) {
        influxdb.server().writeLineProtocol(bucket, String.join("\n", lines));
    }

    private InfluxDBQuery.OfMeasurement points(String measurement, FieldColumn... fields) {
        return ReadSupport.points(bucket, measurement, language, fields);
    }

    private static TimeRange range(long start, long stop) {
        return new TimeRange(MONDAY + start, MONDAY + stop);
    }

    private List<Counted> density(InfluxDBQuery.OfMeasurement query, TimeRange range, long width)
            throws InfluxDBException {
        List<Counted> windows = new ArrayList<>();
        try (DensityCursor cursor = client.census(query).density(range, width)) {
            while (cursor.next()) {
                windows.add(new Counted(cursor.window(), cursor.rows(), cursor.values()));
            }
        }
        return windows;
    }

    @Test
    void testAWindowCountsItsLargestFieldAndAllValues() throws Exception {
        write("m,h=a f=1,g=1 " + MONDAY, "m,h=b g=1 " + MONDAY, "m,h=b g=1 " + (MONDAY + 9));
        write("m,h=a f=1 " + (MONDAY + 10), "m,h=a x=1 " + (MONDAY + 35));
        FieldColumn f = field("f", ColumnType.FLOAT);
        FieldColumn g = field("g", ColumnType.FLOAT);

        assertThat(density(points("m", f, g), range(0, 100), 10))
                .containsExactly(new Counted(range(0, 10), 3, 4), new Counted(range(10, 20), 1, 1));
    }

    @Test
    void testOneFieldStandsForAllWhereEveryPointCarriesThem() throws Exception {
        write("m,h=a f=1,g=1,s=\"x\" " + MONDAY, "m,h=b f=2,g=2,s=\"y\" " + (MONDAY + 3));
        Census census = client.census(points("m"));

        try (DensityCursor all = census.density(range(0, 10), 10)) {
            try (DensityCursor one = census.densityOfEvenPoints(range(0, 10), 10)) {
                assertThat(all.next()).isTrue();
                assertThat(one.next()).isTrue();
                assertThat(List.of(one.rows(), one.values()))
                        .isEqualTo(List.of(all.rows(), all.values()))
                        .isEqualTo(List.of(2L, 6L));
            }
        }
    }

    @Test
    void testFieldsThatSomePointsLackAreNotEven() throws Exception {
        write("m,h=a f=1,g=1 " + MONDAY, "m,h=b g=1 " + MONDAY);

        try (DensityCursor windows = client.census(points("m")).density(range(0, 10), 10)) {
            assertThat(windows.next()).isTrue();
            assertThat(windows.isEven()).isFalse();
        }
    }

    @Test
    void testWindowsAreCutOffWhereTheRangeBeginsAndEnds() throws Exception {
        write("m f=1 " + (MONDAY + 4), "m f=1 " + (MONDAY + 5), "m f=1 " + (MONDAY + 12));
        write("m f=1 " + (MONDAY + 13));

        assertThat(density(points("m"), range(5, 13), 10))
                .containsExactly(new Counted(range(5, 10), 1, 1), new Counted(range(10, 13), 1, 1));
    }

    @Test
    void testTagFiltersCountTheirSeriesOnly() throws Exception {
        write("m,h=a f=1 " + MONDAY, "m,h=b f=1 " + MONDAY, "m,h=it's f=1 " + MONDAY);

        assertThat(density(where(points("m"), "h", "a", "it's"), range(0, 10), 10))
                .containsExactly(new Counted(range(0, 10), 2, 2));
    }

    @Test
    void testAFieldCountsInEachOfItsTypes() throws Exception {
        write("m f=1.5,g=1 " + MONDAY, "m f=2 " + (MONDAY + 1));
        write("m f=3i " + (MONDAY + WEEK));
        write("m f=\"x\" " + (MONDAY + 2 * WEEK), "m f=\"\" " + (MONDAY + 2 * WEEK + 1));
        write("m f=true " + (MONDAY + 3 * WEEK));
        List<Counted> windows = new ArrayList<>();

        for (int week = 0; week < 4; week++) {
            windows.addAll(density(points("m"), range(week * WEEK, (week + 1) * WEEK), WEEK));
        }

        assertThat(windows).extracting(Counted::rows).containsExactly(2L, 1L, 2L, 1L);
        assertThat(windows).extracting(Counted::values).containsExactly(3L, 1L, 2L, 1L);
    }

    @Test
    void testCountsOfRandomPointsAreRight() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        long start = random.nextBoolean() ? MONDAY : -WEEK;
        long width = random.nextLong(1, DAY);
        Map<Long, Long> expected = new TreeMap<>();
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            long time = start + (long) (random.nextDouble() * random.nextDouble() * DAY) * 2 + i;
            lines.append("m,h=h").append(i % 7).append(" f=1 ").append(time).append('\n');
            expected.merge(Math.floorDiv(time, width), 1L, Long::sum);
        }
        write(lines.toString());

        List<Counted> windows = density(points("m"), new TimeRange(start, start + 3 * DAY), width);

        assertThat(windows)
                .as("seed %d", seed)
                .extracting(Counted::rows)
                .containsExactlyElementsOf(expected.values());
        assertThat(windows)
                .as("seed %d", seed)
                .extracting(counted -> Math.floorDiv(counted.window().start(), width))
                .containsExactlyElementsOf(expected.keySet());
    }

    @Test
    void testWindowsAtTheEndsOfTimeAreInsideTheRange() throws Exception {
        write("m f=1 " + EpochNanos.MIN, "m f=1 " + (EpochNanos.MIN + 2 * DAY));
        write("m f=1 " + (EpochNanos.MAX - 1), "m f=1 " + EpochNanos.MAX);
        TimeRange first = new TimeRange(EpochNanos.MIN, EpochNanos.MIN + WEEK);
        TimeRange last = new TimeRange(EpochNanos.MAX - WEEK, EpochNanos.MAX + 1);

        assertThat(density(points("m"), first, DAY))
                .isNotEmpty()
                .hasSizeLessThan(3)
                .allMatch(counted -> first.intersect(counted.window()).isPresent())
                .extracting(counted -> counted.window().start())
                .isSorted();
        assertThat(density(points("m"), last, DAY))
                .hasSizeLessThan(3)
                .allMatch(counted -> last.intersect(counted.window()).isPresent());
        assertThat(density(points("m"), TimeRange.ALL, Long.MAX_VALUE)).hasSizeLessThan(4);
    }

    @Test
    void testWhoHasSeenEnoughClosesTheCount() throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            lines.append("m f=1 ").append(MONDAY + i * 1000L).append('\n');
        }
        write(lines.toString());

        try (DensityCursor cursor =
                client.census(points("m")).density(range(0, 20_000_000), 1000)) {
            assertThat(cursor.next()).isTrue();
            assertThat(cursor.rows()).isEqualTo(1);
        }

        assertThat(density(points("m"), range(0, 20_000_000), 20_000_000))
                .extracting(Counted::rows)
                .containsExactly(20_000L);
    }

    @Test
    void testNothingIsBeforeTheEarliest() throws Exception {
        write("m,h=a x=1 " + EpochNanos.MIN, "other f=1 0", "m,h=a f=1 " + MONDAY);
        write("m,h=a f=1i " + (MONDAY + 52 * WEEK));
        FieldColumn f = field("f", ColumnType.FLOAT);
        Census census = client.census(points("m", f));

        assertThat(census.earliest(TimeRange.ALL)).hasValueSatisfying(this::isInTheWeekOfMonday);
        assertThat(census.earliest(new TimeRange(0, MONDAY + 53 * WEEK)))
                .hasValueSatisfying(this::isInTheWeekOfMonday);
        assertThat(census.earliest(range(2 * WEEK, 500 * WEEK)))
                .hasValueSatisfying(
                        time -> assertThat(time).isBetween(MONDAY + 50 * WEEK, MONDAY + 52 * WEEK));
        assertThat(census.earliest(range(53 * WEEK, 1000 * WEEK))).isEmpty();
        assertThat(census.earliest(new TimeRange(-5000 * WEEK, -1))).isEmpty();
    }

    private void isInTheWeekOfMonday(long time) {
        // A lower bound: where only the index tells, it may be early by some weeks.
        assertThat(time).isBetween(MONDAY - 4 * WEEK, MONDAY);
    }

    @Test
    void testTheEarliestOfASingleSeriesWithoutTagsIsFound() throws Exception {
        write("m f=1 " + MONDAY);

        assertThat(client.census(points("m")).earliest(TimeRange.ALL))
                .hasValueSatisfying(this::isInTheWeekOfMonday);
    }

    @Test
    void testWhatIsNotThereHasNoPlace() throws Exception {
        write("m f=1 " + MONDAY);

        for (InfluxDBQuery.OfMeasurement query :
                List.of(points("other"), points("m", field("g", ColumnType.FLOAT)))) {
            Census census = client.census(query);
            assertThat(census.extent(TimeRange.ALL)).isEmpty();
            assertThat(census.earliest(TimeRange.ALL)).isEmpty();
            assertThat(density(query, range(0, DAY), DAY)).isEmpty();
        }
    }

    @Test
    void testExtentHoldsAllPointsOfAShardGroup() throws Exception {
        write("m f=1 " + (MONDAY + 5), "m f=\"s\" " + (MONDAY + WEEK + 3));
        write("m f=\"s\" " + (MONDAY + WEEK + 8));
        Census census = client.census(points("m"));

        assertThat(census.extent(range(WEEK, 2 * WEEK)))
                .hasValueSatisfying(
                        extent -> {
                            assertThat(extent.start()).isBetween(MONDAY + WEEK, MONDAY + WEEK + 3);
                            assertThat(extent.stop()).isGreaterThan(MONDAY + WEEK + 8);
                        });
        assertThat(census.extent(range(3 * WEEK, 4 * WEEK))).isEmpty();
    }
}
