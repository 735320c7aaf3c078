/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.client.MixedTypes.Cast;
import org.apache.flink.connector.influxdb.model.ColumnType;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class MixedTypesTest {

    private static final long SEED = 20260105L;
    private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);

    private static final Set<ColumnType> ALL =
            EnumSet.of(
                    ColumnType.FLOAT,
                    ColumnType.INTEGER,
                    ColumnType.UNSIGNED,
                    ColumnType.STRING,
                    ColumnType.BOOLEAN);

    @Test
    void testOnlyTypesThatThereAreAreAskedFor() {
        assertThat(casts(ColumnType.FLOAT, ColumnType.STRING))
                .containsExactly(Cast.FLOAT, Cast.STRING);
        assertThat(casts(ColumnType.INTEGER, ColumnType.BOOLEAN))
                .containsExactly(Cast.INTEGER, Cast.BOOLEAN);
    }

    @Test
    void testSeveralNumericTypesAreAskedForInEveryWay() {
        assertThat(casts(ColumnType.FLOAT, ColumnType.INTEGER))
                .containsExactly(Cast.PLAIN, Cast.FLOAT, Cast.INTEGER);
        assertThat(casts(ColumnType.UNSIGNED, ColumnType.INTEGER))
                .containsExactly(Cast.PLAIN, Cast.FLOAT, Cast.INTEGER, Cast.UNSIGNED);
    }

    @Test
    void testEachValueIsCountedOnce() {
        assertThat(counted(ColumnType.FLOAT, ColumnType.INTEGER)).containsExactly(Cast.FLOAT);
        assertThat(counted(ColumnType.INTEGER, ColumnType.UNSIGNED)).containsExactly(Cast.FLOAT);
        assertThat(counted(ColumnType.INTEGER, ColumnType.STRING))
                .containsExactly(Cast.INTEGER, Cast.STRING);
        assertThat(counted(ColumnType.STRING, ColumnType.BOOLEAN))
                .containsExactly(Cast.STRING, Cast.BOOLEAN);
        assertThat(new MixedTypes(ColumnType.FLOAT, ALL).countedCasts())
                .containsExactly(Cast.FLOAT, Cast.STRING, Cast.BOOLEAN);
    }

    private static List<Cast> counted(ColumnType first, ColumnType second) {
        return new MixedTypes(first, EnumSet.of(first, second)).countedCasts();
    }

    private static List<Cast> casts(ColumnType first, ColumnType second) {
        return new MixedTypes(first, EnumSet.of(first, second)).casts();
    }

    @Test
    void testStringsAndBooleansStandForThemselves() {
        assertThat(merged(ColumnType.FLOAT, ALL, ALL, "1")).isEqualTo("1");
        assertThat(merged(ColumnType.FLOAT, ALL, ALL, "")).isEqualTo("");
        assertThat(merged(ColumnType.FLOAT, ALL, ALL, false)).isEqualTo(false);
        assertThat(merged(ColumnType.FLOAT, ALL, ALL, null)).isNull();
    }

    @Test
    void testANumberThatTwoTypesShareHasTheDeclaredType() {
        Set<ColumnType> types = EnumSet.of(ColumnType.FLOAT, ColumnType.INTEGER);

        assertThat(merged(ColumnType.FLOAT, types, types, 2L)).isEqualTo(2.0);
        assertThat(merged(ColumnType.INTEGER, types, types, 2.0)).isEqualTo(2L);
        assertThat(merged(ColumnType.STRING, types, types, 2L)).isEqualTo(2.0);
    }

    @Test
    void testWithoutFloatsInTheRangeAnIntegerStaysOne() {
        Set<ColumnType> types = EnumSet.of(ColumnType.FLOAT, ColumnType.INTEGER);

        Object value = merged(ColumnType.FLOAT, types, EnumSet.of(ColumnType.INTEGER), 2L);

        assertThat(value).isEqualTo(2L);
    }

    @Test
    void testNumbersAtTheLimitsOfTypesAreExact() {
        for (Object value :
                List.of(
                        9007199254740993L,
                        Long.MAX_VALUE,
                        Long.MIN_VALUE,
                        Long.MAX_VALUE - 1,
                        -1L,
                        -3L,
                        TWO_TO_64.subtract(BigInteger.ONE),
                        TWO_TO_64.subtract(BigInteger.TWO),
                        BigInteger.ONE.shiftLeft(63),
                        BigInteger.ONE.shiftLeft(63).add(BigInteger.ONE),
                        0x1p62,
                        1e300,
                        -1e300,
                        -0.5,
                        1.5,
                        Double.MIN_VALUE)) {
            for (ColumnType declared : ALL) {
                assertThat(decimal(merged(declared, ALL, ALL, value)))
                        .as("%s as %s", value, declared)
                        .isEqualByComparingTo(decimal(value));
            }
        }
    }

    @Test
    void testNegativeZeroStaysAFloat() {
        Set<ColumnType> types = EnumSet.of(ColumnType.FLOAT, ColumnType.INTEGER);

        assertThat(merged(ColumnType.INTEGER, types, types, -0.0)).isEqualTo(-0.0);
    }

    @Test
    void testNoNumberIsEverChanged() {
        Random random = new Random(SEED);
        List<ColumnType> numeric =
                List.of(ColumnType.FLOAT, ColumnType.INTEGER, ColumnType.UNSIGNED);
        for (int i = 0; i < 20_000; i++) {
            Set<ColumnType> types = EnumSet.noneOf(ColumnType.class);
            while (types.size() < 2) {
                types.add(numeric.get(random.nextInt(3)));
            }
            ColumnType stored = List.copyOf(types).get(random.nextInt(2));
            long bits = random.nextLong() >> random.nextInt(64);
            Object value =
                    switch (stored) {
                        case INTEGER -> bits;
                        case UNSIGNED -> BigInteger.valueOf(bits).mod(TWO_TO_64);
                        default ->
                                random.nextBoolean()
                                        ? (double) (bits >> random.nextInt(30))
                                        : random.nextGaussian() * 1e10;
                    };
            ColumnType declared = numeric.get(random.nextInt(3));
            Object merged = merged(declared, types, types, value);
            if (decimal(merged).compareTo(decimal(value)) != 0) {
                throw new AssertionError(
                        stored
                                + " "
                                + value
                                + " of "
                                + types
                                + " became "
                                + merged
                                + ", seed "
                                + SEED);
            }
        }
    }

    private static BigDecimal decimal(Object number) {
        return number instanceof Double value
                ? new BigDecimal(value)
                : new BigDecimal(number.toString());
    }

    /** What comes out for a stored value, given what the server's casts make of it. */
    private static Object merged(
            ColumnType declared, Set<ColumnType> types, Set<ColumnType> inRange, Object stored) {
        MixedTypes mixed = new MixedTypes(declared, types);
        Object[] wire = new Object[mixed.casts().size() + 1];
        for (int i = 0; i < mixed.casts().size(); i++) {
            wire[i + 1] = cast(mixed.casts().get(i), inRange, stored);
        }
        return mixed.merge(wire, 1);
    }

    /** What InfluxDB answers, as Go converts numbers on amd64. */
    private static Object cast(Cast cast, Set<ColumnType> inRange, Object stored) {
        return switch (cast) {
            case STRING -> stored instanceof String ? stored : null;
            case BOOLEAN -> stored instanceof Boolean ? stored : null;
            case PLAIN -> {
                Cast strongest =
                        inRange.contains(ColumnType.FLOAT)
                                ? Cast.FLOAT
                                : inRange.contains(ColumnType.INTEGER)
                                        ? Cast.INTEGER
                                        : Cast.UNSIGNED;
                yield cast(strongest, inRange, stored);
            }
            case FLOAT -> stored instanceof Number number ? (Object) number.doubleValue() : null;
            case INTEGER -> stored instanceof Number number ? (Object) truncated(number) : null;
            case UNSIGNED ->
                    stored instanceof Number number
                            ? BigInteger.valueOf(unsignedBits(number)).mod(TWO_TO_64)
                            : null;
        };
    }

    private static long truncated(Number number) {
        if (number instanceof Double value && (value >= 0x1p63 || value < -0x1p63)) {
            return Long.MIN_VALUE;
        }
        return number.longValue();
    }

    private static long unsignedBits(Number number) {
        if (number instanceof Double value && value >= 0x1p63) {
            return value < 0x1p64
                    ? new BigDecimal(value).toBigInteger().longValue()
                    : Long.MIN_VALUE;
        }
        return truncated(number);
    }
}
