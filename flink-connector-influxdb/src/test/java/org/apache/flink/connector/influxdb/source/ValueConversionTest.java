/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ValueConversionTest {

    private static final BigInteger MAX_UNSIGNED = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

    static Stream<Arguments> fitting() {
        return Stream.of(
                Arguments.of(0.1, double.class, 0.1),
                Arguments.of(Double.NaN, Double.class, Double.NaN),
                Arguments.of(1L << 53, double.class, 0x1p53),
                Arguments.of(Long.MIN_VALUE, double.class, -0x1p63),
                Arguments.of(BigInteger.TWO.pow(63), double.class, 0x1p63),
                Arguments.of(0.1, float.class, 0.1f),
                Arguments.of(Double.POSITIVE_INFINITY, Float.class, Float.POSITIVE_INFINITY),
                Arguments.of(1L << 24, float.class, 0x1p24f),
                Arguments.of(Long.MAX_VALUE, long.class, Long.MAX_VALUE),
                Arguments.of(BigInteger.ONE, Long.class, 1L),
                Arguments.of((long) Integer.MIN_VALUE, int.class, Integer.MIN_VALUE),
                Arguments.of((long) Short.MAX_VALUE, short.class, Short.MAX_VALUE),
                Arguments.of((long) Byte.MIN_VALUE, byte.class, Byte.MIN_VALUE),
                Arguments.of(MAX_UNSIGNED, BigInteger.class, MAX_UNSIGNED),
                Arguments.of(-1L, BigInteger.class, BigInteger.ONE.negate()),
                Arguments.of(false, boolean.class, false),
                Arguments.of("", String.class, ""));
    }

    @ParameterizedTest
    @MethodSource("fitting")
    void testValueThatFitsIsKept(Object value, Class<?> type, Object expected) {
        assertThat(ValueConversion.to(type).orElseThrow().convert(value)).isEqualTo(expected);
    }

    static Stream<Arguments> misfits() {
        return Stream.of(
                Arguments.of((1L << 53) + 1, double.class, "use long"),
                Arguments.of(Long.MAX_VALUE, double.class, "use long"),
                Arguments.of(MAX_UNSIGNED, double.class, "use BigInteger"),
                Arguments.of((1L << 24) + 1, float.class, "use long"),
                Arguments.of(1e39, float.class, "use double"),
                Arguments.of(MAX_UNSIGNED, long.class, "use BigInteger"),
                Arguments.of(1L << 31, int.class, "outside -2147483648 to 2147483647"),
                Arguments.of(-32769L, short.class, "use long"),
                Arguments.of(128L, Byte.class, "outside -128 to 127"),
                Arguments.of(1.0, long.class, "it is a float"),
                Arguments.of("1", long.class, "it is a string"),
                Arguments.of(1L, boolean.class, "it is an integer"),
                Arguments.of(true, double.class, "it is a boolean"),
                Arguments.of(BigInteger.ONE, String.class, "it is an unsigned integer"));
    }

    @ParameterizedTest
    @MethodSource("misfits")
    void testValueThatDoesNotFitIsRefusedWithTheWayOut(
            Object value, Class<?> type, String message) {
        assertThatThrownBy(() -> ValueConversion.to(type).orElseThrow().convert(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void testOtherTypesHaveNoConversion() {
        assertThat(List.of(Object.class, char.class, int[].class, Number.class))
                .allMatch(type -> ValueConversion.to(type).isEmpty());
    }
}
