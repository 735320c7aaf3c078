/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.EpochNanos;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CsvValuesTest {

    private static final long SEED = 20260105L;
    private static final int RUNS = 20_000;

    private static byte[] bytes(String text) {
        // Something on either side, which no reader may look at.
        return ("9" + text + "9").getBytes(StandardCharsets.UTF_8);
    }

    private static long integer(String text) {
        byte[] bytes = bytes(text);
        return CsvValues.integer(bytes, 1, bytes.length - 1);
    }

    private static double floating(String text) {
        byte[] bytes = bytes(text);
        return CsvValues.floating(bytes, 1, bytes.length - 1);
    }

    private static BigInteger unsigned(String text) {
        byte[] bytes = bytes(text);
        return CsvValues.unsigned(bytes, 1, bytes.length - 1);
    }

    private static long time(String text) {
        byte[] bytes = bytes(text);
        return CsvValues.time(bytes, 1, bytes.length - 1);
    }

    private static boolean bool(String text) {
        byte[] bytes = bytes(text);
        return CsvValues.bool(bytes, 1, bytes.length - 1);
    }

    /** Faster than an assertion object for each of many values. */
    private static void check(boolean isRight, Object value) {
        if (!isRight) {
            throw new AssertionError("Read wrongly, with the seed " + SEED + ": " + value);
        }
    }

    @Test
    void testEveryTimeIsReadToTheNanosecond() {
        Random random = new Random(SEED);
        for (int i = 0; i < RUNS; i++) {
            // Shifts give times of every size, also close to 1970.
            long nanos = random.nextLong() >> random.nextInt(64);
            check(time(EpochNanos.toText(nanos)) == nanos, nanos);
        }
        assertThat(time(EpochNanos.toText(EpochNanos.MIN))).isEqualTo(EpochNanos.MIN);
        assertThat(time(EpochNanos.toText(Long.MAX_VALUE))).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void testDigitsBehindThePointMayBeCut() {
        assertThat(time("1970-01-01T00:00:01.5Z")).isEqualTo(1_500_000_000L);
        assertThat(time("1970-01-01T00:00:00.000000001Z")).isEqualTo(1L);
        assertThat(time("1969-12-31T23:59:59.999999999Z")).isEqualTo(-1L);
        assertThat(time("2000-02-29T12:00:00Z")).isEqualTo(951_825_600_000_000_000L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026",
                "2026-01-01T00:00:00",
                "2026-01-01 00:00:00Z",
                "2026-13-01T00:00:00Z",
                "2026-01-01T24:00:00Z",
                "2026-01-01T00:00:00.Z",
                "2026-01-01T00:00:00.1234567890Z",
                "2026-01-01T00:00:00+01:00",
                "2026-01-01T00:00:0xZ",
                "x026-01-01T00:00:00Z"
            })
    void testWhatIsNoTimeIsRefused(String text) {
        assertThatThrownBy(() -> time(text)).isInstanceOf(NumberFormatException.class);
    }

    @Test
    void testATimeThatNoLongHoldsIsRefused() {
        assertThatThrownBy(() -> time("2262-04-11T23:47:16.854775808Z"))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> time("9999-01-01T00:00:00Z"))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void testEveryFloatIsReadExactly() {
        Random random = new Random(SEED);
        for (int i = 0; i < RUNS; i++) {
            double value =
                    switch (i % 3) {
                        case 0 -> Double.longBitsToDouble(random.nextLong());
                        case 1 -> random.nextInt(1_000_000) / 1000.0;
                        default -> random.nextGaussian() * 50;
                    };
            if (Double.isFinite(value)) {
                String text = new BigDecimal(Double.toString(value)).toPlainString();
                check(floating(text) == value, value);
            }
        }
    }

    @Test
    void testTheFloatsThatHaveNamesAreRead() {
        assertThat(floating("NaN")).isNaN();
        assertThat(floating("+Inf")).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(floating("-Inf")).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(1 / floating("-0")).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(floating("0." + "0".repeat(323) + "5")).isEqualTo(Double.MIN_VALUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-", ".", "1.2.3", "Infinity", "x", "1e5", "0x1p3", "1d", " 1", "--1"})
    void testWhatIsNoFloatIsRefused(String text) {
        assertThatThrownBy(() -> floating(text)).isInstanceOf(NumberFormatException.class);
    }

    @Test
    void testEveryIntegerIsReadExactly() {
        Random random = new Random(SEED);
        for (int i = 0; i < RUNS; i++) {
            long value = random.nextLong() >> random.nextInt(64);
            check(integer(Long.toString(value)) == value, value);
        }
        assertThat(integer("-9223372036854775808")).isEqualTo(Long.MIN_VALUE);
        assertThat(integer("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "1.0",
                "+1",
                "x",
                "9223372036854775808",
                "-9223372036854775809",
                "9999999999999999999",
                "99999999999999999999"
            })
    void testWhatIsNoIntegerIsRefused(String text) {
        assertThatThrownBy(() -> integer(text)).isInstanceOf(NumberFormatException.class);
    }

    @Test
    void testUnsignedIntegersReachTwiceAsFar() {
        assertThat(unsigned("18446744073709551615")).isEqualTo("18446744073709551615");
        assertThat(unsigned("0")).isEqualTo(BigInteger.ZERO);
        assertThat(unsigned("999999999999999999")).isEqualTo("999999999999999999");
        assertThatThrownBy(() -> unsigned("18446744073709551616"))
                .isInstanceOf(NumberFormatException.class);
        assertThatThrownBy(() -> unsigned("-1")).isInstanceOf(NumberFormatException.class);
    }

    @Test
    void testBooleansAreTrueOrFalse() {
        assertThat(bool("true")).isTrue();
        assertThat(bool("false")).isFalse();
        assertThatThrownBy(() -> bool("True")).isInstanceOf(NumberFormatException.class);
        assertThatThrownBy(() -> bool("")).isInstanceOf(NumberFormatException.class);
    }
}
