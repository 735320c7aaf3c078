/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery.FieldColumn;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.MeasurementSchema;
import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.model.TimeRange;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.apache.flink.connector.influxdb.client.ReadSupport.at;
import static org.apache.flink.connector.influxdb.client.ReadSupport.field;
import static org.apache.flink.connector.influxdb.client.ReadSupport.read;
import static org.apache.flink.connector.influxdb.client.ReadSupport.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What every server tells of its data: schema, extent, shard groups. */
abstract class SchemaContract {

    private static final long MONDAY = at("2026-01-05T00:00:00Z");
    private static final long DAY = 86_400_000_000_000L;

    private final InfluxDBExtension influxdb;
    private InfluxDBClient client;
    private String bucket;

    SchemaContract(InfluxDBExtension influxdb) {
        this.influxdb = influxdb;
    }

    @BeforeEach
    void open() {
        client = ReadSupport.client(influxdb.server());
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
        return ReadSupport.points(bucket, measurement, QueryLanguage.INFLUXQL, fields);
    }

    @Test
    void testFieldsOfAllMeasurementsAreToldAtOnceUpToALimit() throws Exception {
        write("m f=1,s=\"x\" " + MONDAY, "n,a=b g=true " + MONDAY, "o h=1i 1");
        write("m f=1i " + (MONDAY + 7 * DAY));

        Map<String, MeasurementSchema> all = client.schemas(bucket, 10).orElseThrow();

        assertThat(all).containsOnlyKeys("m", "n", "o");
        assertThat(all.get("m").fields())
                .isEqualTo(
                        Map.of(
                                "f", Set.of(ColumnType.FLOAT, ColumnType.INTEGER),
                                "s", Set.of(ColumnType.STRING)));
        assertThat(all.get("n").fields()).isEqualTo(Map.of("g", Set.of(ColumnType.BOOLEAN)));
        assertThat(client.schemas(bucket, 2).orElseThrow()).hasSize(2);
    }

    @Test
    void testRetentionIsTold() throws Exception {
        String kept = influxdb.newBucket(Duration.ofHours(48), Duration.ofHours(2));

        assertThat(client.retention(kept)).isEqualTo(new BucketRetention(48 * 3_600, 2 * 3_600));
        assertThat(client.retention(bucket).seconds()).isZero();
        assertThatThrownBy(() -> client.retention("nowhere"))
                .isInstanceOf(InfluxDBException.class)
                .hasMessageContaining("nowhere");
    }

    @Test
    void testSchemaHoldsAllTagsAndAllTypesOfEachField() throws Exception {
        write("m,b=1,a=2 f=1,s=\"x\",t=true " + MONDAY, "m,c=3 f=2 " + MONDAY);
        write("m f=1i " + (MONDAY + 7 * DAY), "other,x=y z=1 1");

        MeasurementSchema schema = client.schema(bucket, "m");

        assertThat(schema.tags()).containsExactly("a", "b", "c");
        assertThat(schema.fields())
                .isEqualTo(
                        Map.of(
                                "f", Set.of(ColumnType.FLOAT, ColumnType.INTEGER),
                                "s", Set.of(ColumnType.STRING),
                                "t", Set.of(ColumnType.BOOLEAN)));
    }

    @Test
    void testSchemaOfAMeasurementThatIsNotThereIsEmpty() throws Exception {
        write("m f=1 1");

        assertThat(client.schema(bucket, "other").isEmpty()).isTrue();
    }

    @Test
    void testSchemaOfABucketThatIsNotThereIsAnErrorThatNamesIt() {
        assertThatThrownBy(() -> client.schema("no_such_bucket", "m"))
                .isInstanceOf(InfluxDBException.class)
                .hasMessageContaining("no_such_bucket")
                .hasMessageContaining("Correct 'bucket'")
                .extracting(e -> ((InfluxDBException) e).kind())
                .isEqualTo(InfluxDBException.Kind.NOT_FOUND);
    }

    @Test
    void testAllMeasurementsAreListedWhateverTheirNamesAndTimes() throws Exception {
        write(ReadSupport.ODD_MEASUREMENTS.values().toArray(new String[0]));

        assertThat(client.measurements(bucket))
                .containsExactlyInAnyOrderElementsOf(ReadSupport.ODD_MEASUREMENTS.keySet());
    }

    @Test
    void testBucketWithoutPointsHasNoMeasurements() throws Exception {
        assertThat(client.measurements(bucket)).isEmpty();
    }

