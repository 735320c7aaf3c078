/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery.FieldColumn;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.connector.influxdb.model.Predicate;
import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.Collector;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import static org.apache.flink.connector.influxdb.source.SourceJobs.points;
import static org.apache.flink.connector.influxdb.source.SourceJobs.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What reading a measurement promises, on every server and in every language. */
abstract class InfluxDBSourceContract {

    @RegisterExtension
    static final MiniClusterExtension FLINK =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(4)
                            .build());

    /** A Monday, where a shard group of a week begins. */
    private static final Instant MONDAY = Instant.parse("2026-01-05T00:00:00Z");

    private static final Duration WEEK = Duration.ofDays(7);

    abstract InfluxDBExtension influxdb();

    abstract QueryLanguage language();

    private String newBucket() {
        return influxdb().newBucket(Duration.ZERO, WEEK);
    }

    private void write(String bucket, List<Point> points) {
        influxdb().server().writeLineProtocol(bucket, TestPoints.lineProtocol(points));
    }

    private InfluxDBSourceBuilder<Point> source(String bucket, String measurement) {
        return points(influxdb().server(), bucket)
                .setMeasurement(measurement)
                .setQueryLanguage(language());
    }

    private static Point cpu(Instant time) {
        return Point.measurement("cpu").time(time);
    }

    /** Three weeks of points of several hosts, every other of which lacks a tag or a field. */
    private static List<Point> threeWeeks() {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            Instant time = MONDAY.plus(Duration.ofMinutes(10 * i)).plusNanos(i);
            for (int host = 0; host < 3; host++) {
                points.add(
                        cpu(time)
                                .tag("host", "host" + host)
                                .tag("region", host == 0 ? null : "eu")
                                .field("usage", i / 8.0)
                                .field("count", host == 1 ? null : (Long) (long) i)
                                .field("up", i % 2 == 0)
                                .field("note", i % 100 == 0 ? "it's \"" + i + "\"\nü" : null));
            }
        }
        return points;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void testAllPointsAreReadOnce(int parallelism) throws Exception {
        String bucket = newBucket();
        List<Point> points = threeWeeks();
        write(bucket, points);

        List<Point> read = read(source(bucket, "cpu").setSplitMaxRows(500).build(), parallelism);

        assertThat(read).containsExactlyInAnyOrderElementsOf(points);
    }

    @Test
    void testFixedWidthReadsTheSame() throws Exception {
        String bucket = newBucket();
        List<Point> points = threeWeeks();
        write(bucket, points);

        List<Point> read =
                read(source(bucket, "cpu").setSplitDuration(Duration.ofHours(10)).build(), 2);

        assertThat(read).containsExactlyInAnyOrderElementsOf(points);
    }

    @Test
    void testBatchExecutionReadsTheSame() throws Exception {
        String bucket = newBucket();
        List<Point> points = threeWeeks();
        write(bucket, points);
        StreamExecutionEnvironment environment = SourceJobs.environment(2);
        environment.setRuntimeMode(RuntimeExecutionMode.BATCH);

        List<Point> read =
                SourceJobs.collect(
                        SourceJobs.stream(
                                environment, source(bucket, "cpu").setSplitMaxRows(500).build()));

        assertThat(read).containsExactlyInAnyOrderElementsOf(points);
    }

    @Test
    void testRowsOfASplitComeInTimeOrder() throws Exception {
        String bucket = newBucket();
        write(bucket, threeWeeks());

        List<Point> read = read(source(bucket, "cpu").setMaxOpenSplits(1).build(), 1);

        assertThat(read).extracting(Point::timestamp).isSorted();
    }

    @Test
    void testNoRowIsLateWithSeveralReaders() throws Exception {
        String bucket = newBucket();
        write(bucket, threeWeeks());
        InfluxDBSource<Point> source = source(bucket, "cpu").setSplitMaxRows(200).build();
        StreamExecutionEnvironment environment = SourceJobs.environment(2);
        // So often that each row out of order would be seen.
        environment.getConfig().setAutoWatermarkInterval(1);

        DataStream<Point> late =
                environment
                        .fromSource(source, WatermarkStrategy.forMonotonousTimestamps(), "influxdb")
                        .process(new LateOnly())
                        .returns(PointTypeInfo.INSTANCE);

        assertThat(SourceJobs.collect(late)).isEmpty();
    }

    private static final class LateOnly extends ProcessFunction<Point, Point> {
        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(Point point, Context context, Collector<Point> out) {
            assertThat(context.timestamp()).isEqualTo(EpochNanos.toMillis(point.timestamp()));
            if (context.timestamp() <= context.timerService().currentWatermark()) {
                out.collect(point);
            }
        }
    }

    @Test
    void testStartIsReadAndStopIsNot() throws Exception {
        String bucket = newBucket();
        Instant start = MONDAY.plusNanos(1);
        Instant stop = MONDAY.plusSeconds(100);
        write(
                bucket,
                List.of(
                        cpu(start.minusNanos(1)).field("f", 1L),
                        cpu(start).field("f", 2L),
                        cpu(stop.minusNanos(1)).field("f", 3L),
                        cpu(stop).field("f", 4L)));

        List<Point> read =
                read(
                        source(bucket, "cpu")
                                .setStartingTime(TimeBounds.at(start))
                                .setBounded(TimeBounds.at(stop))
                                .build(),
                        1);

        assertThat(read)
                .containsExactly(cpu(start).field("f", 2L), cpu(stop.minusNanos(1)).field("f", 3L));
    }

    @Test
    void testTimeFilterNarrowsTheBounds() throws Exception {
        String bucket = newBucket();
        write(
                bucket,
                List.of(
                        cpu(MONDAY).field("f", 1L),
                        cpu(MONDAY.plusSeconds(1)).field("f", 2L),
                        cpu(MONDAY.plusSeconds(2)).field("f", 3L)));
        long second = EpochNanos.of(MONDAY.plusSeconds(1));

        List<Point> read = read(source(bucket, "cpu").setTimeFilter(second, second + 1).build(), 1);

        assertThat(read).containsExactly(cpu(MONDAY.plusSeconds(1)).field("f", 2L));
    }

    @Test
    void testPointsOfTheFutureAreBeyondTheLatest() throws Exception {
        String bucket = newBucket();
        Instant hourAgo = Instant.now().minus(Duration.ofHours(1));
        write(
                bucket,
                List.of(
                        cpu(hourAgo).field("f", 1L),
                        cpu(hourAgo.plus(Duration.ofDays(1))).field("f", 2L)));

        List<Point> read =
                read(
                        source(bucket, "cpu")
                                .setStartingTime(TimeBounds.before(Duration.ofHours(2)))
                                .setBounded(TimeBounds.latest())
                                .build(),
                        1);

        assertThat(read).containsExactly(cpu(hourAgo).field("f", 1L));
    }

    @Test
    void testFieldThatChangesItsTypeFromWeekToWeekIsReadWhole() throws Exception {
        String bucket = newBucket();
        Instant second = MONDAY.plus(WEEK);
        Instant third = second.plus(WEEK);
        List<Point> points =
                List.of(
                        cpu(MONDAY).field("f", 1.5),
                        cpu(MONDAY.plusSeconds(60)).field("f", 2.5),
                        cpu(second).field("f", 9007199254740993L),
                        cpu(second.plusSeconds(60)).field("f", 4L),
                        cpu(third).field("f", 5.5));
        write(bucket, points);

        assertThat(read(source(bucket, "cpu").build(), 2))
                .containsExactlyInAnyOrderElementsOf(points);
    }

    @Test
    void testOnlyPointsWithOneOfTheFieldsAreRows() throws Exception {
        String bucket = newBucket();
        write(
                bucket,
                List.of(
                        cpu(MONDAY).tag("host", "a").field("f", 1L).field("g", 1L),
                        cpu(MONDAY).tag("host", "b").field("h", 2L).field("g", 1L),
                        cpu(MONDAY).tag("host", "c").field("g", 3L)));

        List<Point> read =
                read(
                        source(bucket, "cpu")
                                .setFields(
                                        List.of(
                                                new FieldColumn("f", ColumnType.INTEGER),
                                                new FieldColumn("h", ColumnType.INTEGER)))
                                .build(),
                        1);

        assertThat(read)
                .containsExactlyInAnyOrder(
                        cpu(MONDAY).tag("host", "a").field("f", 1L),
                        cpu(MONDAY).tag("host", "b").field("h", 2L));
    }

    @Test
    void testOnlyPointsOfTheTagsAreRows() throws Exception {
        String bucket = newBucket();
        String odd = "it's \\ \"${x}\"";
        write(
                bucket,
                List.of(
                        cpu(MONDAY).tag("host", "a").field("f", 1L),
                        cpu(MONDAY).tag("host", odd).field("f", 2L),
                        cpu(MONDAY).tag("host", "c").field("f", 3L)));

        List<Point> read =
                read(
                        source(bucket, "cpu")
                                .setPredicates(
                                        List.of(new Predicate.TagIn("host", List.of("a", odd))))
                                .build(),
                        1);

        assertThat(read)
                .containsExactlyInAnyOrder(
                        cpu(MONDAY).tag("host", "a").field("f", 1L),
                        cpu(MONDAY).tag("host", odd).field("f", 2L));
    }

    @Test
    void testMeasurementThatDoesNotExistIsEmpty() throws Exception {
        assertThat(read(source(newBucket(), "nothing").build(), 2)).isEmpty();
    }

    @Test
    void testBucketThatDoesNotExistFailsTheJobByName() {
        InfluxDBSource<Point> source = source("no_such_bucket", "cpu").build();

        assertThatThrownBy(() -> read(source, 1))
                .hasStackTraceContaining("Planning the splits of measurement 'cpu'")
                .hasStackTraceContaining("no_such_bucket");
    }

    @Test
    void testRecordsThatAreNotPointsAreMadeByALambda() throws Exception {
        String bucket = newBucket();
        write(
                bucket,
                List.of(
                        cpu(MONDAY).tag("host", "a").field("f", 1L),
                        cpu(MONDAY.plusSeconds(1)).tag("host", "b").field("f", 2L)));

        List<String> hosts =
                read(
                        InfluxDBSource.<String>builder()
                                .setConnection(SourceJobs.connection(influxdb().server()))
                                .setBucket(bucket)
                                .setMeasurement("cpu")
                                .setQueryLanguage(language())
                                .setDeserializer(
                                        row -> row.getLong("f") == 1L ? row.tag("host") : null)
                                .setProducedType(Types.STRING)
                                .build(),
                        1);

        assertThat(hosts).containsExactly("a");
    }
}
