/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.client.DeletePlan.Span;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;

/** Which points of a series are deleted together. */
class DeletePlanTest {

    private static DeletePlan plan(Long... times) {
        return new DeletePlan(new TreeSet<>(List.of(times)));
    }

    @Test
    void testPointsWithNothingInBetweenAreOneRange() {
        assertThat(plan(5L, 1L, 9L).spans()).containsExactly(new Span(1, 9));
    }

    @Test
    void testWhatStaysIsBetweenRanges() {
        DeletePlan plan = plan(1L, 5L, 9L);
        plan.stays(7);
        plan.stays(0);
        plan.stays(10);

        assertThat(plan.spans()).containsExactly(new Span(1, 5), new Span(9, 9));
    }

    @Test
    void testRefusedPointIsInNoRange() {
        DeletePlan plan = plan(1L, 5L, 9L);
        plan.refuse(5, "because");

        assertThat(plan.spans()).containsExactly(new Span(1, 1), new Span(9, 9));
        assertThat(plan.refused()).containsEntry(5L, "because");
    }

    @Test
    void testNothingIsJoinedBlindly() {
        DeletePlan plan = plan(1L, 2L);
        plan.setBlind();

        assertThat(plan.spans()).containsExactly(new Span(1, 1), new Span(2, 2));
    }
}
