/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.connector.influxdb.model.TimeRange;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class SplitPoolTest {

    private static final long ALL_PLANNED = Long.MAX_VALUE;

    private final RecordingEnumeratorContext context = new RecordingEnumeratorContext(2);
    private final ReaderTable readers = new ReaderTable(context);
    private final SplitPool pool = new SplitPool();

    SplitPoolTest() {
        context.register(0, List.of());
        context.register(1, List.of());
    }

    private static InfluxDBSplit split(String measurement, long start, long stop) {
        return InfluxDBSplit.unread(measurement, new TimeRange(start, stop), 0);
    }

    private List<InfluxDBSplit> give(int reader, long frontier) {
        List<InfluxDBSplit> splits = pool.take(reader, readers, frontier);
        readers.give(reader, splits);
        return splits;
    }

    @Test
    void testSplitsOfOneMeasurementGoOutOneByOne() {
        pool.addAll(List.of(split("a", 0, 10), split("a", 10, 20), split("a", 20, 30)));

        assertThat(give(0, ALL_PLANNED)).containsExactly(split("a", 0, 10));
        assertThat(give(0, ALL_PLANNED)).containsExactly(split("a", 10, 20));
        assertThat(give(1, ALL_PLANNED)).containsExactly(split("a", 20, 30));
    }

    @Test
    void testReaderTakesItsShareOfSplitsThatOverlapAtOnce() {
        pool.addAll(
                List.of(
                        split("a", 0, 10),
                        split("a", 10, 20),
                        split("a", 20, 30),
                        split("b", 0, 30)));

        assertThat(give(0, ALL_PLANNED)).containsExactly(split("a", 0, 10), split("a", 10, 20));
        assertThat(give(0, ALL_PLANNED)).isEmpty();
        assertThat(give(1, ALL_PLANNED)).containsExactly(split("b", 0, 30), split("a", 20, 30));
    }

    /** Else rows of the first could pass the start of the next before it comes. */
    @Test
    void testShareIsAssignedAsAWhole() {
        pool.addAll(List.of(split("a", 0, 10), split("b", 0, 10), split("c", 0, 10)));

        List<InfluxDBSplit> share = give(0, ALL_PLANNED);

        assertThat(share).hasSize(2);
        assertThat(context.assignments())
                .extracting(SplitsAssignment::assignment)
                .containsExactly(Map.of(0, share));
    }

    @Test
    void testReaderThatHasItsShareGoesOnWithTheNextStretch() {
        pool.addAll(List.of(split("a", 0, 10), split("b", 0, 10), split("a", 10, 20)));

        assertThat(give(0, ALL_PLANNED)).containsExactly(split("a", 0, 10));
        assertThat(give(0, ALL_PLANNED)).containsExactly(split("a", 10, 20));
        assertThat(give(1, ALL_PLANNED)).containsExactly(split("b", 0, 10));
    }

    @Test
    void testStretchThatIsNotAllPlannedIsNotHandedOut() {
        pool.add(split("a", 0, 10));

        assertThat(pool.isAnyReady(9)).isFalse();
        assertThat(give(0, 9)).isEmpty();
        assertThat(give(0, 10)).containsExactly(split("a", 0, 10));
    }

    @Test
    void testSplitThatIsReadInPartStartsWhereItGoesOn() {
        InfluxDBSplit half =
                split("a", 0, 10).withPosition(new SplitPosition.AtInstant(7, List.of()));
        readers.give(0, List.of(split("b", 0, 5)));
        pool.add(half);

        assertThat(give(0, ALL_PLANNED)).containsExactly(half);
    }

    @Test
    void testSplitThatIsLateForAllGoesToAnyone() {
        readers.give(0, List.of(split("a", 0, 30)));
        readers.give(1, List.of(split("a", 30, 60)));
        pool.add(split("new", 0, 10));

        assertThat(give(1, ALL_PLANNED)).containsExactly(split("new", 0, 10));
    }

    @Test
    void testNothingIsKeptBackForAReaderThatWasToldToEnd() {
        readers.dismiss(0);
        pool.addAll(List.of(split("a", 0, 10), split("b", 0, 10)));

        assertThat(give(1, ALL_PLANNED)).containsExactly(split("a", 0, 10), split("b", 0, 10));
    }

    @Test
    void testSplitThatIsLateForAllTakesAlongWhatItWouldMakeLate() {
        readers.give(0, List.of(split("a", 0, 30)));
        readers.give(1, List.of(split("a", 30, 60)));
        pool.addAll(List.of(split("new", 0, 100), split("a", 60, 90), split("b", 40, 50)));

        assertThat(give(1, ALL_PLANNED)).containsExactly(split("new", 0, 100), split("a", 60, 90));
        assertThat(give(0, ALL_PLANNED)).containsExactly(split("b", 40, 50));
    }
}
