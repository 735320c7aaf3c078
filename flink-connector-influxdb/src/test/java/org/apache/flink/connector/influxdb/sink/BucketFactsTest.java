/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.connector.influxdb.sink.DeadLetter.Category;
import org.apache.flink.testutils.logging.LoggerAuditingExtension;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.event.Level;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

/** Servers that do not tell what the guards need, or not soon, or too much. */
class BucketFactsTest {

    @RegisterExtension
    final LoggerAuditingExtension log =
            new LoggerAuditingExtension(BucketFacts.class.getPackageName(), Level.WARN);

    private static final Point WRONG = Point.measurement("m").field("f", "text").time(7);

    private static void refuseToTell(GuardsFixture fixture) {
        fixture.client.schemas =
                (bucket, measurement) -> {
                    throw new InfluxDBException(Kind.NOT_FOUND, "may not read", null);
                };
    }

    @Test
    void testServerThatDoesNotTellMeansUnknownAndIsAskedOnce() throws Exception {
        GuardsFixture fixture = new GuardsFixture(TypeGuard.CHECK);
        refuseToTell(fixture);

        for (int i = 0; i < 100; i++) {
            assertThat(fixture.check(WRONG)).isSameAs(Verdict.PASS);
            assertThat(fixture.check(Point.measurement("m" + i).field("f", 1))).isNotNull();
        }

        assertThat(fixture.client.reads).hasSize(1);
        assertThat(fixture.task.gauge(SinkMetric.TYPE_GUARD_OFF)).isEqualTo(1);
        assertThat(fixture.task.gauge(SinkMetric.RETENTION_GUARD_OFF)).isZero();
    }

    @Test
    void testOneLineInTheLogWarnsOfAllPointsMeasurementsAndBuckets() throws Exception {
        GuardsFixture fixture = new GuardsFixture(TypeGuard.CHECK);
        refuseToTell(fixture);

        for (int i = 0; i < 10; i++) {
            fixture.check(WRONG);
            fixture.check(Point.measurement("m" + i).field("f", 1));
            fixture.guards.check("bucket" + i, WRONG, 7);
            fixture.pass(BucketFacts.RETRY);
        }

        assertThat(fixture.task.gauge(SinkMetric.TYPE_GUARD_OFF)).isEqualTo(11);
        assertThat(log.getMessages())
                .singleElement(STRING)
                .contains("guard of field types", "is off for bucket 'metrics'", "may not read");
    }

    @Test
    void testServerIsAskedAgainEveryMinuteAndTheGuardComesBack() throws Exception {
        GuardsFixture fixture = new GuardsFixture(TypeGuard.CHECK);
        refuseToTell(fixture);
        fixture.check(WRONG);
        fixture.pass(Duration.ofSeconds(59));
        assertThat(fixture.client.reads).hasSize(1);
        fixture.pass(Duration.ofSeconds(1));
        assertThat(fixture.client.reads).hasSize(2);

        fixture.tell("f", ColumnType.FLOAT);
        fixture.pass(Duration.ofSeconds(60));

        assertThat(fixture.task.gauge(SinkMetric.TYPE_GUARD_OFF)).isZero();
        assertThat(fixture.check(WRONG).category()).isEqualTo(Category.TYPE_CONFLICT);
        fixture.pass(Duration.ofMinutes(10));
        assertThat(fixture.client.reads).hasSize(3);
    }

    @Test
    void testServerThatIsAwayIsAskedAgainSoon() throws Exception {
        GuardsFixture fixture = new GuardsFixture(TypeGuard.CHECK);
        fixture.client.schemas =
                (bucket, measurement) -> {
                    throw FakeClient.noConnection();
                };
        assertThat(fixture.check(WRONG)).isSameAs(Verdict.PASS);
        fixture.tell("f", ColumnType.FLOAT);

        fixture.pass(Duration.ofSeconds(5));

        assertThat(fixture.check(WRONG).category()).isEqualTo(Category.TYPE_CONFLICT);
    }

    @Test
    void testBucketThatIsNotToldLeavesTheOthersGuarded() throws Exception {
        GuardsFixture fixture = new GuardsFixture(TypeGuard.CHECK);
        fixture.tell("f", ColumnType.FLOAT);
        fixture.check(Point.measurement("m").field("f", 1.0));
        refuseToTell(fixture);
        assertThat(fixture.guards.check("other", WRONG, 7)).isSameAs(Verdict.PASS);

        assertThat(fixture.check(WRONG).category()).isEqualTo(Category.TYPE_CONFLICT);
        assertThat(fixture.task.gauge(SinkMetric.TYPE_GUARD_OFF)).isEqualTo(1);
    }

