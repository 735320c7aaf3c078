/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.client.RowCursor;
import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery.FieldColumn;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.model.TimeRange;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a plan by the counts of a real server promises: read split by split, every point of the
 * measurement comes exactly once, whatever its density and however its types change.
 */
abstract class PlannedReadsContract {

    private static final int RUNS = Integer.getInteger("influxdb.test.plans", 5);

    private static final Set<String> ASKED = Set.of("changing", "sparse");

    abstract InfluxDBExtension influxdb();

    abstract QueryLanguage language();

    /** A client that the test closes. */
    InfluxDBClient newClient() {
        return InfluxDBClient.create(SourceJobs.connection(influxdb().server()));
    }

    private InfluxDBQuery.OfMeasurement query(String bucket) {
        return new InfluxDBQuery.OfMeasurement(
                bucket,
                "m",
                List.of(
                        new FieldColumn("changing", ColumnType.FLOAT),
                        new FieldColumn("sparse", ColumnType.INTEGER),
                        new FieldColumn("nowhere", ColumnType.STRING)),
                List.of(),
                language());
    }

    private String write(RandomHours data) {
        String bucket = influxdb().newBucket(Duration.ZERO, Duration.ofHours(1));
        for (List<Point> hour : data.hours()) {
            // One write for each shard group: in one request the types would clash.
            influxdb().server().writeLineProtocol(bucket, TestPoints.lineProtocol(hour));
        }
        return bucket;
    }

    private static List<InfluxDBSplit> plan(
            InfluxDBClient client, InfluxDBQuery query, TimeRange range, long maxRows)
            throws InfluxDBException {
        PlanOptions options =
                new PlanOptions(
                        TimeBounds.earliest(),
                        TimeBounds.at(EpochNanos.toInstant(range.stop())),
                        range.start(),
                        range.stop(),
                        null,
                        maxRows);
        SplitPlanner planner = new SplitPlanner(client, query, options);
        List<InfluxDBSplit> splits = new ArrayList<>();
        PlanSlice slice = planner.next(null);
        splits.addAll(slice.splits());
        while (!slice.progress().isDone()) {
            slice = planner.next(slice.progress());
            splits.addAll(slice.splits());
        }
        return splits;
    }

    private static List<Map<String, Object>> read(
            InfluxDBClient client, InfluxDBQuery query, TimeRange range) throws InfluxDBException {
        List<Map<String, Object>> rows = new ArrayList<>();
        try (RowCursor cursor = client.query(query, range)) {
            while (cursor.next()) {
                InfluxDBRow row = cursor.row();
                Map<String, Object> fields = new HashMap<>();
                ASKED.forEach(
                        field -> {
                            if (row.get(field) != null) {
                                fields.put(field, row.get(field));
                            }
                        });
                rows.add(row(row.timestamp(), row.tag("host"), fields));
            }
        }
        return rows;
    }

    private static Map<String, Object> row(long time, String host, Map<String, Object> fields) {
        Map<String, Object> row = new HashMap<>(fields);
        row.keySet().retainAll(ASKED);
        row.put("time", time);
        row.put("host", host);
        return row;
    }

    private static List<Map<String, Object>> expected(RandomHours data, TimeRange range) {
        return data.hours().stream()
                .flatMap(List::stream)
                .filter(point -> range.contains(point.timestamp()))
                .map(point -> row(point.timestamp(), point.tags().get("host"), point.fields()))
                .filter(row -> row.size() > 2)
                .toList();
    }

    static LongStream seeds() {
        return new Random().longs(RUNS);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void testEveryPointOfRandomDataIsReadOnce(long seed) throws Exception {
        Random random = new Random(seed);
        RandomHours data = new RandomHours(random);
        String bucket = write(data);
        TimeRange range = range(data, random);
        long maxRows = random.nextLong(3, 100);
        String name = "seed " + seed + ", " + range + ", at most " + maxRows;
        try (InfluxDBClient client = newClient()) {

            List<InfluxDBSplit> splits = plan(client, query(bucket), range, maxRows);

            List<Map<String, Object>> rows = new ArrayList<>();
            for (InfluxDBSplit split : splits) {
                List<Map<String, Object>> ofSplit = read(client, query(bucket), split.range());
                assertBalanced(name, split, ofSplit, maxRows);
                rows.addAll(ofSplit);
            }
            assertThat(rows).as(name).containsExactlyInAnyOrderElementsOf(expected(data, range));
        }
    }

    private static TimeRange range(RandomHours data, Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> TimeRange.ALL;
            case 1 -> new TimeRange(0, data.stop());
            default ->
                    new TimeRange(
                            random.nextLong(data.start(), data.stop() - 1),
                            data.stop() + random.nextLong(1, RandomHours.HOUR));
        };
    }

    private static void assertBalanced(
            String name, InfluxDBSplit split, List<Map<String, Object>> rows, long maxRows) {
        assertThat(Math.floorDiv(split.range().stop() - 1, RandomHours.HOUR))
                .as("%s: hour of the end of %s", name, split)
                .isEqualTo(Math.floorDiv(split.range().start(), RandomHours.HOUR));
        for (String field : ASKED) {
            Set<Object> times = new TreeSet<>();
            long count = 0;
            for (Map<String, Object> row : rows) {
                if (row.containsKey(field)) {
                    count++;
                    times.add(row.get("time"));
                }
            }
            if (times.size() > 1) {
                assertThat(count)
                        .as("%s: values of %s in %s", name, field, split)
                        .isLessThanOrEqualTo(maxRows);
            }
        }
    }
}
