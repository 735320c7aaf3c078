/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBVersion;
import org.apache.flink.connector.influxdb.model.Point;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.charset.StandardCharsets;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What an encoder remembers of earlier points changes nothing of later ones. */
class RepeatedNamesTest {

    private static final String[] NAMES = {
        "a", "b c", "d,e", "\u00fc", "x\\y", "x".repeat(200), new String("a"), "", "two\nlines"
    };

    private static String encoded(LineProtocolEncoder encoder, Point point) {
        LineBuffer line = new LineBuffer();
        try {
            encoder.encode(point, line);
        } catch (UnencodablePointException e) {
            return e.getMessage();
        }
        return new String(line.toByteArray(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource(InfluxDBVersion.class)
    void testLinesAreThoseOfANewEncoder(InfluxDBVersion version) {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        LineProtocolEncoder encoder = new LineProtocolEncoder(version, Precision.NS);
        for (int i = 0; i < 5_000; i++) {
            Point point = Point.measurement(name(random)).time(0);
            for (int tag = random.nextInt(3); tag > 0; tag--) {
                point.tag(name(random), name(random));
            }
            for (int field = random.nextInt(12); field >= 0; field--) {
                point.field(name(random) + (field > 2 ? field : ""), 1L);
            }

            assertThat(encoded(encoder, point))
                    .as("seed %d", seed)
                    .isEqualTo(encoded(new LineProtocolEncoder(version, Precision.NS), point));
        }
    }

    /** Mostly the same, as in a job. */
    private static String name(Random random) {
        return NAMES[random.nextInt(4) > 0 ? 0 : random.nextInt(NAMES.length)];
    }

    @Test
    void testLineThatTheServerWouldJoinWithTheNextIsRefusedEachTime() {
        LineProtocolEncoder encoder = new LineProtocolEncoder(InfluxDBVersion.V2, Precision.NS);
        Point harmful = Point.measurement("m").tag("a\\ ", "\"").field("f", 1L).time(0);

        for (int i = 0; i < 4; i++) {
            assertThatThrownBy(() -> encoder.encode(harmful, new LineBuffer()))
                    .isInstanceOf(UnencodablePointException.class)
                    .hasMessageContaining("misread where the line ends");
        }
    }
}
