/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;
import org.apache.flink.connector.influxdb.model.Point;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

import static org.apache.flink.connector.influxdb.model.InfluxDBVersion.V1;
import static org.apache.flink.connector.influxdb.model.InfluxDBVersion.V2;
import static org.apache.flink.connector.influxdb.model.InfluxDBVersion.V3;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class LineProtocolEncoderTest {

    private static final BigInteger MAX_UNSIGNED = new BigInteger("18446744073709551615");

    private final LineBuffer buffer = new LineBuffer();

    @Test
    void writesAllTypesAndSortsTags() throws Exception {
        Point point =
                Point.measurement("cpu")
                        .tag("region", "eu")
                        .tag("host", "a")
                        .field("load", 0.5)
                        .field("count", 7L)
                        .field("up", true)
                        .field("text", "x \"y\" \\z")
                        .field("size", MAX_UNSIGNED)
                        .time(1);

        assertThat(encoded(V2, Precision.NS, point))
                .isEqualTo(
                        "cpu,host=a,region=eu load=0.5,count=7i,up=true,"
                                + "text=\"x \\\"y\\\" \\\\z\",size=18446744073709551615u 1\n");
    }

    @Test
    void escapesNamesAsEachServerReadsThem() throws Exception {
        Point point = Point.measurement("a=b,c d").tag("k=1", "v,\\w").field("f 1", 1L).time(0);

        assertThat(encoded(V1, Precision.NS, point))
                .isEqualTo("a=b\\,c\\ d,k\\=1=v\\,\\w f\\ 1=1i 0\n");
        assertThat(encoded(V3, Precision.NS, point))
                .isEqualTo("a=b\\,c\\ d,k\\=1=v\\,\\\\w f\\ 1=1i 0\n");
    }

    @ParameterizedTest
    @ValueSource(
            longs = {0, 9, 10, 99, 100, -1, -10, 999_999_999_999L, Long.MAX_VALUE, Long.MIN_VALUE})
    void writesIntegersExactly(long value) throws Exception {
        assertThat(encoded(V2, Precision.NS, field(value))).isEqualTo("m f=" + value + "i 0\n");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.0, -0.0, 1e10, 0.1, Double.MIN_VALUE, Double.MAX_VALUE, 1e-5})
    void writesFloatsSoThatTheyAreReadBackExactly(double value) throws Exception {
        String line = encoded(V2, Precision.NS, field(value));

        String text = line.substring("m f=".length(), line.indexOf(" 0\n"));
        assertThat(Double.valueOf(text)).isEqualTo(value);
    }

    @Test
    void writesFloatsInTheFewestDigits() throws Exception {
        // Double.toString of Java 17 ends in 8015E-14.
        assertThat(encoded(V2, Precision.NS, field(0x1p-44)))
                .isEqualTo("m f=5.684341886080802E-14 0\n");
        assertThat(encoded(V2, Precision.NS, field(0.30000000000000004)))
                .isEqualTo("m f=0.30000000000000004 0\n");
    }

    @ParameterizedTest
    @CsvSource({
        "0.1, 0.1",
        "-6.853802E8, -6.853802E8",
        "16777216, 1.6777216E7",
        "3.4028235E38, 3.4028235E38",
        "1.0E-45, 1.4E-45"
    })
    void writes32BitFloatsWithoutNoise(float value, String text) throws Exception {
        assertThat(encoded(V2, Precision.NS, Point.measurement("m").field("f", value).time(0)))
                .isEqualTo("m f=" + text + " 0\n");
    }

    @Test
    void writesUtf8() throws Exception {
        String text = "é漢\uD83D\uDE00\u2028\u07ff\uffff";

        assertThat(encoded(V2, Precision.NS, Point.measurement(text).field(text, text).time(0)))
                .isEqualTo(text + " " + text + "=\"" + text + "\" 0\n");
    }

    @Test
    void writesLineFeedsInStringsAsTheyAre() throws Exception {
        assertThat(encoded(V1, Precision.NS, field("a\nb\r\n"))).isEqualTo("m f=\"a\nb\r\n\" 0\n");
    }

    @ParameterizedTest
    @CsvSource({"NS,-1,-1", "US,-1,-1", "US,-1000,-1", "MS,1999999,1", "S,-1000000001,-2"})
    void roundsTimesDown(Precision precision, long time, long written) throws Exception {
        Point point = Point.measurement("m").field("f", true).time(time);

        assertThat(encoded(V1, precision, point)).isEqualTo("m f=true " + written + "\n");
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void refusesTimesThatLeaveTheRangeOnlyByRounding(Precision precision) {
        LineProtocolEncoder encoder = new LineProtocolEncoder(V2, precision);
        Point earliest = Point.measurement("m").field("f", 1L).time(EpochNanos.MIN);
        Point latest = Point.measurement("m").field("f", 1L).time(EpochNanos.MAX);

        assertThatCode(() -> encoder.encode(latest, buffer)).doesNotThrowAnyException();
        if (precision == Precision.NS) {
            assertThatCode(() -> encoder.encode(earliest, buffer)).doesNotThrowAnyException();
        } else {
            assertThat(refusal(V2, precision, earliest).reason()).contains("outside");
        }
    }

    @Test
    void refusesTimesOutsideTheRange() {
        assertThat(refusal(V1, field(1L).time(EpochNanos.MIN - 1)).reason()).contains("outside");
        assertThat(refusal(V2, field(1L).time(EpochNanos.MAX + 1)).reason()).contains("outside");
        assertThatCode(() -> encoded(V3, Precision.NS, field(1L).time(Long.MIN_VALUE)))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesNumbersThatAreNone() {
        assertThat(refusal(V1, field(Double.NaN)).reason()).contains("no number");
        assertThat(refusal(V3, field(Double.NEGATIVE_INFINITY)).reason()).contains("no number");
    }

    @Test
    void refusesUnsignedIntegersOn18() {
        assertThat(refusal(V1, field(BigInteger.TEN)).reason()).contains("unsigned");
    }

    @Test
    void refusesReservedNames() throws Exception {
        Point tagged = Point.measurement("m").tag("_field", "x").field("f", 1L).time(0);

        assertThat(refusal(V2, tagged).key()).isEqualTo("_field");
        assertThat(encoded(V1, Precision.NS, tagged)).isEqualTo("m,_field=x f=1i 0\n");
        for (InfluxDBVersion version : InfluxDBVersion.values()) {
            Point timeTag = Point.measurement("m").tag("time", "x").field("f", 1L).time(0);
            Point timeField = Point.measurement("m").field("time", 1L).time(0);
            assertThat(refusal(version, timeTag).reason()).contains("reserves");
            assertThat(refusal(version, timeField).reason()).contains("reserves");
        }
    }

    @Test
    void refusesATagAndAFieldOfOneNameOn3() throws Exception {
        Point point = Point.measurement("m").tag("x", "1").field("x", 1L).time(0);

        assertThat(refusal(V3, point).reason()).contains("also the key of a tag");
        assertThat(encoded(V2, Precision.NS, point)).isEqualTo("m,x=1 x=1i 0\n");
    }

    @ParameterizedTest
    @EnumSource(names = {"V1", "V2"})
    void refusesALineThatTheServerWouldJoinWithTheNext(InfluxDBVersion version) throws Exception {
        Point harmless = Point.measurement("m").tag("a", "C:\\ x").field("f", "\"\n,=").time(0);
        Point harmful = Point.measurement("m").tag("a\\ ", "\"").field("f", 1L).time(0);

        assertThat(encoded(version, Precision.NS, harmless)).startsWith("m,a=C:\\\\ x f=");
        assertThat(refusal(version, harmful).key()).isEqualTo("a\\ ");
        assertThat(encoded(V3, Precision.NS, harmful)).endsWith(" f=1i 0\n");
    }

    @ParameterizedTest
    @EnumSource(names = {"V1", "V2"})
    void refusesALineThatTheServerWouldEndInsideAString(InfluxDBVersion version) {
        Point point = Point.measurement("m").tag("a", "\\ \\,").field("f", "x\ny f=1").time(0);

        assertThat(refusal(version, point).reason()).contains("where the line ends");
    }

    @Test
    void refusesEmptyNamesAndPointsWithoutFieldOrTime() {
        assertThat(refusal(V2, Point.measurement("").field("f", 1L).time(0)).reason())
                .isEqualTo("the measurement's name is empty");
        assertThat(refusal(V2, Point.measurement("m").field("", 1L).time(0)).reason())
                .isEqualTo("the field key is empty");
        assertThat(refusal(V2, Point.measurement("m").tag("", "x").field("f", 1L).time(0)).reason())
                .isEqualTo("the tag key is empty");
        assertThat(refusal(V2, Point.measurement("m").time(0)).reason()).contains("no field");
        assertThat(refusal(V2, Point.measurement("m").field("f", 1L)).reason()).contains("no time");
    }

    @Test
    void refusesHalvesOfSurrogatePairs() {
        for (String text : new String[] {"a\uD83D", "\uDE00a", "\uD83D\uD83D", "a\uD83Db"}) {
            assertThat(refusal(V2, field(text)).reason()).contains("surrogate");
        }
    }

    @Test
    void limitsStringsOf2To1048576Bytes() throws Exception {
        String longest = "\"".repeat(1_048_576);

        assertThat(encoded(V2, Precision.NS, field(longest))).hasSize(2 * 1_048_576 + 9);
        assertThat(refusal(V2, field(longest + "x")).reason()).contains("1048577 bytes");
        assertThat(encoded(V1, Precision.NS, field(longest + "x"))).hasSize(2 * 1_048_576 + 10);
    }

    @Test
    void limitsKeysTo65535Bytes() throws Exception {
        // Measurement, comma, "t=", value, four bytes of separator and "f" make 65,535.
        Point longest = Point.measurement("m").tag("t", "x".repeat(65_526)).field("f", 1L).time(0);
        Point tooLong = Point.measurement("m").tag("t", "x".repeat(65_527)).field("f", 1L).time(0);

        assertThat(encoded(V1, Precision.NS, longest)).hasSize(65_530 + 8);
        assertThat(refusal(V1, tooLong).reason()).contains("65536 bytes");
    }

    @Test
    void namesMeasurementKeyAndReasonAndShowsControlCharacters() {
        Point point = Point.measurement("cpu").tag("host", "a\nb").field("f", 1L).time(0);

        UnencodablePointException refusal = refusal(V2, point);

        assertThat(refusal.measurement()).isEqualTo("cpu");
        assertThat(refusal.key()).isEqualTo("host");
        assertThat(refusal)
                .hasMessage(
                        "A point of measurement 'cpu' cannot be written to InfluxDB 2.x: the value"
                                + " of tag 'host': 'a\\u000ab' holds a line feed, which would begin"
                                + " another point.");
    }

    @Test
    void leavesTheBufferAsItWasWhenItRefuses() throws Exception {
        LineProtocolEncoder encoder = new LineProtocolEncoder(V2, Precision.NS);
        encoder.encode(field(1L), buffer);
        byte[] before = buffer.toByteArray();

        catchThrowableOfType(
                UnencodablePointException.class, () -> encoder.encode(field(Double.NaN), buffer));

        assertThat(buffer.toByteArray()).isEqualTo(before);
    }

    private static Point field(Object value) {
        Point point = Point.measurement("m").time(0);
        if (value instanceof String text) {
            return point.field("f", text);
        }
        return point.field("f", (Number) value);
    }

    private String encoded(InfluxDBVersion version, Precision precision, Point point)
            throws UnencodablePointException {
        buffer.clear();
        new LineProtocolEncoder(version, precision).encode(point, buffer);
        return new String(buffer.toByteArray(), StandardCharsets.UTF_8);
    }

    private UnencodablePointException refusal(InfluxDBVersion version, Point point) {
        return refusal(version, Precision.NS, point);
    }

    private UnencodablePointException refusal(
            InfluxDBVersion version, Precision precision, Point point) {
        return catchThrowableOfType(
                UnencodablePointException.class,
                () -> new LineProtocolEncoder(version, precision).encode(point, new LineBuffer()));
    }
}
