/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBVersion;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** Deletes take the points that they name, and no others. */
abstract class DeletesContract {

    private static final ObjectMapper JSON = new ObjectMapper();

    private InfluxDBClient client;
    private String bucket;

    abstract InfluxDBExtension influxdb();

    abstract InfluxDBVersion version();

    @BeforeEach
    void open() {
        client = InfluxDBClient.create(TestConnections.to(influxdb().server()).build());
        bucket = influxdb().newBucket();
    }

    @AfterEach
    void close() {
        client.close();
    }

    final String bucket() {
        return bucket;
    }

    final void write(String... lines) {
        influxdb().server().writeLineProtocol(bucket, String.join("\n", lines));
    }

    static PointKey key(String measurement, long time, String... tags) {
        SortedMap<String, String> all = new TreeMap<>();
        for (int i = 0; i < tags.length; i += 2) {
            all.put(tags[i], tags[i + 1]);
        }
        return new PointKey(measurement, all, time);
    }

    final List<RefusedDelete> delete(PointKey... points) throws Exception {
        return delete(client, points);
    }

    final List<RefusedDelete> delete(InfluxDBClient client, PointKey... points) throws Exception {
        return client.delete(bucket, List.of(points)).get(60, TimeUnit.SECONDS);
    }

    /** The rows that a query still finds. */
    final List<String> left(String select) throws Exception {
        List<String> left = new ArrayList<>();
        JsonNode result = JSON.readTree(influxdb().server().queryInfluxQl(bucket, select));
        for (JsonNode row : result.at("/results/0/series/0/values")) {
            List<String> cells = new ArrayList<>();
            row.forEach(cell -> cells.add(cell.isNull() ? "-" : cell.asText()));
            left.add(String.join(" ", cells));
        }
        return left;
    }

    private List<String> left() throws Exception {
        return left("SELECT a, b, f FROM m");
    }

    @Test
    void testPointIsDeletedAndItsNeighboursAreNot() throws Exception {
        write("m,a=1 f=1 1000", "m,a=1 f=2 2000", "m,a=2 f=3 1000", "other,a=1 f=4 1000");

        assertThat(delete(key("m", 1000, "a", "1"))).isEmpty();

        assertThat(left("SELECT a, f FROM m")).containsExactlyInAnyOrder("2000 1 2", "1000 2 3");
        assertThat(left("SELECT a, f FROM other")).containsExactly("1000 1 4");
    }

    @Test
    void testAllFieldsOfThePointGo() throws Exception {
        write("m,a=1 f=1,g=\"x\",h=2i 1000", "m,a=1 f=1,g=\"y\" 1001");

        assertThat(delete(key("m", 1000, "a", "1"))).isEmpty();

        assertThat(left("SELECT f, g, h FROM m")).containsExactly("1001 1 y -");
    }

    @Test
    void testSeriesWithFurtherTagsIsKept() throws Exception {
        write("m,a=1 f=1 1000", "m,a=1,b=x f=2 1000", "m,a=1,b=x f=3 2000", "m,b=x f=4 1000");

        List<RefusedDelete> refused = delete(key("m", 1000, "a", "1"));

        if (version() == InfluxDBVersion.V1) {
            assertThat(refused).isEmpty();
            assertThat(left()).containsExactlyInAnyOrder("1000 1 x 2", "2000 1 x 3", "1000 - x 4");
        } else {
            assertThat(refused).hasSize(1);
            assertThat(refused.get(0).reason()).contains("{a=1, b=x}").contains("tag keys");
            assertThat(left()).hasSize(4);
        }
    }

    @Test
    void testSeriesWithFurtherTagsAtAnotherTimeIsNoHindrance() throws Exception {
        write("m,a=1 f=1 1000", "m,a=1,b=x f=2 2000", "m,a=1 f=3 3000");

        assertThat(delete(key("m", 1000, "a", "1"), key("m", 3000, "a", "1"))).isEmpty();

        assertThat(left()).containsExactly("2000 1 x 2");
    }

    @Test
    void testPointWithAllTagKeysIsDeletedBesideOthers() throws Exception {
        write("m,a=1,b=x f=1 1000", "m,a=1,b=y f=2 1000", "m,a=1 f=3 1000");

        assertThat(delete(key("m", 1000, "a", "1", "b", "x"))).isEmpty();

        assertThat(left()).containsExactlyInAnyOrder("1000 1 y 2", "1000 1 - 3");
    }

    @Test
    void testPointWithoutTagsIsDeletedAlone() throws Exception {
        write("m f=1 1000", "m f=2 2000", "m,a=1 f=3 3000");

        assertThat(delete(key("m", 1000))).isEmpty();

        assertThat(left("SELECT a, f FROM m")).containsExactlyInAnyOrder("2000 - 2", "3000 1 3");
    }

    @Test
    void testManyPointsOfASeriesAreDeletedBetweenThoseThatStay() throws Exception {
        String[] lines = new String[400];
        PointKey[] keys = new PointKey[200];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = "m,a=1 f=1 " + i;
        }
        // The first hundred, every second of the next hundred, and fifty that follow one another
        for (int i = 0; i < 100; i++) {
            keys[i] = key("m", i, "a", "1");
        }
        for (int i = 0; i < 50; i++) {
            keys[100 + i] = key("m", 100 + 2 * i, "a", "1");
            keys[150 + i] = key("m", 300 + i, "a", "1");
        }
        write(lines);

