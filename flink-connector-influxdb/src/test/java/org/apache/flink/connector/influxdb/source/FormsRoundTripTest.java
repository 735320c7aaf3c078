/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.client.LineBuffer;
import org.apache.flink.connector.influxdb.client.LineProtocolEncoder;
import org.apache.flink.connector.influxdb.client.LineProtocolParser;
import org.apache.flink.connector.influxdb.client.Precision;
import org.apache.flink.connector.influxdb.model.Column;
import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.InfluxDBColumn;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.connector.influxdb.model.TimeFormat;
import org.apache.flink.connector.influxdb.sink.InfluxDBSerializationSchema;
import org.apache.flink.connector.influxdb.sink.JsonMapping;
import org.apache.flink.util.Collector;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

/** What a form of the sink writes, the form of the source of the same name reads as it was. */
class FormsRoundTripTest {

    private static final int RECORDS = 2_000;
    private static final String[] PIECES = {
        "a", " ", ",", "=", "\"", "\u00fc", "\uD83D\uDE00", "7"
    };

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    /** All that a record can have, much of it null. */
    public record Everything(
            Instant time,
            String measurement,
            Map<String, String> tags,
            @InfluxDBColumn(tag = true) String host,
            @InfluxDBColumn(value = "data center", tag = true) String place,
            double number,
            Double boxed,
            float shorter,
            Float shorterBoxed,
            long count,
            Integer small,
            Short smaller,
            Byte smallest,
            BigInteger unsigned,
            Boolean up,
            @InfluxDBColumn("odd name, \"=ü") String odd) {}

    @Test
    void testRecordsComeBackAsTheyWere() throws Exception {
        InfluxDBSerializationSchema<Everything> sink =
                InfluxDBSerializationSchema.of(Everything.class);
        InfluxDBDeserializationSchema<Everything> source =
                InfluxDBDeserializationSchema.of(Everything.class);
        for (int i = 0; i < RECORDS; i++) {
            Everything record = record();

            Point read = throughTheServer(written(sink, record));

            assertThat(source.deserialize(row(read))).as("seed %d", seed).isEqualTo(record);
        }
    }

    @Test
    void testJsonComesBackAsItWas() throws Exception {
        InfluxDBDeserializationSchema<String> source =
                InfluxDBDeserializationSchema.jsonStrings(JsonFormat.FLAT);
        InfluxDBSerializationSchema<String> sink =
                InfluxDBSerializationSchema.jsonStrings(
                        JsonMapping.builder()
                                .measurement("{measurement}")
                                .tags("host", "data center")
                                .time("time", TimeFormat.RFC_3339)
                                .separator("//")
                                .leaveOutMissing()
                                .build());
        for (int i = 0; i < RECORDS; i++) {
            Point point = written(InfluxDBSerializationSchema.of(Everything.class), record());
            String json = source.deserialize(row(unsignedIsLarge(point)));

            Point read = throughTheServer(written(sink, json));

            assertThat(source.deserialize(row(read))).as("seed %d", seed).isEqualTo(json);
        }
    }

    /** JSON does not tell a small unsigned integer from an integer. */
    private static Point unsignedIsLarge(Point point) {
        if (point.fields().get("unsigned") instanceof BigInteger number) {
            point.field("unsigned", number.setBit(Long.SIZE - 1));
        }
        return point;
    }

    private Everything record() {
        Map<String, String> tags = new TreeMap<>();
        for (String tag : new String[] {"host", "data center"}) {
            if (random.nextBoolean()) {
                tags.put(tag, "x" + text());
            }
        }
        return new Everything(
                EpochNanos.toInstant(random.nextLong() / 2),
                "m" + text(),
                tags,
                tags.get("host"),
                tags.get("data center"),
                number(),
                random.nextBoolean() ? number() : null,
                shorter(),
                random.nextBoolean() ? shorter() : null,
                random.nextLong(),
                random.nextBoolean() ? random.nextInt() : null,
                random.nextBoolean() ? (short) random.nextInt() : null,
                random.nextBoolean() ? (byte) random.nextInt() : null,
                random.nextBoolean() ? new BigInteger(64, random) : null,
                random.nextBoolean() ? random.nextBoolean() : null,
                random.nextBoolean() ? text() + "\n\\" : null);
    }

    private double number() {
        double any = Double.longBitsToDouble(random.nextLong());
        return Double.isFinite(any) ? any : 0.1;
    }

    private float shorter() {
        float any = Float.intBitsToFloat(random.nextInt());
        return Float.isFinite(any) ? any : 0.1f;
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    private static <T> Point written(InfluxDBSerializationSchema<T> sink, T record)
            throws Exception {
        sink.open(null);
        List<Point> points = new ArrayList<>();
        sink.serialize(
                record,
                null,
                new Collector<>() {
                    @Override
                    public void collect(Point point) {
                        points.add(point);
                    }

                    @Override
                    public void close() {}
                });
        return points.get(0);
    }

    /** What the server would have of the line. */
    private static Point throughTheServer(Point point) throws Exception {
        LineBuffer line = new LineBuffer();
        new LineProtocolEncoder(InfluxDBVersion.V2, Precision.NS).encode(point, line);
        return new LineProtocolParser(InfluxDBVersion.V2, Precision.NS)
                .parse(new String(line.toByteArray(), StandardCharsets.UTF_8));
    }

    /** What the server would answer. */
    private static InfluxDBRow row(Point point) {
        List<Object> cells = new ArrayList<>();
        cells.add(TestRows.MEASUREMENT);
        cells.add(point.measurement());
        point.tags()
                .forEach(
                        (key, value) -> {
                            cells.add(Column.tag(key));
                            cells.add(value);
                        });
        point.fields()
                .forEach(
                        (key, value) -> {
                            cells.add(Column.field(key, type(value)));
                            cells.add(value);
                        });
        return TestRows.row(point.timestamp(), cells.toArray());
    }

    private static ColumnType type(Object value) {
        if (value instanceof Double) {
            return ColumnType.FLOAT;
        }
        if (value instanceof Long) {
            return ColumnType.INTEGER;
        }
        if (value instanceof BigInteger) {
            return ColumnType.UNSIGNED;
        }
        return value instanceof Boolean ? ColumnType.BOOLEAN : ColumnType.STRING;
    }
}
