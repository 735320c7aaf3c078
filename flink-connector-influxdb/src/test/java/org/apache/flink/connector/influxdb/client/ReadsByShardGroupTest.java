/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.Column;
import org.apache.flink.connector.influxdb.model.ColumnType;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.RowLayout;
import org.apache.flink.connector.influxdb.model.TimeRange;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Shard groups are ten nanoseconds long here. */
class ReadsByShardGroupTest {

    private static final RowLayout LAYOUT =
            new RowLayout(List.of(Column.field("f", ColumnType.INTEGER)));

    private final NavigableSet<Long> points = new TreeSet<>();
    private final List<TimeRange> reads = new ArrayList<>();
    private final List<TimeRange> searches = new ArrayList<>();
    private final List<Part> open = new ArrayList<>();

    private ChainedCursor cursor(long start, long stop) {
        ShardGroups groups =
                time ->
                        new TimeRange(
                                Math.floorDiv(time, 10) * 10, Math.floorDiv(time, 10) * 10 + 10);
        return new ChainedCursor(
                new ReadsByShardGroup(
                        new TimeRange(start, stop),
                        groups,
                        new Search(),
                        part -> {
                            reads.add(part);
                            return new Part(part);
                        }));
    }

    private void givenPointsAt(long... times) {
        for (long time : times) {
            points.add(time);
        }
    }

    /** Finds the first point, to within the shard group that holds it. */
    private final class Search implements Census {
        @Override
        public Optional<Long> earliest(TimeRange range) {
            searches.add(range);
            return Optional.ofNullable(points.ceiling(range.start())).filter(range::contains);
        }

        @Override
        public Optional<TimeRange> extent(TimeRange range) {
            throw new UnsupportedOperationException("not asked for by reads");
        }

        @Override
        public DensityCursor density(TimeRange range, long width) {
            throw new UnsupportedOperationException("not asked for by reads");
        }
    }

    private final class Part implements RowCursor {
        private final TimeRange range;
        private long time;
        private boolean closed;

        Part(TimeRange range) {
            this.range = range;
            this.time = range.start() - 1;
            open.add(this);
        }

        @Override
        public boolean next() throws InfluxDBException {
            if (closed) {
                throw ServerErrors.closed("the part " + range, null);
            }
            Long next = points.higher(time);
            time = next == null ? range.stop() : next;
            return range.contains(time);
        }

        @Override
        public InfluxDBRow row() {
            return new InfluxDBRow(LAYOUT, time, new Object[] {time});
        }

        @Override
        public void close() {
            closed = true;
            open.remove(this);
        }
    }

    @Test
    void testNoReadCrossesTheBoundOfAShardGroup() throws Exception {
        givenPointsAt(4, 5, 9, 10, 19, 20, 21, 24, 25);

        assertThat(ReadSupport.times(ReadSupport.drain(cursor(5, 25))))
                .containsExactly(5L, 9L, 10L, 19L, 20L, 21L, 24L);
        assertThat(reads)
                .containsExactly(
                        new TimeRange(5, 10), new TimeRange(10, 20), new TimeRange(20, 25));
        assertThat(searches).isEmpty();
    }

    @Test
    void testAReadIsSentWhenTheOneBeforeItHasBeenRead() throws Exception {
        givenPointsAt(5, 15);
        ChainedCursor cursor = cursor(0, 20);

        assertThat(cursor.next()).isTrue();

        assertThat(reads).containsExactly(new TimeRange(0, 10));
    }

    @Test
    void testEmptyShardGroupsArePassedOver() throws Exception {
        givenPointsAt(7_005, 7_012, 90_000);

        assertThat(ReadSupport.times(ReadSupport.drain(cursor(0, 100_000))))
                .containsExactly(7_005L, 7_012L, 90_000L);
        assertThat(reads)
                .containsExactly(
                        new TimeRange(0, 10),
                        new TimeRange(7_000, 7_010),
                        new TimeRange(7_010, 7_020),
                        new TimeRange(7_020, 7_030),
                        new TimeRange(90_000, 90_010),
                        new TimeRange(90_010, 90_020));
    }

    @Test
    void testTheLastShardGroupIsReadWithoutASearch() throws Exception {
        givenPointsAt(13);

        assertThat(ReadSupport.drain(cursor(5, 15))).hasSize(1);
        assertThat(searches).isEmpty();
    }

    @Test
    void testARangeWithoutPointsHasNoRows() throws Exception {
        ChainedCursor cursor = cursor(5, 100_000);

        assertThat(cursor.next()).isFalse();
        assertThat(cursor.next()).isFalse();
        assertThat(reads).containsExactly(new TimeRange(5, 10));
        assertThat(open).isEmpty();
    }

    @Test
    void testACursorThatIsClosedEndsTheReadUnderWay() throws Exception {
        givenPointsAt(5, 6, 15);
        ChainedCursor cursor = cursor(0, 20);
        assertThat(cursor.next()).isTrue();

        cursor.close();

        assertThat(open).isEmpty();
        assertThatThrownBy(cursor::next)
                .isInstanceOf(InfluxDBException.class)
                .extracting(e -> ((InfluxDBException) e).kind())
                .isEqualTo(Kind.CONNECTION);
        assertThat(reads).containsExactly(new TimeRange(0, 10));
    }

    @Test
    void testACursorThatIsClosedWhileAReadBeginsEndsThatRead() {
        givenPointsAt(5);
        List<ChainedCursor> self = new ArrayList<>();
        self.add(
                new ChainedCursor(
                        hadRows -> {
                            self.get(0).close();
                            return Optional.of(new Part(new TimeRange(0, 10)));
                        }));

        assertThatThrownBy(self.get(0)::next).isInstanceOf(InfluxDBException.class);
        assertThat(open).isEmpty();
    }
}