        assertThat(delete(keys)).isEmpty();

        assertThat(left("SELECT count(f) FROM m")).containsExactly("0 200");
        assertThat(left("SELECT count(f) FROM m WHERE time >= 0 AND time < 200")).hasSize(1);
        assertThat(left("SELECT f FROM m LIMIT 2")).containsExactly("101 1", "103 1");
    }

    @Test
    void testPointsThatDoNotExistAreDeletedToo() throws Exception {
        assertThat(delete(key("nothing", 1, "a", "1"), key("nothing", 2, "a", "1"))).isEmpty();
        write("m,a=1 f=1 1000");
        assertThat(delete(key("m", 1, "a", "1"), key("m", 1000, "a", "2"), key("m", 7, "z", "2")))
                .isEmpty();

        assertThat(left("SELECT a, f FROM m")).containsExactly("1000 1 1");
    }

    @Test
    void testEarliestAndLatestPointAreDeleted() throws Exception {
        long first = Long.MIN_VALUE + 2;
        long last = Long.MAX_VALUE - 1;
        write("m,a=1 f=1 " + first, "m,a=1 f=2 0", "m,a=1 f=3 " + last);

        assertThat(delete(key("m", first, "a", "1"), key("m", last, "a", "1"))).isEmpty();

        assertThat(left("SELECT f FROM m WHERE time >= " + first + " AND time <= " + last))
                .containsExactly("0 2");
    }

    @Test
    void testTagWithTheNameOfAFieldIsStillATag() throws Exception {
        write("m,f=1 f=1 1000", "m,f=2 f=1 1000", "m,a=1 f=1 1000");

        assertThat(delete(key("m", 1000, "f", "1"))).isEmpty();

        assertThat(left("SELECT f::field, f::tag, a FROM m"))
                .containsExactlyInAnyOrder("1000 1 2 -", "1000 1 - 1");
    }

    /** Names and values that would do harm if the server read them as its language. */
    @Test
    void testNothingBreaksOutOfItsQuotes() throws Exception {
        List<String> attacks =
                new ArrayList<>(Arrays.asList("_tagKey", "time::tag", "tag", "AND", "ü\u0301"));
        InjectionContract.attacks().map(DeletesContract::storable).forEach(attacks::add);
        InfluxDBVersion version = version();
        LineProtocolEncoder encoder = new LineProtocolEncoder(version, Precision.NS);
        write("victim,t=a f=1 1000", "victim,t=b f=2 1000", "m,a=v f=1 1000");
        List<String> before = left("SELECT * FROM victim");
        List<PointKey> keys = new ArrayList<>();
        LineBuffer buffer = new LineBuffer();
        for (String attack : attacks) {
            List<Point> points =
                    List.of(
                            Point.measurement(attack).tag("t", "a"),
                            Point.measurement("m").tag("a", attack),
                            Point.measurement("m").tag(attack, "v"),
                            Point.measurement("m").tag(attack, attack));
            for (Point point : points) {
                try {
                    encoder.encode(point.field("f", 1.0).time(1000), buffer);
                    LineBuffer key = new LineBuffer();
                    encoder.encodeKey(point, 1000, key);
                    keys.add(PointKey.parse(key.toByteArray(), Precision.NS));
                } catch (UnencodablePointException e) {
                    assertThat(e).hasMessageContaining("cannot be written");
                }
            }
        }
        client.write(bucket, Precision.NS, ByteBuffer.wrap(buffer.toByteArray()))
                .get(60, TimeUnit.SECONDS);
        int written = left("SELECT * FROM m").size();

        List<RefusedDelete> refused = delete(keys.toArray(PointKey[]::new));

        assertThat(refused)
                .allSatisfy(r -> assertThat(r.reason()).contains("unable to use system source"));
        assertThat(left("SELECT * FROM victim")).isEqualTo(before);
        long refusedOfM =
                refused.stream().filter(r -> keys.get(r.index()).measurement().equals("m")).count();
        assertThat(written).isGreaterThan(70);
        assertThat(left("SELECT * FROM m")).hasSize(1 + (int) refusedOfM);
        assertThat(left("SELECT a, f FROM m WHERE a = 'v'")).containsExactly("1000 v 1");
    }

    @Test
    void testWhatTheLanguageCannotSayIsRefused() throws Exception {
        write("m,a=1 f=1 1000", "n,a\rb=1 f=1 1000", "o,a=1\rb f=1 1000");

        List<RefusedDelete> refused =
                delete(
                        key("m", 1000, "a", "1"),
                        key("n", 1000, "a\rb", "1"),
                        key("o", 1000, "a", "1\rb"));

        boolean bindsValues = version() == InfluxDBVersion.V1;
        assertThat(refused).hasSize(bindsValues ? 1 : 2);
        assertThat(refused).allSatisfy(r -> assertThat(r.reason()).contains("has no words for it"));
        assertThat(left("SELECT f FROM m")).isEmpty();
        assertThat(left("SELECT f FROM n")).hasSize(1);
        assertThat(left("SELECT f FROM o")).hasSize(bindsValues ? 0 : 1);
    }

    private static String storable(String attack) {
        return (attack.endsWith("\\") ? attack + "x" : attack).replace("\\\"", "\\x\"");
    }
}
