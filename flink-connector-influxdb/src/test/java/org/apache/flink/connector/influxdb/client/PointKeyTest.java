/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBVersion;
import org.apache.flink.connector.influxdb.model.Point;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** What tells a point from others, written and read back. */
class PointKeyTest {

    private static final String SIGNS = "a\\ ,=\"'#\tü";

    /** Every text of up to four signs that mean something in line protocol, or look so. */
    private static List<String> texts() {
        List<String> texts = new ArrayList<>(List.of(""));
        for (int i = 0; i < texts.size() && texts.get(i).length() < 4; i++) {
            for (char sign : SIGNS.toCharArray()) {
                texts.add(texts.get(i) + sign);
            }
        }
        return texts.subList(1, texts.size());
    }

    @ParameterizedTest
    @EnumSource(names = {"V1", "V2"})
    void testEveryKeyThatCanBeWrittenIsReadBack(InfluxDBVersion version) {
        LineProtocolEncoder encoder = new LineProtocolEncoder(version, Precision.NS);
        LineBuffer buffer = new LineBuffer();
        int readBack = 0;
        for (String text : texts()) {
            for (Point point :
                    List.of(
                            Point.measurement(text),
                            Point.measurement("m").tag(text, "v").tag("z", "1"),
                            Point.measurement("m").tag("t", text).tag("u", "1"))) {
                buffer.clear();
                try {
                    encoder.encodeKey(point, -17, buffer);
                } catch (UnencodablePointException e) {
                    continue;
                }
                assertThat(PointKey.parse(buffer.toByteArray(), Precision.NS))
                        .isEqualTo(new PointKey(point.measurement(), point.tags(), -17));
                readBack++;
            }
        }
        assertThat(readBack).isGreaterThan(15_000);
    }

    @Test
    void testTimeIsInTheUnitOfTheWire() {
        byte[] key = "m,t=a 1500\n".getBytes(StandardCharsets.UTF_8);

        assertThat(PointKey.parse(key, Precision.MS).timestamp()).isEqualTo(1_500_000_000L);
    }
}
