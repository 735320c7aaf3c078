/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBVersion;
import org.apache.flink.connector.influxdb.model.Point;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LineProtocolParserTest {

    private static final int POINTS = 5_000;

    private static Point parsed(String line) {
        return new LineProtocolParser(InfluxDBVersion.V2, Precision.NS).parse(line);
    }

    /** Else nobody knows what a replay writes. */
    @ParameterizedTest
    @EnumSource(InfluxDBVersion.class)
    void testEveryLineOfTheEncoderIsReadBackAsItsPoint(InfluxDBVersion version) throws Exception {
        long seed = new Random().nextLong();
        NastyPoints points = new NastyPoints(seed, version.hasUnsigned());
        LineProtocolEncoder encoder = new LineProtocolEncoder(version, Precision.NS);
        LineProtocolParser parser = new LineProtocolParser(version, Precision.NS);
        int written = 0;
        for (int i = 0; i < POINTS; i++) {
            Point point = points.next(i);
            LineBuffer line = new LineBuffer();
            try {
                encoder.encode(point, line);
            } catch (UnencodablePointException e) {
                continue;
            }
            written++;

            Point read = parser.parse(text(line));

            assertThat(read).as("seed %d, point %d", seed, i).isEqualTo(point);
            LineBuffer again = new LineBuffer();
            encoder.encode(read, again);
            assertThat(text(again)).as("seed %d, point %d", seed, i).isEqualTo(text(line));
        }
        assertThat(written).as("seed %d", seed).isGreaterThan(POINTS / 10);
    }

    private static String text(LineBuffer line) {
        return new String(line.toByteArray(), StandardCharsets.UTF_8);
    }

    @Test
    void testAllTypesAreTold() {
        assertThat(
                        parsed(
                                "cpu,host=a\\ b,region=eu load=0.5,n=-7i,size=18446744073709551615u,"
                                        + "up=true,text=\"x \\\"y\\\", \\\\z=1\" 1"))
                .isEqualTo(
                        Point.measurement("cpu")
                                .tag("host", "a b")
                                .tag("region", "eu")
                                .field("load", 0.5)
                                .field("n", -7L)
                                .field("size", new BigInteger("18446744073709551615"))
                                .field("up", true)
                                .field("text", "x \"y\", \\z=1")
                                .time(1L));
    }

    @Test
    void testLineOfAnotherWriterIsRead() {
        assertThat(parsed("cpu,b=1,a=2  f=1,g=t  7 \n"))
                .isEqualTo(
                        Point.measurement("cpu")
                                .tag("a", "2")
                                .tag("b", "1")
                                .field("f", 1.0)
                                .field("g", true)
                                .time(7L));
    }

    @Test
    void testLineWithoutTimeIsAPointWithoutTime() {
        assertThat(parsed("m f=1i").hasTime()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"NS, -7", "US, -7000", "MS, -7000000", "S, -7000000000"})
    void testTimeIsInThePrecision(Precision precision, long nanos) {
        assertThat(new LineProtocolParser(InfluxDBVersion.V1, precision).parse("m f=1 -7"))
                .isEqualTo(Point.measurement("m").field("f", 1.0).time(nanos));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "m",
                "m ",
                "m,a=1",
                "m,a=b=c f=1",
                "m,a f=1",
                "m,a= f=1",
                "m,=1 f=1",
                "m f",
                "m f=",
                "m =1",
                "m f=x",
                "m f=NaN",
                "m f=\"a",
                "m f=\"a\\\"",
                "m f=\"a\"b",
                "m f=1,",
                "m f=1 x",
                "m f=1 1.5",
                "m f=1 1 2",
                "m f=1 9223372036854775808",
                "m f=9223372036854775808i",
                "m f=-1u",
                "m f=1\nm f=2",
                "m,a=1,a=2 f=1",
                "m f=1,f=2",
                "# m f=1",
                "Point{m, tags={}, fields={f=NaN}, time=none}"
            })
    void testWhatIsNoLineIsRefused(String text) {
        assertThatThrownBy(() -> parsed(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void testTimeBeyondALongIsRefused() {
        assertThatThrownBy(
                        () ->
                                new LineProtocolParser(InfluxDBVersion.V2, Precision.S)
                                        .parse("m f=1 9223372037"))
                .hasMessageContaining("'9223372037' is no time in S");
    }

    @Test
    void testFaultSaysWhatAndWhere() {
        assertThatThrownBy(() -> parsed("m,a=1,a=2 f=1"))
                .hasMessage("No line of line protocol: tag 'a' is there twice, at character 9");
    }
}
