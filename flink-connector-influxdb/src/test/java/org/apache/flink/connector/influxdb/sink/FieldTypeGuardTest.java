/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.MeasurementSchema;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.connector.influxdb.sink.DeadLetter.Category;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** Fields of another type than the server's. */
class FieldTypeGuardTest {

    /** 2^53 + 1, the first integer that no float holds. */
    private static final long INEXACT = 9_007_199_254_740_993L;

    private static Point point() {
        return Point.measurement("m").tag("t", "a").time(7);
    }

    @Test
    void testPointsThatAgreePassAndTheServerIsAskedOnce() throws Exception {
        GuardsFixture fixture = new GuardsFixture(TypeGuard.CHECK);
        fixture.tell("f", ColumnType.FLOAT);

        for (int i = 0; i < 100; i++) {
            assertThat(fixture.check(point().field("f", 0.5 + i))).isSameAs(Verdict.PASS);
        }

        assertThat(fixture.client.reads).containsExactly("metrics m");
    }

    @Test
    void testEveryTypeAgreesWithItself() throws Exception {
        GuardsFixture fixture = new GuardsFixture(TypeGuard.CHECK);
        fixture.tell(
                Map.of(
                        "f", Set.of(ColumnType.FLOAT),
                        "i", Set.of(ColumnType.INTEGER),
                        "u", Set.of(ColumnType.UNSIGNED),
                        "s", Set.of(ColumnType.STRING),
                        "b", Set.of(ColumnType.BOOLEAN)));

        Verdict verdict =
                fixture.check(
                        point().field("f", 1.0)
                                .field("i", 1L)
                                .field("u", BigInteger.ONE)
                                .field("s", "1")
                                .field("b", true));

        assertThat(verdict).isSameAs(Verdict.PASS);
    }

    @Test
    void testOtherTypeIsRejectedWithBothTypesAndTheWayOut() throws Exception {
        GuardsFixture fixture = new GuardsFixture(TypeGuard.CHECK);
        fixture.tell("f", ColumnType.FLOAT);

        Verdict verdict = fixture.check(point().field("g", 1L).field("f", "text"));

        assertThat(verdict.category()).isEqualTo(Category.TYPE_CONFLICT);
        assertThat(verdict.reason())
                .contains("Field 'f' of measurement 'm' is of type string")
                .contains("bucket 'metrics' has it as float")
                .contains("sink.type-guard to 'off'");
    }

    @Test
    void testIntegerForAFloatIsRejectedWithAHintAtCoerce() throws Exception {
        GuardsFixture fixture = new GuardsFixture(TypeGuard.CHECK);
        fixture.tell("f", ColumnType.FLOAT);

        assertThat(fixture.check(point().field("f", 1L)).reason())
                .contains("is of type integer")
                .contains("set sink.type-guard to 'coerce'");
    }

    @Test
    void testTypeThatChangedMeanwhileIsSeenBeforeAPointIsRejected() throws Exception {
        // Given types that were read, and then became others
        GuardsFixture fixture = new GuardsFixture(TypeGuard.CHECK);
        fixture.tell("f", ColumnType.FLOAT);
        fixture.check(point().field("f", 1.0));
        fixture.pass(Duration.ofSeconds(2));
        fixture.tell("f", ColumnType.INTEGER);

        assertThat(fixture.check(point().field("f", 1L))).isSameAs(Verdict.PASS);
        assertThat(fixture.check(point().field("f", 1.0)).category())
                .isEqualTo(Category.TYPE_CONFLICT);
    }

    @Test
    void testPointsThatAreRejectedWithinASecondShareOneRead() throws Exception {
        GuardsFixture fixture = new GuardsFixture(TypeGuard.CHECK);
        fixture.tell("f", ColumnType.FLOAT);
        fixture.check(point().field("f", 1.0));
        fixture.pass(Duration.ofSeconds(2));

        for (int i = 0; i < 100; i++) {
            assertThat(fixture.check(point().field("f", true)).category()).isNotNull();
        }

        assertThat(fixture.client.reads).hasSize(2);
    }

    @Test
    void testFieldOfSeveralTypesIsNotChecked() throws Exception {
        GuardsFixture fixture = new GuardsFixture(TypeGuard.CHECK);
        fixture.tell("f", ColumnType.FLOAT, ColumnType.STRING);

        assertThat(fixture.check(point().field("f", true))).isSameAs(Verdict.PASS);
        assertThat(fixture.check(point().field("f", 1L))).isSameAs(Verdict.PASS);
        fixture.pass(Duration.ofMinutes(2));
        fixture.check(point().field("f", 1L));

        assertThat(fixture.client.reads).hasSize(1);
    }

