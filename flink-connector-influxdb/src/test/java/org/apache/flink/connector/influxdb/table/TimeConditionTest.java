/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.table;

import org.apache.flink.connector.influxdb.table.TimeCondition.Operator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Instant;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/** Conditions on a rounded time, as a range of exact times. */
class TimeConditionTest {

    private static final long[] UNITS = {1, 10, 1_000, 1_000_000, 1_000_000_000};

    @ParameterizedTest
    @EnumSource(Operator.class)
    void testRangeHoldsExactlyTheTimesWhoseRoundedValueMeetsTheCondition(Operator operator) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            long unit = UNITS[random.nextInt(UNITS.length)];
            long literal = near(random, unit, 0);
            long time = near(random, unit, literal);
            TimeCondition range = TimeCondition.of(operator, instant(literal), unit);

            long shown = time - Math.floorMod(time, unit);
            boolean isInside = range.start() <= time && time < range.stop();

            assertThat(isInside)
                    .as("seed %s: %s %s %s, unit %s", seed, time, operator, literal, unit)
                    .isEqualTo(holds(shown, operator, literal));
        }
    }

    /** Close enough to meet the bounds often, on and beside multiples of the unit. */
    private static long near(Random random, long unit, long base) {
        return base + random.nextInt(-3, 4) * unit + random.nextInt(-2, 3);
    }

    private static boolean holds(long left, Operator operator, long right) {
        return switch (operator) {
            case EQUAL -> left == right;
            case LESS -> left < right;
            case LESS_OR_EQUAL -> left <= right;
            case GREATER -> left > right;
            case GREATER_OR_EQUAL -> left >= right;
        };
    }

    private static Instant instant(long nanos) {
        return Instant.ofEpochSecond(0, nanos);
    }

    @Test
    void testLiteralsBeyondWhatInfluxDbHoldsMeanAllOrNothing() {
        Instant before = Instant.parse("0001-01-01T00:00:00Z");
        Instant after = Instant.parse("9999-12-31T23:59:59Z");

        assertThat(TimeCondition.of(Operator.GREATER, before, 1)).isEqualTo(TimeCondition.ALL);
        assertThat(TimeCondition.of(Operator.LESS_OR_EQUAL, after, 1)).isEqualTo(TimeCondition.ALL);
        TimeCondition none = TimeCondition.of(Operator.LESS, before, 1);
        assertThat(none.start()).isGreaterThanOrEqualTo(none.stop());
        TimeCondition neither = TimeCondition.of(Operator.EQUAL, after, 1);
        assertThat(neither.start()).isGreaterThanOrEqualTo(neither.stop());
    }

    @Test
    void testSeveralConditionsNarrowEachOther() {
        TimeCondition from = TimeCondition.of(Operator.GREATER_OR_EQUAL, instant(10), 1);
        TimeCondition to = TimeCondition.of(Operator.LESS_OR_EQUAL, instant(20), 1);

        assertThat(from.and(to)).isEqualTo(new TimeCondition(10, 21));
    }
}
