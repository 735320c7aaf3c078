/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBVersion;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever the encoder accepts is read back equal from a real server, by other means than ours. */
abstract class RoundTripContract {

    private static final int BATCHES = 20;
    private static final int BATCH_SIZE = 200;

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private InfluxDBClient client;

    abstract InfluxDBExtension influxdb();

    abstract InfluxDBVersion version();

    @BeforeEach
    void connect() {
        client = InfluxDBClient.create(TestConnections.to(influxdb().server()).build());
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    @Test
    void everyPointThatIsAcceptedIsReadBackEqual() throws Exception {
        long seed = new Random().nextLong();
        NastyPoints points = new NastyPoints(seed, version().hasUnsigned());
        LineProtocolEncoder encoder = new LineProtocolEncoder(version(), Precision.NS);
        LineBuffer buffer = new LineBuffer();
        int refused = 0;
        for (int batch = 0; batch < BATCHES; batch++) {
            String bucket = influxdb().newBucket();
            Map<String, Point> written = new HashMap<>();
            buffer.clear();
            while (written.size() < BATCH_SIZE) {
                Point point = points.next(written.size());
                try {
                    encoder.encode(point, buffer);
                    written.put(point.measurement(), point);
                } catch (UnencodablePointException e) {
                    refused++;
                }
            }

            client.write(bucket, Precision.NS, buffer.asByteBuffer()).get();

            Map<String, Point> read = readBack(bucket);
            String where = "seed " + seed + ", batch " + batch;
            written.forEach((name, point) -> assertThat(read.get(name)).as(where).isEqualTo(point));
            assertThat(read).as(where).hasSize(BATCH_SIZE);
        }
        // Else the points would not be nasty enough to prove much.
        assertThat(refused).as("seed %d", seed).isGreaterThan(BATCH_SIZE);
    }

    @Test
    void theLongestStringIsReadBackEqual() throws Exception {
        String bucket = influxdb().newBucket();
        String text = "\"\\é".repeat(262_144);
        Point point = Point.measurement("m").field("f", text).time(0);

        write(bucket, point);

        assertThat(readBack(bucket)).containsEntry("m", point);
    }

    @Test
    void negativeZeroIsReadBack() throws Exception {
        String bucket = influxdb().newBucket();
        Point point = Point.measurement("m").field("f", -0.0).time(0);

        write(bucket, point);

        // As text, since a JSON parser takes it for the integer 0.
        assertThat(influxdb().server().queryInfluxQl(bucket, "SELECT f FROM m")).contains("[0,-0]");
    }

    @Test
    void theLongestKeyIsTaken() throws Exception {
        String bucket = influxdb().newBucket();
        Point point = Point.measurement("m").tag("t", "x".repeat(65_526)).field("f", 1L).time(0);

        write(bucket, point);

        assertThat(readBack(bucket)).containsEntry("m", point);
    }

    private void write(String bucket, Point point) throws Exception {
        LineBuffer buffer = new LineBuffer();
        new LineProtocolEncoder(version(), Precision.NS).encode(point, buffer);
        client.write(bucket, Precision.NS, buffer.asByteBuffer()).get();
    }

    /** All points of a bucket by measurement, where each measurement has one. */
    private Map<String, Point> readBack(String bucket) throws JsonProcessingException {
        Map<String, Map<String, String>> types = fieldTypes(bucket);
        String answer =
                influxdb().server().queryInfluxQl(bucket, "SELECT *::field FROM /.*/ GROUP BY *");
        Map<String, Point> points = new HashMap<>();
        for (JsonNode series : JSON.readTree(answer).at("/results/0/series")) {
            String measurement = series.get("name").asText();
            Point point = Point.measurement(measurement);
            series.path("tags").forEachEntry((key, value) -> point.tag(key, value.asText()));
            assertThat(series.get("values")).as("points of '%s'", measurement).hasSize(1);
            JsonNode row = series.get("values").get(0);
            point.time(row.get(0).longValue());
            for (int i = 1; i < row.size(); i++) {
                String key = series.get("columns").get(i).asText();
                // A column that another measurement has is null here.
                if (!row.get(i).isNull()) {
                    String type = types.get(measurement).get(key);
                    field(point, key, type, row.get(i));
                }
            }
            points.put(measurement, point);
        }
        return points;
    }

    private static void field(Point point, String key, String type, JsonNode value) {
        switch (type) {
            case "float" -> point.field(key, Double.parseDouble(value.asText()));
            case "integer" -> point.field(key, new BigInteger(value.asText()).longValueExact());
            case "unsigned" -> point.field(key, new BigInteger(value.asText()));
            case "boolean" -> point.field(key, value.booleanValue());
            case "string" -> point.field(key, value.textValue());
            default -> throw new IllegalStateException("Type " + type);
        }
    }

    private Map<String, Map<String, String>> fieldTypes(String bucket)
            throws JsonProcessingException {
        String answer = influxdb().server().queryInfluxQl(bucket, "SHOW FIELD KEYS");
        Map<String, Map<String, String>> types = new HashMap<>();
        for (JsonNode series : JSON.readTree(answer).at("/results/0/series")) {
            Map<String, String> fields = new HashMap<>();
            for (JsonNode row : series.get("values")) {
                fields.put(row.get(0).asText(), row.get(1).asText());
            }
            types.put(series.get("name").asText(), fields);
        }
        return types;
    }
}