    @Test
    void testFieldThatIsNotListedPassesAndIsLookedForAgainAMinuteLater() throws Exception {
        // Given a measurement that is written for the first time
        GuardsFixture fixture = new GuardsFixture(TypeGuard.CHECK);
        assertThat(fixture.check(point().field("f", 1.0))).isSameAs(Verdict.PASS);
        fixture.tell("f", ColumnType.FLOAT);
        fixture.pass(Duration.ofSeconds(50));
        fixture.check(point().field("f", 1.0));
        assertThat(fixture.client.reads).hasSize(1);

        // When a minute is over, then the server is asked while the point passes
        fixture.pass(Duration.ofSeconds(11));
        assertThat(fixture.check(point().field("f", 1.0))).isSameAs(Verdict.PASS);
        fixture.task.runMails();

        assertThat(fixture.client.reads).hasSize(2);
        assertThat(fixture.check(point().field("f", "text")).category())
                .isEqualTo(Category.TYPE_CONFLICT);
    }

    @Test
    void testMeasurementsOfDifferentBucketsAreDifferent() throws Exception {
        GuardsFixture fixture = new GuardsFixture(TypeGuard.CHECK);
        fixture.client.schemas =
                (bucket, measurement) ->
                        new MeasurementSchema(
                                List.of(),
                                Map.of(
                                        "f",
                                        Set.of(
                                                bucket.equals("a")
                                                        ? ColumnType.FLOAT
                                                        : ColumnType.INTEGER)));

        assertThat(fixture.guards.check("a", point().field("f", 1.0), 7)).isSameAs(Verdict.PASS);
        assertThat(fixture.guards.check("b", point().field("f", 1L), 7)).isSameAs(Verdict.PASS);
        assertThat(fixture.guards.check("b", point().field("f", 1.0), 7).reason())
                .contains("bucket 'b' has it as integer");
    }

    @Test
    void testCoerceWritesExactIntegersAsFloatsAndLeavesThePointAlone() throws Exception {
        GuardsFixture fixture = new GuardsFixture(TypeGuard.COERCE);
        fixture.tell(Map.of("f", Set.of(ColumnType.FLOAT), "u", Set.of(ColumnType.FLOAT)));
        Point point =
                point().field("i", 1L)
                        .field("f", INEXACT - 1)
                        .field("u", BigInteger.ONE.shiftLeft(63))
                        .field("s", "text")
                        .field("b", true);

        Verdict verdict = fixture.check(point);

        assertThat(verdict.category()).isNull();
        assertThat(verdict.replacement())
                .isEqualTo(
                        point().field("i", 1L)
                                .field("f", 9_007_199_254_740_992.0)
                                .field("u", 0x1p63)
                                .field("s", "text")
                                .field("b", true));
        assertThat(point.fieldValue(1)).isEqualTo(INEXACT - 1);
        assertThat(fixture.task.counter(SinkMetric.COERCED)).isEqualTo(1);
    }

    @Test
    void testCoerceRejectsWhatIsNotExact() throws Exception {
        GuardsFixture fixture = new GuardsFixture(TypeGuard.COERCE);
        fixture.tell("f", ColumnType.FLOAT);

        assertThat(fixture.check(point().field("f", INEXACT)).reason())
                .contains("not exact as a float");
        assertThat(fixture.check(point().field("f", Long.MAX_VALUE)).category())
                .isEqualTo(Category.TYPE_CONFLICT);
        assertThat(fixture.check(point().field("f", "1")).category())
                .isEqualTo(Category.TYPE_CONFLICT);
        assertThat(fixture.task.counter(SinkMetric.COERCED)).isZero();
    }

    @Test
    void testCoerceNeverNarrows() throws Exception {
        GuardsFixture fixture = new GuardsFixture(TypeGuard.COERCE);
        fixture.tell("f", ColumnType.INTEGER);

        assertThat(fixture.check(point().field("f", 1.0)).category())
                .isEqualTo(Category.TYPE_CONFLICT);
    }

    @Test
    void testPointWithoutTimeStaysWithoutWhenItIsCoerced() throws Exception {
        GuardsFixture fixture = new GuardsFixture(TypeGuard.COERCE);
        fixture.tell("f", ColumnType.FLOAT);

        Verdict verdict = fixture.check(Point.measurement("m").field("f", 1L));

        assertThat(verdict.replacement()).isEqualTo(Point.measurement("m").field("f", 1.0));
    }

    @Test
    void testGuardThatIsOffAsksNothing() throws Exception {
        GuardsFixture fixture = new GuardsFixture(TypeGuard.OFF);
        fixture.tell("f", ColumnType.FLOAT);

        assertThat(fixture.check(point().field("f", 1L))).isSameAs(Verdict.PASS);
        assertThat(fixture.client.reads).isEmpty();
    }
}
