/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.TimeRange;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class EarliestSearchTest {

    private static final long WEEK = 7 * 86_400_000_000_000L;
    private static final long NOW = 1_700_000_000_000_000_000L;

    private final List<TimeRange> proved = new ArrayList<>();
    private int guesses;

    /** Looks for a point, where an index knows of more. */
    private Optional<Long> search(TimeRange range, long point, TimeRange indexed)
            throws InfluxDBException {
        return new EarliestSearch(
                        probe -> {
                            guesses++;
                            return probe.intersect(indexed).isPresent();
                        },
                        probe -> {
                            proved.add(probe);
                            return probe.contains(point) ? Optional.of(point) : Optional.empty();
                        })
                .in(range);
    }

    @Test
    void testThePointIsFoundWithFewQuestionsNoneOfWhichIsLong() throws Exception {
        TimeRange data = new TimeRange(NOW, NOW + 500 * WEEK);

        assertThat(search(TimeRange.ALL, NOW, data)).contains(NOW);

        assertThat(guesses + proved.size()).isLessThan(100);
        assertThat(proved)
                .filteredOn(probe -> probe.intersect(data).isPresent())
                .allMatch(probe -> probe.unsignedLength() <= 16 * WEEK);
    }

    @Test
    void testRangesWithoutPointsAreProvedToTheEnd() throws Exception {
        assertThat(search(TimeRange.ALL, Long.MAX_VALUE, new TimeRange(0, 1))).isEmpty();

        long at = TimeRange.ALL.start();
        for (TimeRange probe : proved) {
            assertThat(probe.start()).isEqualTo(at);
            at = probe.stop();
        }
        assertThat(at).isEqualTo(TimeRange.ALL.stop());
        assertThat(guesses + proved.size()).isLessThan(100);
    }

    @Test
    void testAnIndexThatAlwaysSaysYesCostsNotMuch() throws Exception {
        assertThat(search(TimeRange.ALL, NOW, TimeRange.ALL)).contains(NOW);

        assertThat(guesses + proved.size()).isLessThan(200);
    }

    @Test
    void testEveryPointIsFoundWhateverTheIndexSays() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int run = 0; run < 1000; run++) {
            long start = random.nextLong() >> random.nextInt(30);
            TimeRange range = TimeRange.ALL.withStart(Math.max(start, TimeRange.ALL.start()));
            long point = random.nextLong(range.start(), range.stop());
            TimeRange indexed = TimeRange.ALL.withStart(random.nextLong(0, Long.MAX_VALUE - 1));

            assertThat(search(range, point, indexed))
                    .as("seed %d run %d", seed, run)
                    .contains(point);
        }
    }
}
