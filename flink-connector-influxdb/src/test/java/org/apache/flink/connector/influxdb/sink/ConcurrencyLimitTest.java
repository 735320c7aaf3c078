/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class ConcurrencyLimitTest {

    private final ConcurrencyLimit limit = new ConcurrencyLimit(8, 5);

    @Test
    void testEachFailureHalvesItDownToOne() {
        List<Integer> limits = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            limits.add(limit.current());
            limit.failed();
        }

        assertThat(limits).containsExactly(8, 4, 2, 1, 1);
    }

    @Test
    void testAsManySuccessesAsMayBeUnderWayAddOne() {
        limit.failed();
        limit.failed();
        assertThat(limit.current()).isEqualTo(2);

        List<Integer> limits = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            limit.succeeded();
            limits.add(limit.current());
        }

        assertThat(limits).containsExactly(2, 3, 3, 3, 4, 4, 4, 4, 5);
    }

    @Test
    void testItNeverExceedsTheMost() {
        limit.failed();
        for (int i = 0; i < 100; i++) {
            limit.succeeded();
        }

        assertThat(limit.current()).isEqualTo(8);
    }

    @Test
    void testCircuitTripsAfterTheFailuresInARowAndClosesWithOneSuccess() {
        for (int i = 0; i < 4; i++) {
            limit.failed();
        }
        assertThat(limit.isTripped()).isFalse();

        limit.failed();
        assertThat(limit.isTripped()).isTrue();
        assertThat(limit.current()).isEqualTo(1);

        limit.succeeded();
        assertThat(limit.isTripped()).isFalse();
    }

    @Test
    void testSuccessInBetweenKeepsTheCircuitClosed() {
        for (int i = 0; i < 100; i++) {
            limit.failed();
            limit.succeeded();
        }

        assertThat(limit.isTripped()).isFalse();
    }

    @Test
    void testCircuitOfOneFailureLetsOneRequestGoAfterIt() {
        ConcurrencyLimit careful = new ConcurrencyLimit(8, 1);

        careful.failed();

        assertThat(careful.current()).isEqualTo(1);
    }
}
