/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.TimeRange;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PatientPlannerTest {

    private static PatientPlanner planner(FakeInfluxDB server, Duration backoff) {
        PlanOptions options =
                new PlanOptions(TimeBounds.earliest(), TimeBounds.latest(), 0, 100, null, 1000);
        return new PatientPlanner(
                TestQueries.scope(TestQueries.MEASUREMENT, options),
                server,
                new RetryOptions(3, backoff, backoff),
                new Random(1));
    }

    @Test
    void testPassingFaultIsOutlasted() throws Exception {
        FakeInfluxDB server = new FakeInfluxDB().withPointsAt(1).failPlanning(3, Kind.CONNECTION);

        PlanSlice slice =
                planner(server, Duration.ofMillis(1)).next("cpu", PlanProgress.from(0, 100));

        assertThat(slice.splits())
                .containsExactly(InfluxDBSplit.unread("cpu", new TimeRange(0, 100), 1));
    }

    @Test
    void testFaultThatStaysIsThrownAfterTheRetries() {
        FakeInfluxDB server = new FakeInfluxDB().withPointsAt(1).failPlanning(4, Kind.CONNECTION);

        assertThatThrownBy(
                        () ->
                                planner(server, Duration.ofMillis(1))
                                        .next("cpu", PlanProgress.from(0, 100)))
                .isInstanceOf(InfluxDBException.class)
                .hasMessageContaining("fake fault CONNECTION");
    }

    @Test
    void testFaultThatCannotPassIsThrownAtOnce() {
        FakeInfluxDB server = new FakeInfluxDB().withPointsAt(1).failPlanning(1, Kind.INVALID);

        assertThatThrownBy(
                        () ->
                                planner(server, Duration.ofHours(1))
                                        .next("cpu", PlanProgress.from(0, 100)))
                .isInstanceOf(InfluxDBException.class)
                .hasMessageContaining("fake fault INVALID");
    }

    @Test
    void testClosingEndsTheWait() {
        FakeInfluxDB server = new FakeInfluxDB().withPointsAt(1).failPlanning(1, Kind.CONNECTION);
        PatientPlanner planner = planner(server, Duration.ofHours(1));

        planner.close();

        assertThatThrownBy(() -> planner.next("cpu", PlanProgress.from(0, 100)))
                .isInstanceOf(InfluxDBException.class);
    }

    @Test
    void testMeasurementsThatWereAddedAreLookedForAgainAfterAPassingFault() throws Exception {
        FakeInfluxDB server =
                new FakeInfluxDB() {
                    private boolean hasFailed;

                    @Override
                    public Instant serverTime() throws InfluxDBException {
                        if (!hasFailed) {
                            hasFailed = true;
                            throw new InfluxDBException(Kind.CONNECTION, "one lost ping", null);
                        }
                        return super.serverTime();
                    }
                };

        List<MeasurementPlan> found =
                planner(server, Duration.ofMillis(1)).lookPatiently(0, Set.of());

        assertThat(found).extracting(MeasurementPlan::measurement).containsExactly("cpu");
    }
}