    @Test
    void testExtentHoldsTheFirstAndTheLastPointOfSparseFields() throws Exception {
        write(
                "m,h=a f=1 100",
                "m,h=b g=2 50",
                "m,h=b f=3 900",
                "m,h=a g=4 700",
                "m x=5 1",
                "m x=5 9999");

        FieldColumn f = field("f", ColumnType.FLOAT);
        FieldColumn g = field("g", ColumnType.FLOAT);

        assertThat(client.census(points("m", f, g)).extent(TimeRange.ALL))
                .contains(new TimeRange(50, 901));
        assertThat(client.census(points("m", g)).extent(TimeRange.ALL))
                .contains(new TimeRange(50, 701));
        assertThat(client.census(points("m", f, g)).extent(new TimeRange(51, 900)))
                .contains(new TimeRange(100, 701));
        assertThat(client.census(where(points("m", f, g), "h", "a")).extent(TimeRange.ALL))
                .contains(new TimeRange(100, 701));
    }

    @Test
    void testExtentHoldsPointsOfAllTypesAndTheEndsOfTime() throws Exception {
        write("m f=\"x\" " + (EpochNanos.MIN + 1));
        write("m f=1.5 " + MONDAY);
        write("m f=true " + EpochNanos.MAX);

        assertThat(client.census(points("m", field("f", ColumnType.FLOAT))).extent(TimeRange.ALL))
                .contains(new TimeRange(EpochNanos.MIN + 1, EpochNanos.MAX + 1));
    }

    @Test
    void testExtentOfNothingIsEmpty() throws Exception {
        write("m f=1 1000");

        assertThat(client.census(points("m")).extent(new TimeRange(0, 1000))).isEmpty();
        assertThat(client.census(points("other")).extent(TimeRange.ALL)).isEmpty();
    }

    @Test
    void testShardGroupsOfAWeekBeginOnMondays() throws Exception {
        write("m f=1 " + MONDAY);

        ShardGroups groups = client.shardGroups(bucket);

        TimeRange first = new TimeRange(MONDAY, MONDAY + 7 * DAY);
        assertThat(groups.containing(MONDAY)).isEqualTo(first);
        assertThat(groups.containing(MONDAY + 7 * DAY - 1)).isEqualTo(first);
        assertThat(groups.containing(MONDAY - 1))
                .isEqualTo(new TimeRange(MONDAY - 7 * DAY, MONDAY));
        assertThat(groups.containing(-1L).contains(-1L)).isTrue();
    }

    @Test
    void testShardGroupsHaveTheDurationOfTheBucket() throws Exception {
        String hourly = influxdb.newBucket(Duration.ZERO, Duration.ofHours(1));
        influxdb.server().writeLineProtocol(hourly, "m f=1 " + MONDAY);

        assertThat(client.shardGroups(hourly).containing(MONDAY + 1))
                .isEqualTo(new TimeRange(MONDAY, MONDAY + DAY / 24));
    }

    @Test
    void testShardGroupsCoverAllTimeWithoutAGap() throws Exception {
        write("m f=1 " + EpochNanos.MIN, "m f=1 " + MONDAY, "m f=1 " + EpochNanos.MAX);
        ShardGroups groups = client.shardGroups(bucket);

        long time = EpochNanos.MIN;
        while (time <= EpochNanos.MAX) {
            TimeRange group = groups.containing(time);
            assertThat(group.start()).isEqualTo(time);
            time = group.stop();
        }

        assertThat(time).isEqualTo(EpochNanos.MAX + 1);
    }

    @Test
    void testServersLayShardGroupsWhereTheyAreComputed() throws Exception {
        // Points on both sides of a computed bound, in two types: the server takes the second
        // only if it has another shard for it.
        for (long monday :
                List.of(MONDAY, at("1969-12-29T00:00:00Z"), at("1700-01-04T00:00:00Z"))) {
            TimeRange group = client.shardGroups(bucket).containing(monday);
            String measurement = "m" + monday;
            write(measurement + " f=1 " + (group.start() - 1));
            write(measurement + " f=\"x\" " + group.start());

            assertThat(group.start()).isEqualTo(monday);
            List<InfluxDBRow> rows = read(client, points(measurement));
            assertThat(ReadSupport.values(rows, "f")).containsExactly(1.0, "x");
        }
    }
}
