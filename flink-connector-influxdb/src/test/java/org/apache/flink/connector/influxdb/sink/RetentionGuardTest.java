/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.client.BucketRetention;
import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.connector.influxdb.sink.DeadLetter.Category;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;

/** Points that are older than their bucket keeps points, by the clock of a server in 2031. */
class RetentionGuardTest {

    private static final Instant NOW = Instant.parse("2031-05-01T12:00:00Z");

    /** A retention of a day and shard groups of an hour. */
    private static final Instant LIMIT = Instant.parse("2031-04-30T11:00:00Z");

    private static GuardsFixture fixture() {
        GuardsFixture fixture = new GuardsFixture(TypeGuard.OFF);
        fixture.client.time = NOW;
        tell(fixture, 86_400, 3_600);
        return fixture;
    }

    private static void tell(GuardsFixture fixture, long seconds, long shardGroupSeconds) {
        fixture.client.retentions =
                (bucket, nothing) -> new BucketRetention(seconds, shardGroupSeconds);
    }

    private static Verdict at(GuardsFixture fixture, Instant time) throws Exception {
        return fixture.guards.check(
                "metrics", Point.measurement("m").field("f", 1.0), EpochNanos.of(time));
    }

    @Test
    void testPointOlderThanRetentionAndAShardGroupIsRejected() throws Exception {
        GuardsFixture fixture = fixture();
        Verdict verdict = at(fixture, LIMIT.minusNanos(1));

        assertThat(verdict.category()).isEqualTo(Category.BEYOND_RETENTION);
        assertThat(verdict.reason())
                .contains("2031-04-30T10:59:59.999999999Z")
                .contains("bucket 'metrics' keeps points for PT24H")
                .contains("a shard group, PT1H, it takes none before 2031-04-30T11:00:00Z")
                .contains("by the server's clock");
    }

    @Test
    void testPointWithinAShardGroupOfTheRetentionIsLeftToTheServer() throws Exception {
        GuardsFixture fixture = fixture();
        assertThat(at(fixture, LIMIT)).isSameAs(Verdict.PASS);
        assertThat(at(fixture, NOW.plus(Duration.ofDays(1000)))).isSameAs(Verdict.PASS);
        assertThat(fixture.client.retentionReads).isEqualTo(1);
    }

    @Test
    void testLimitMovesOnWithTime() throws Exception {
        GuardsFixture fixture = fixture();
        at(fixture, NOW);
        fixture.client.time = NOW.plusSeconds(600);
        fixture.pass(Duration.ofSeconds(600));

        assertThat(at(fixture, LIMIT.plusSeconds(600))).isSameAs(Verdict.PASS);
        assertThat(at(fixture, LIMIT.plusSeconds(599)).category())
                .isEqualTo(Category.BEYOND_RETENTION);
    }

    @Test
    void testLimitMovesOnBehindPointsThatNeverComeNearIt() throws Exception {
        GuardsFixture fixture = fixture();
        for (int minute = 0; minute < 120; minute++) {
            assertThat(at(fixture, NOW.plusSeconds(60L * minute))).isSameAs(Verdict.PASS);
            fixture.client.time = NOW.plusSeconds(60L * minute + 60);
            fixture.pass(Duration.ofMinutes(1));
        }

        assertThat(at(fixture, LIMIT.plusSeconds(7_200))).isSameAs(Verdict.PASS);
        assertThat(at(fixture, LIMIT.plusSeconds(7_199)).category())
                .isEqualTo(Category.BEYOND_RETENTION);
    }

    @Test
    void testRetentionThatBecameLongerIsSeenBeforeAPointIsRejected() throws Exception {
        GuardsFixture fixture = fixture();
        at(fixture, NOW);
        fixture.client.time = NOW.plusSeconds(61);
        fixture.pass(Duration.ofSeconds(61));
        tell(fixture, 2 * 86_400, 3_600);

        assertThat(at(fixture, LIMIT)).isSameAs(Verdict.PASS);
    }

    @Test
    void testPointsThatAreRejectedWithinAMinuteShareOneRead() throws Exception {
        GuardsFixture fixture = fixture();
        for (int i = 0; i < 100; i++) {
            assertThat(at(fixture, Instant.EPOCH).category()).isEqualTo(Category.BEYOND_RETENTION);
        }

        assertThat(fixture.client.retentionReads).isEqualTo(1);
    }

    @Test
    void testBucketThatKeepsPointsForEverTakesAny() throws Exception {
        GuardsFixture fixture = fixture();
        tell(fixture, 0, 604_800);

        assertThat(at(fixture, EpochNanos.toInstant(EpochNanos.MIN))).isSameAs(Verdict.PASS);
    }

    @Test
    void testUnknownShardGroupsMeanUnknown() throws Exception {
        GuardsFixture fixture = fixture();
        tell(fixture, 86_400, 0);

        assertThat(at(fixture, Instant.EPOCH)).isSameAs(Verdict.PASS);
    }

    @Test
    void testServerThatDoesNotTellMeansUnknown() throws Exception {
        GuardsFixture fixture = fixture();
        fixture.client.retentions =
                (bucket, nothing) -> {
                    throw new InfluxDBException(Kind.NOT_FOUND, "may not read", null);
                };

        assertThat(at(fixture, Instant.EPOCH)).isSameAs(Verdict.PASS);
        assertThat(fixture.task.gauge(SinkMetric.RETENTION_GUARD_OFF)).isEqualTo(1);
    }
}