    @Test
    void testMismatchThatCannotBeConfirmedPasses() throws Exception {
        GuardsFixture fixture = new GuardsFixture(TypeGuard.CHECK);
        fixture.tell("f", ColumnType.FLOAT);
        fixture.check(Point.measurement("m").field("f", 1.0));
        fixture.pass(Duration.ofSeconds(2));
        refuseToTell(fixture);

        assertThat(fixture.check(WRONG)).isSameAs(Verdict.PASS);
        assertThat(fixture.task.gauge(SinkMetric.TYPE_GUARD_OFF)).isEqualTo(1);
    }

    @Test
    void testFaultOfOursIsNoReasonToStopTheJob() throws Exception {
        GuardsFixture fixture = new GuardsFixture(TypeGuard.CHECK);
        fixture.client.schemas =
                (bucket, measurement) -> {
                    throw new IllegalStateException("a bug");
                };

        assertThat(fixture.check(WRONG)).isSameAs(Verdict.PASS);
    }

    @Test
    void testSilentServerIsWaitedForFiveSecondsOnceInAll() throws Exception {
        // Given a server that answers what it is asked first, how long it keeps points, and no more
        GuardsFixture fixture = new GuardsFixture(TypeGuard.CHECK);
        fixture.check(Point.measurement("first").field("f", 1.0));
        fixture.fallSilent();
        long start = fixture.task.getProcessingTimeService().getCurrentProcessingTime();
        fixture.task.letTimePassWhileItWaits();

        for (int i = 0; i < 100; i++) {
            assertThat(fixture.check(WRONG)).isSameAs(Verdict.PASS);
        }

        assertThat(fixture.task.getProcessingTimeService().getCurrentProcessingTime() - start)
                .isBetween(5_000L, 5_100L);
        assertThat(fixture.task.gauge(SinkMetric.TYPE_GUARD_OFF)).isEqualTo(1);
    }

    @Test
    void testAnswerThatComesLatePutsTheGuardToWork() throws Exception {
        GuardsFixture fixture = new GuardsFixture(TypeGuard.CHECK);
        fixture.check(Point.measurement("first").field("f", 1.0));
        fixture.tell("f", ColumnType.FLOAT);
        fixture.fallSilent();
        fixture.task.whenItWaits(() -> fixture.task.pass(5_000));
        assertThat(fixture.check(WRONG)).isSameAs(Verdict.PASS);

        fixture.speak();

        assertThat(fixture.task.gauge(SinkMetric.TYPE_GUARD_OFF)).isZero();
        assertThat(fixture.check(WRONG).category()).isEqualTo(Category.TYPE_CONFLICT);
    }

    @Test
    void testPointWaitsForTheAnswerAndIsJudgedByIt() throws Exception {
        GuardsFixture fixture = new GuardsFixture(TypeGuard.CHECK);
        fixture.check(Point.measurement("first").field("f", 1.0));
        fixture.tell("f", ColumnType.FLOAT);
        fixture.fallSilent();
        fixture.task.whenItWaits(fixture::speak);

        assertThat(fixture.check(WRONG).category()).isEqualTo(Category.TYPE_CONFLICT);
    }

    @Test
    void testBeyondTheCapacityMeasurementsPassUncheckedUntilThereIsRoom() throws Exception {
        GuardsFixture fixture = new GuardsFixture(TypeGuard.CHECK);
        fixture.tell("f", ColumnType.FLOAT);
        for (int i = 0; i < BucketFacts.CAPACITY; i++) {
            fixture.check(Point.measurement("m" + i).field("f", 1.0));
        }
        assertThat(fixture.client.reads).contains("metrics m9999");
        assertThat(fixture.check(WRONG)).isSameAs(Verdict.PASS);
        assertThat(fixture.client.reads).doesNotContain("metrics m");
        assertThat(fixture.check(Point.measurement("m0").field("f", true)).category()).isNotNull();

        fixture.pass(BucketFacts.KEPT);

        assertThat(fixture.check(WRONG).category()).isEqualTo(Category.TYPE_CONFLICT);
    }
}
