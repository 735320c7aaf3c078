/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import com.fasterxml.jackson.core.io.NumberOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Against Jackson's writer, which is another one by the same rules. */
class DoubleTextTest {

    private static final int NUMBERS = 300_000;

    private final byte[] bytes = new byte[DoubleText.MAX_LENGTH + 2];

    private String text(double value) {
        return new String(bytes, 1, DoubleText.put(value, bytes, 1) - 1, StandardCharsets.US_ASCII);
    }

    private void assertShortestAndExact(double value) {
        String text = text(value);

        assertThat(text).isEqualTo(NumberOutput.toString(value, true));
        assertThat(Double.doubleToRawLongBits(Double.parseDouble(text)))
                .isEqualTo(Double.doubleToRawLongBits(value));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.0",
        "-0.0, -0.0",
        "1, 1.0",
        "-1, -1.0",
        "10, 10.0",
        "0.1, 0.1",
        "1234567, 1234567.0",
        "9999999, 9999999.0",
        "10000000, 1.0E7",
        "12345678.5, 1.23456785E7",
        "0.001, 0.001",
        "0.00012, 1.2E-4",
        "100.25, 100.25",
        "4.9E-324, 4.9E-324",
        "9.9E-324, 9.9E-324",
        "1.5E-323, 1.5E-323",
        "2.2250738585072014E-308, 2.2250738585072014E-308",
        "1.7976931348623157E308, 1.7976931348623157E308",
        "9007199254740993, 9.007199254740992E15",
        "1.0E23, 1.0E23",
        "2.0E23, 2.0E23"
    })
    void testForm(double value, String text) {
        assertThat(text(value)).isEqualTo(text);
        assertShortestAndExact(value);
    }

    @Test
    void testEveryPowerOfTwoAndItsNeighbours() {
        for (int exponent = Double.MIN_EXPONENT - 52; exponent <= Double.MAX_EXPONENT; exponent++) {
            double power = Math.scalb(1.0, exponent);
            assertShortestAndExact(power);
            assertShortestAndExact(Math.nextUp(power));
            assertShortestAndExact(-Math.nextDown(power));
        }
    }

    @Test
    void testEveryPowerOfTenAndItsNeighbours() {
        for (int exponent = -323; exponent <= 308; exponent++) {
            double power = Double.parseDouble("1e" + exponent);
            assertShortestAndExact(power);
            assertShortestAndExact(Math.nextUp(power));
            assertShortestAndExact(Math.nextDown(power));
        }
    }

    @Test
    void testRandomNumbers() {
        Random random = new Random();
        for (int i = 0; i < NUMBERS; i++) {
            double any = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(any)) {
                assertShortestAndExact(any);
            }
            assertShortestAndExact(random.nextInt(1_000_000) / 100.0);
            assertShortestAndExact(random.nextGaussian());
            assertShortestAndExact(random.nextInt());
        }
    }

    @Test
    void testNumbersAreSmallMultiplesOfTheSmallest() {
        for (long multiple = 1; multiple < 10_000; multiple++) {
            assertShortestAndExact(Double.longBitsToDouble(multiple));
        }
    }

    @Test
    void testDigitsAreCountedAtEveryPowerOfTen() {
        long power = 1;
        for (int digits = 1; digits <= 19; digits++) {
            assertThat(DoubleText.digitCount(power)).isEqualTo(digits);
            assertThat(DoubleText.digitCount(power - 1)).isEqualTo(Math.max(1, digits - 1));
            power *= 10;
        }
        assertThat(DoubleText.digitCount(Long.MAX_VALUE)).isEqualTo(19);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void testWhatIsNoNumberIsRefused(double value) {
        assertThatThrownBy(() -> text(value)).isInstanceOf(IllegalArgumentException.class);
    }
}
