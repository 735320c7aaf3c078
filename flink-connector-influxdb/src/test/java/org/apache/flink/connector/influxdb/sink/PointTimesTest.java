/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.client.Precision;
import org.apache.flink.connector.influxdb.model.Point;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Where the time of a point comes from. */
class PointTimesTest {

    private static final Point TIMELESS = Point.measurement("m").field("f", 1.0);

    private long clock = 5_000_000_123L;

    private PointTimes assigning(Precision precision) {
        return new PointTimes(true, precision, () -> clock);
    }

    @Test
    void testOwnTimeGoesBeforeTheRecordsAndThatBeforeAnAssignedOne() {
        PointTimes times = assigning(Precision.NS);

        assertThat(times.of(Point.measurement("m").time(7), 3L)).isEqualTo(7);
        assertThat(times.of(TIMELESS, 3L)).isEqualTo(3_000_000);
        assertThat(times.of(TIMELESS, null)).isEqualTo(5_000_000_123L);
    }

    @Test
    void testAssignedTimesIncreaseAlthoughTheClockStandsOrGoesBack() {
        PointTimes times = assigning(Precision.NS);

        assertThat(times.of(TIMELESS, null)).isEqualTo(5_000_000_123L);
        assertThat(times.of(TIMELESS, null)).isEqualTo(5_000_000_124L);
        clock -= 1_000_000;
        assertThat(times.of(TIMELESS, null)).isEqualTo(5_000_000_125L);
        clock += 2_000_000;
        assertThat(times.of(TIMELESS, null)).isEqualTo(5_001_000_123L);
    }

    @Test
    void testAssignedTimesDifferInThePrecisionOfTheWire() {
        PointTimes times = assigning(Precision.S);

        assertThat(times.of(TIMELESS, null)).isEqualTo(5_000_000_000L);
        assertThat(times.of(TIMELESS, null)).isEqualTo(6_000_000_000L);
        clock += 9_000_000_000L;
        assertThat(times.of(TIMELESS, null)).isEqualTo(14_000_000_000L);
    }

    @Test
    void testTimesThatAreThereAreNotRounded() {
        assertThat(assigning(Precision.S).of(Point.measurement("m").time(7), null)).isEqualTo(7);
    }

    @Test
    void testPointWithoutAnyTimeIsRefusedUnlessTimesAreAssigned() {
        PointTimes times = new PointTimes(false, Precision.NS, () -> clock);

        assertThat(times.refusal(TIMELESS, null))
                .contains("has no time, and neither has its record")
                .contains("sink.time.assign");
        assertThat(times.refusal(TIMELESS, 0L)).isNull();
        assertThat(assigning(Precision.NS).refusal(TIMELESS, null)).isNull();
    }
}
