/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.typeutils.RowTypeInfo;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.influxdb.model.Column;
import org.apache.flink.connector.influxdb.model.ColumnRole;
import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.InfluxDBColumn;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.model.TimeFormat;
import org.apache.flink.connector.influxdb.sink.InfluxDBSerializationSchema;
import org.apache.flink.connector.influxdb.sink.InfluxDBSink;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.influxdb.testserver.ServerKind;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What jobs get that read points in each of the ready forms: without Kryo, and over a shuffle, so
 * that records have been serialized.
 */
abstract class DeserializationContract {

    @RegisterExtension
    static final MiniClusterExtension FLINK =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(4)
                            .build());

    private static final Instant TIME = Instant.parse("2026-01-05T00:00:00.000000001Z");

    private String bucket;

    abstract InfluxDBExtension influxdb();

    /** As it was written. The second point lacks what it may lack. */
    public record Cpu(
            Instant time,
            String measurement,
            Map<String, String> tags,
            String host,
            @InfluxDBColumn("the usage") double usage,
            Long count,
            Boolean up) {}

    @BeforeEach
    void writePoints() {
        bucket = influxdb().newBucket();
        influxdb()
                .server()
                .writeLineProtocol(
                        bucket,
                        "cpu,host=a the\\ usage=0.5,count=9007199254740993i,up=true,note=\"\" "
                                + "1767571200000000001\n"
                                + "cpu,host=b,rack=1 the\\ usage=1 1767571200000000002\n");
    }

    private <T> List<T> read(InfluxDBDeserializationSchema<T> form) throws Exception {
        return read(form, "cpu");
    }

    private <T> List<T> read(InfluxDBDeserializationSchema<T> form, String measurement)
            throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        environment.setParallelism(1);
        return SourceJobs.collect(
                SourceJobs.stream(environment, source(form).setMeasurement(measurement).build())
                        .rebalance()
                        .filter(row -> true)
                        .setParallelism(2)
                        .global()
                        .filter(row -> true));
    }

    private <T> InfluxDBSourceBuilder<T> source(InfluxDBDeserializationSchema<T> form) {
        return InfluxDBSource.<T>builder()
                .setConnection(SourceJobs.connection(influxdb().server()))
                .setBucket(bucket)
                .setDeserializer(form);
    }

    @Test
    void testRecords() throws Exception {
        assertThat(read(InfluxDBDeserializationSchema.of(Cpu.class)))
                .containsExactlyInAnyOrder(
                        new Cpu(
                                TIME,
                                "cpu",
                                Map.of("host", "a"),
                                "a",
                                0.5,
                                9007199254740993L,
                                true),
                        new Cpu(
                                TIME.plusNanos(1),
                                "cpu",
                                Map.of("host", "b", "rack", "1"),
                                "b",
                                1,
                                null,
                                null));
    }

    @Test
    void testJsonObjects() throws Exception {
        ObjectNode first =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("time", 1767571200000L)
                        .put("measurement", "cpu")
                        .put("host", "a")
                        .put("count", 9007199254740993L)
                        .put("note", "")
                        .put("the usage", 0.5)
                        .put("up", true);
        ObjectNode second =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("time", 1767571200000L)
                        .put("measurement", "cpu")
                        .put("host", "b")
                        .put("rack", "1")
                        .put("the usage", 1.0);

        assertThat(
                        read(
                                InfluxDBDeserializationSchema.jsonObjects(
                                        JsonFormat.FLAT.withTime(TimeFormat.EPOCH_MILLIS))))
                .containsExactlyInAnyOrder(first, second);
    }

    @Test
    void testJsonBytesAndStrings() throws Exception {
        String[] expected = {
            "{\"time\":\"2026-01-05T00:00:00.000000001Z\",\"measurement\":\"cpu\","
                    + "\"tags\":{\"host\":\"a\"},\"fields\":{\"count\":9007199254740993,"
                    + "\"note\":\"\",\"the usage\":0.5,\"up\":true}}",
            "{\"time\":\"2026-01-05T00:00:00.000000002Z\",\"measurement\":\"cpu\","
                    + "\"tags\":{\"host\":\"b\",\"rack\":\"1\"},\"fields\":{\"the usage\":1.0}}"
        };

        assertThat(read(InfluxDBDeserializationSchema.jsonStrings(JsonFormat.NESTED)))
                .containsExactlyInAnyOrder(expected);
        assertThat(read(InfluxDBDeserializationSchema.jsonBytes(JsonFormat.NESTED)))
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .containsExactlyInAnyOrder(expected);
    }

    @Test
    void testRowsOfTheServersSchema() throws Exception {
        InfluxDBDeserializationSchema<Row> form =
                InfluxDBDeserializationSchema.rows(
                        SourceJobs.connection(influxdb().server()), bucket, "cpu");

        List<Row> rows = read(form);

        assertThat(((RowTypeInfo) form.getProducedType()).getFieldNames())
                .containsExactly("time", "host", "rack", "count", "note", "the usage", "up");
        assertThat(rows)
                .containsExactlyInAnyOrder(
                        Row.of(TIME, "a", null, 9007199254740993L, "", 0.5, true),
                        Row.of(TIME.plusNanos(1), "b", "1", null, null, 1.0, null));
        assertThat(rows).extracting(row -> row.getField("host")).containsOnly("a", "b");
    }

    @Test
    void testRowsOfGivenColumns() throws Exception {
        assertThat(
                        read(
                                InfluxDBDeserializationSchema.rows(
                                        List.of(
                                                Column.field("the usage", ColumnType.STRING),
                                                new Column(
                                                        "at", ColumnType.TIME, ColumnRole.TIME)))))
                .containsExactlyInAnyOrder(Row.of("0.5", TIME), Row.of("1.0", TIME.plusNanos(1)));
    }

    @Test
    void testFieldOfSeveralTypesIsARowOfTheirCommonType() throws Exception {
        influxdb()
                .server()
                .writeLineProtocol(
                        bucket,
                        "m f=1.5,g=1i 1767571200000000000\nm f=2i,g=\"x\" 1500000000000000000\n");

        assertThat(
                        read(
                                InfluxDBDeserializationSchema.rows(
                                        SourceJobs.connection(influxdb().server()), bucket, "m"),
                                "m"))
                .containsExactlyInAnyOrder(
                        Row.of(Instant.ofEpochSecond(1767571200), 1.5, "1"),
                        Row.of(Instant.ofEpochSecond(1500000000), 2.0, "x"));
    }

    @Test
    void testRowsOfAnUnknownMeasurementAreRefusedAtOnce() {
        assertThatThrownBy(
                        () ->
                                InfluxDBDeserializationSchema.rows(
                                        SourceJobs.connection(influxdb().server()),
                                        bucket,
                                        "nothing"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no measurement 'nothing'");
        assertThatThrownBy(
                        () ->
                                InfluxDBDeserializationSchema.rows(
                                        SourceJobs.connection(influxdb().server()),
                                        "no_such_bucket",
                                        "cpu"))
                .isInstanceOf(InfluxDBException.class)
                .hasMessageContaining("no_such_bucket");
    }

    @Test
    void testPointsMigrateToAnotherBucketExactly() throws Exception {
        boolean hasUnsigned = influxdb().server().kind() == ServerKind.V2;
        String unsigned = hasUnsigned ? ",u=18446744073709551615u" : "";
        influxdb()
                .server()
                .writeLineProtocol(
                        bucket,
                        "cpu,host=ü\\ \\,\\= the\\ usage=-0.1,note=\"a\\\"b\\\\c\nd\""
                                + unsigned
                                + " -1\n");
        String target = influxdb().newBucket();
        StreamExecutionEnvironment environment = SourceJobs.environment(2);
        InfluxDBSource<Point> source =
                source(InfluxDBDeserializationSchema.points()).setMeasurement("cpu").build();
        InfluxDBSink<Point> sink =
                InfluxDBSink.<Point>builder()
                        .setConnection(SourceJobs.connection(influxdb().server()))
                        .setBucket(target)
                        .setSerializer(InfluxDBSerializationSchema.points())
                        .build();

        environment.fromSource(source, WatermarkStrategy.noWatermarks(), "old").sinkTo(sink);
        environment.execute();

        List<Point> old = read(InfluxDBDeserializationSchema.points());
        bucket = target;
        assertThat(read(InfluxDBDeserializationSchema.points()))
                .hasSize(3)
                .containsExactlyInAnyOrderElementsOf(old);
        assertThat(old)
                .contains(
                        Point.measurement("cpu")
                                .tag("host", "ü ,=")
                                .field("the usage", -0.1)
                                .field("note", "a\"b\\c\nd")
                                .field(
                                        "u",
                                        hasUnsigned
                                                ? BigInteger.TWO.pow(64).subtract(BigInteger.ONE)
                                                : null)
                                .time(-1L));
    }

    /** As it is written: what is a tag says so. */
    public record Machine(
            Instant time,
            String measurement,
            Map<String, String> tags,
            @InfluxDBColumn(tag = true) String host,
            double number,
            float rounded,
            Long count,
            Boolean up,
            String note) {}

    @Test
    void testRecordsThatAreWrittenAreReadBackEqual() throws Exception {
        Random random = new Random(1);
        List<Machine> machines = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            String host = random.nextBoolean() ? "h=\u00fc, " + random.nextInt(3) : null;
            machines.add(
                    new Machine(
                            TIME.plusNanos(i),
                            "machines",
                            host == null ? Map.of() : Map.of("host", host),
                            host,
                            random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20),
                            random.nextFloat(),
                            random.nextBoolean() ? random.nextLong() : null,
                            random.nextBoolean() ? random.nextBoolean() : null,
                            random.nextBoolean() ? "\"\n\\" + i : null));
        }
        StreamExecutionEnvironment environment = SourceJobs.environment(2);
        environment
                .fromData(TypeInformation.of(Machine.class), machines.toArray(new Machine[0]))
                .sinkTo(
                        InfluxDBSink.<Machine>builder()
                                .setConnection(SourceJobs.connection(influxdb().server()))
                                .setBucket(bucket)
                                .setSerializer(InfluxDBSerializationSchema.of(Machine.class))
                                .build());
        environment.execute();

        assertThat(read(InfluxDBDeserializationSchema.of(Machine.class), "machines"))
                .containsExactlyInAnyOrderElementsOf(machines);
    }

    @Test
    void testQueryThatNamesNoMeasurementMakesNoPoints() {
        InfluxDBSource<Point> source =
                source(InfluxDBDeserializationSchema.points())
                        .setQuery(QueryLanguage.INFLUXQL, "SHOW SERIES")
                        .build();

        assertThatThrownBy(() -> SourceJobs.read(source, 1))
                .hasStackTraceContaining("does not say its measurement");
    }

    @Test
    void testRecordOfAMissingPrimitiveFailsTheJobWithTheWayOut() {
        InfluxDBSource<OnlyCount> source =
                source(InfluxDBDeserializationSchema.of(OnlyCount.class))
                        .setMeasurement("cpu")
                        .build();

        assertThat(source.getProducedType().getTypeClass()).isEqualTo(OnlyCount.class);
        assertThatThrownBy(() -> SourceJobs.read(source, 1))
                .hasStackTraceContaining("column 'count' has no value")
                .hasStackTraceContaining("Declare it as Long");
    }

    /** Which the second point does not have. */
    public record OnlyCount(long count) {}

    @Test
    void testLambdaStaysTheWayForAllElse() throws Exception {
        assertThat(
                        SourceJobs.read(
                                source(
                                                (InfluxDBDeserializationSchema<String>)
                                                        row -> row.tag("host"))
                                        .setProducedType(Types.STRING)
                                        .setMeasurement("cpu")
                                        .build(),
                                1))
                .containsExactly("a", "b");
    }
}
