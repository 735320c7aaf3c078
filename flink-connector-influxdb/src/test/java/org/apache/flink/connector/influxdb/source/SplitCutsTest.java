/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.TimeRange;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class SplitCutsTest {

    @Test
    void testCutsAtMultiplesCountFrom1970() {
        assertThat(SplitCuts.atMultiples(new TimeRange(-25, 25), 10, 100))
                .containsExactly(-20L, -10L, 0L, 10L, 20L);
    }

    @Test
    void testMultipleAtAnEndIsNoCut() {
        assertThat(SplitCuts.atMultiples(new TimeRange(10, 20), 10, 100)).isEmpty();
    }

    @Test
    void testCutsStopAtTheLimit() {
        assertThat(SplitCuts.atMultiples(TimeRange.ALL, 1_000_000_000L, 3)).hasSize(3);
    }

    @Test
    void testWidthOfMoreThanAllTimeCutsAt1970Only() {
        assertThat(SplitCuts.atMultiples(TimeRange.ALL, Long.MAX_VALUE, 100)).containsExactly(0L);
    }

    @Test
    void testSplitsOfRandomCutsCoverTheRangeWithoutGap() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int run = 0; run < 2000; run++) {
            long a = random.nextLong() >> random.nextInt(60);
            long b = random.nextLong() >> random.nextInt(60);
            TimeRange range = new TimeRange(Math.min(a, b), Math.max(a, b) + (a == b ? 1 : 0));
            long width = (random.nextLong() >>> 1 >> random.nextInt(60)) + 1;

            List<InfluxDBSplit> byWidth =
                    SplitCuts.splits("m", range, SplitCuts.atMultiples(range, width, 50));

            assertThat(byWidth).as("seed %d run %d", seed, run).satisfies(s -> covers(s, range));
        }
    }

    private static void covers(List<? extends InfluxDBSplit> splits, TimeRange range) {
        long at = range.start();
        for (InfluxDBSplit split : splits) {
            assertThat(split.range().start()).isEqualTo(at);
            at = split.range().stop();
        }
        assertThat(at).isEqualTo(range.stop());
    }
}
