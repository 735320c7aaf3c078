/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.client.DensityCursor;
import org.apache.flink.connector.influxdb.model.TimeRange;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class SplitFillerTest {

    private static final PlanProgress PROGRESS = new PlanProgress(0, 1000, 0);
    private static final TimeRange RANGE = new TimeRange(0, 100);

    private static SplitFiller filler(long maxRows, long maxValues, int limit) {
        return new SplitFiller("cpu", new SplitAim(maxRows, maxValues), RANGE, limit);
    }

    private static InfluxDBSplit split(long start, long stop, long rows) {
        return InfluxDBSplit.unread("cpu", new TimeRange(start, stop), rows);
    }

    /** A window of ten nanoseconds. */
    private record Window(long start, long rows, long values) implements DensityCursor {
        @Override
        public boolean next() {
            return false;
        }

        @Override
        public TimeRange window() {
            return new TimeRange(start, start + 10);
        }

        @Override
        public void close() {}
    }

    @Test
    void testASplitEndsWhereTheNextWindowWouldBeTooMuch() {
        SplitFiller filler = filler(10, 100, 5);
        filler.add(new Window(10, 6, 6));
        filler.add(new Window(20, 4, 4));
        filler.add(new Window(60, 1, 1));

        assertThat(filler.slice(PROGRESS))
                .isEqualTo(
                        new PlanSlice(
                                PROGRESS.to(100), List.of(split(0, 60, 10), split(60, 100, 1))));
    }

    @Test
    void testManyFieldsMakeASplitShorter() {
        SplitFiller filler = filler(10, 20, 5);
        filler.add(new Window(10, 2, 15));
        filler.add(new Window(20, 2, 15));

        assertThat(filler.slice(PROGRESS).splits())
                .containsExactly(split(0, 20, 2), split(20, 100, 2));
    }

    @Test
    void testAWindowThatIsTooMuchByItselfIsASplit() {
        SplitFiller filler = filler(10, 100, 5);
        filler.add(new Window(10, 1, 1));
        filler.add(new Window(20, 50, 50));
        filler.add(new Window(30, 1, 1));

        assertThat(filler.slice(PROGRESS).splits())
                .containsExactly(split(0, 20, 1), split(20, 30, 50), split(30, 100, 1));
    }

    @Test
    void testAfterTheLimitTheRestIsLeftForTheNextSlice() {
        SplitFiller filler = filler(10, 100, 1);
        filler.add(new Window(10, 10, 10));
        filler.add(new Window(40, 5, 5));

        assertThat(filler.wanted()).isZero();
        assertThat(filler.slice(PROGRESS))
                .isEqualTo(new PlanSlice(PROGRESS.to(40), List.of(split(0, 40, 10))));
    }

    @Test
    void testWithoutAnyWindowTheRangeIsOneSplit() {
        assertThat(filler(10, 100, 1).slice(PROGRESS))
                .isEqualTo(new PlanSlice(PROGRESS.to(100), List.of(split(0, 100, 0))));
    }

    @Test
    void testOneFieldMayHaveAsManyRowsAsAreAskedFor() {
        assertThat(SplitAim.ofRows(20_000_000).fits(20_000_000, 20_000_000)).isTrue();
        assertThat(SplitAim.ofRows(1000).fits(1000, SplitAim.MAX_VALUES + 1)).isFalse();
    }
}
