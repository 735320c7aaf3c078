/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.of;

/** The notation of values in the metadata column fields. */
class FieldNotationTest {

    static Stream<Arguments> values() {
        return Stream.of(
                of(1.0, "1.0"),
                of(-1.5, "-1.5"),
                of(1e300, "1.0E300"),
                of(Double.MIN_VALUE, "4.9E-324"),
                of(Long.MIN_VALUE, "-9223372036854775808i"),
                of(new BigInteger("18446744073709551615"), "18446744073709551615u"),
                of(true, "true"),
                of(false, "false"),
                of("", "\"\""),
                of("a", "\"a\""),
                of("a\"b\\c\\\\", "\"a\\\"b\\\\c\\\\\\\\\""),
                of("line\nfeed, 1i", "\"line\nfeed, 1i\""));
    }

    @ParameterizedTest
    @MethodSource("values")
    void testValueIsWrittenWithItsTypeAndReadBack(Object value, String text) {
        assertThat(FieldNotation.format(value)).isEqualTo(text);
        assertThat(FieldNotation.parse(text)).isEqualTo(value);
    }

    static Stream<Arguments> alsoRead() {
        return Stream.of(
                of("1", 1.0),
                of(".5", 0.5),
                of("5.", 5.0),
                of("1e5", 1e5),
                of("t", true),
                of("T", true),
                of("F", false),
                of("False", false),
                of("\"a\\b\"", "a\\b"));
    }

    @ParameterizedTest
    @MethodSource("alsoRead")
    void testOtherSpellingsOfLineProtocolAreRead(String text, Object value) {
        assertThat(FieldNotation.parse(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a",
                "\"",
                "\"a",
                "a\"",
                "\"a\"b\"",
                "\"a\\\"",
                "i",
                "1.5i",
                "u",
                "NaN",
                "Infinity",
                "1d",
                "0x10",
                "1 ",
                "9223372036854775808i",
                "truE",
                "--1"
            })
    void testAnythingElseIsRefused(String text) {
        assertThatThrownBy(() -> FieldNotation.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "' is no value in the notation");
    }
}
