/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.model.InfluxDBColumn;
import org.apache.flink.connector.influxdb.model.Point;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ObjectSerializationSchemaTest {

    /** All that a record can say. */
    public record Everything(
            Instant time,
            String measurement,
            Map<String, String> tags,
            @InfluxDBColumn(tag = true) String host,
            @InfluxDBColumn(value = "data center", tag = true) String place,
            double usage,
            Double boxed,
            float rounded,
            long count,
            int small,
            short smaller,
            Byte smallest,
            BigInteger unsigned,
            Boolean up,
            @InfluxDBColumn("odd name") String odd) {}

    /** A POJO of public fields, some of a class above it. */
    public static class Base {
        public LocalDateTime time;
    }

    /** See above. */
    public static class Pojo extends Base {
        public String host;

        @InfluxDBColumn("usage")
        public double percent;

        public transient String ignored = "not written";
    }

    /** A POJO with getters. */
    public static class Bean {
        private final long timestamp = 5;
        private final String hostName = "a";
        private final boolean isUp = true;

        public long getTimestamp() {
            return timestamp;
        }

        public String getHostName() {
            return hostName;
        }

        public boolean isUp() {
            return isUp;
        }
    }

    /** What a source reads of a tag or a field, with all tags. */
    public record Read(long time, Map<String, String> tags, String host, Double usage) {}

    /** Wrong in many ways. */
    public record ManyFaults(
            String time,
            List<String> names,
            @InfluxDBColumn(" ") long blank,
            @InfluxDBColumn(tag = true) int number,
            Instant end,
            double usage,
            @InfluxDBColumn("usage") Double again) {}

    /** Cannot be read. */
    public static class NoGetter {
        private final long count = 1;

        public void setCount(long count) {}
    }

    record NotPublic(long count) {}

    @Test
    void testRecordSaysAllThatAPointHas() throws Exception {
        Everything record =
                new Everything(
                        Instant.ofEpochSecond(0, 1),
                        "cpu",
                        Map.of("rack", "1"),
                        "a",
                        "east",
                        0.5,
                        7.0,
                        0.1f,
                        Long.MIN_VALUE,
                        1,
                        (short) -1,
                        (byte) 10,
                        BigInteger.TWO.pow(64).subtract(BigInteger.ONE),
                        true,
                        "");

        assertThat(Serialized.by(InfluxDBSerializationSchema.of(Everything.class)).point(record))
                .isEqualTo(
                        Point.measurement("cpu")
                                .tag("data center", "east")
                                .tag("host", "a")
                                .tag("rack", "1")
                                .field("usage", 0.5)
                                .field("boxed", 7.0)
                                .field("rounded", 0.1)
                                .field("count", Long.MIN_VALUE)
                                .field("small", 1L)
                                .field("smaller", -1L)
                                .field("smallest", 10L)
                                .field("unsigned", BigInteger.TWO.pow(64).subtract(BigInteger.ONE))
                                .field("up", true)
                                .field("odd name", "")
                                .time(1L));
    }

    @Test
    void testWhatIsNullIsLeftOut() throws Exception {
        Map<String, String> tags = new HashMap<>();
        tags.put("rack", null);
        Everything record =
                new Everything(
                        null, "m", tags, null, null, 0.5, null, 1f, 1, 1, (short) 1, null, null,
                        null, null);

        Point point = Serialized.by(InfluxDBSerializationSchema.of(Everything.class)).point(record);

        assertThat(point.hasTime()).isFalse();
        assertThat(point.tags()).isEmpty();
        assertThat(point.fields())
                .containsOnlyKeys("usage", "rounded", "count", "small", "smaller");
    }

    @Test
    void testPojoGivesFieldsAlsoOfTheClassAboveIt() throws Exception {
        Pojo pojo = new Pojo();
        pojo.time = LocalDateTime.parse("1970-01-01T00:00:00.000000001");
        pojo.host = "a";
        pojo.percent = 0.5;

        assertThat(
                        Serialized.by(InfluxDBSerializationSchema.of(Pojo.class, "cpu", "host"))
                                .point(pojo))
                .isEqualTo(Point.measurement("cpu").tag("host", "a").field("usage", 0.5).time(1L));
    }

    @Test
    void testPojoGivesWhatGettersSayByFlinksRules() throws Exception {
        assertThat(Serialized.by(InfluxDBSerializationSchema.of(Bean.class, "m")).point(new Bean()))
                .isEqualTo(
                        Point.measurement("m").field("hostName", "a").field("isUp", true).time(5L));
    }

    @Test
    void testTextThatIsReadFromATagIsWrittenAsTheTagAlone() throws Exception {
        var schema = Serialized.by(InfluxDBSerializationSchema.of(Read.class, "cpu"));

        assertThat(schema.point(new Read(1, Map.of("host", "a"), "a", 0.5)))
                .isEqualTo(Point.measurement("cpu").tag("host", "a").field("usage", 0.5).time(1L));
        assertThat(schema.point(new Read(1, Map.of("host", "a"), "b", null)))
                .isEqualTo(Point.measurement("cpu").tag("host", "a").field("host", "b").time(1L));
    }

    @Test
    void testTagThatIsSaidTwiceDifferentlyIsRejected() throws Exception {
        var schema = Serialized.by(InfluxDBSerializationSchema.of(Read.class, "cpu", "host"));

        assertThatThrownBy(() -> schema.point(new Read(1, Map.of("host", "a"), "b", 0.5)))
                .isInstanceOfSatisfying(
                        RejectedRecordException.class,
                        e -> assertThat(e.record()).startsWith("Read[time=1, tags={host=a}"))
                .hasMessageContaining("tag 'host' is said to be")
                .hasMessageContaining("'a'")
                .hasMessageContaining("'b'");
    }

    @Test
    void testRecordWithoutMeasurementTakesTheOneThatIsGiven() throws Exception {
        Everything record =
                new Everything(
                        null, null, null, null, null, 0.5, null, 1f, 1, 1, (short) 1, null, null,
                        null, null);

        assertThat(
                        Serialized.by(InfluxDBSerializationSchema.of(Everything.class, "other"))
                                .point(record)
                                .measurement())
                .isEqualTo("other");
        assertThatThrownBy(
                        () ->
                                Serialized.by(InfluxDBSerializationSchema.of(Everything.class))
                                        .point(record))
                .isInstanceOf(RejectedRecordException.class)
                .hasMessageContaining("'measurement' is null");
    }

    @Test
    void testTimeThatNoLongHoldsIsRejected() throws Exception {
        Pojo pojo = new Pojo();
        pojo.time = LocalDateTime.parse("2300-01-01T00:00:00");

        assertThatThrownBy(
                        () ->
                                Serialized.by(InfluxDBSerializationSchema.of(Pojo.class, "m"))
                                        .point(pojo))
                .isInstanceOf(RejectedRecordException.class)
                .hasMessageContaining("2300-01-01T00:00:00Z is outside");
    }

    @Test
    void testAllFaultsAreToldTogether() {
        assertThatThrownBy(() -> InfluxDBSerializationSchema.of(ManyFaults.class, "m", "nowhere"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(ManyFaults.class.getName())
                .hasMessageContaining("'time' is the time and cannot be a String")
                .hasMessageContaining("'names': InfluxDB has no type for a List")
                .hasMessageContaining("@InfluxDBColumn of 'blank' is blank")
                .hasMessageContaining("'number' is a tag and cannot be a int; use String")
                .hasMessageContaining("'end': InfluxDB has no type for a Instant")
                .hasMessageContaining("'usage' and 'again' are both column 'usage'")
                .hasMessageContaining("no member for the tag 'nowhere'");
    }

    @Test
    void testMeasurementMustBeSomewhere() {
        assertThatThrownBy(() -> InfluxDBSerializationSchema.of(Pojo.class))
                .hasMessageContaining("has no member 'String measurement'");
        assertThatThrownBy(() -> InfluxDBSerializationSchema.of(Pojo.class, ""))
                .hasMessageContaining("measurement's name is empty");
    }

    @Test
    void testWhatCannotBeReadIsRefused() {
        assertThatThrownBy(() -> InfluxDBSerializationSchema.of(NoGetter.class, "m"))
                .hasMessageContaining("field 'count'")
                .hasMessageContaining("public getter");
        assertThatThrownBy(() -> InfluxDBSerializationSchema.of(NotPublic.class, "m"))
                .hasMessageContaining("not public");
    }
}
