/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.TimeRange;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.apache.flink.connector.influxdb.source.FakeInfluxDB.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Queries of the user's own whose answer changed, with {@link QueryResume#RESTART}: what comes out
 * of the reading goes through the state of the split, as the emitter has it.
 */
class QueryRestartTest {

    private static final InfluxDBSplit SPLIT = InfluxDBSplit.unread(new TimeRange(0, 100));
    private static final InfluxDBRow A = row(1, "a", 1);
    private static final InfluxDBRow B = row(2, "b", 2);
    private static final InfluxDBRow C = row(3, "c", 3);
    private static final InfluxDBRow LATE = row(0, "late", 0);

    private static final ReadOptions OPTIONS =
            new ReadOptions(
                    new RetryOptions(2, Duration.ofNanos(1), Duration.ofNanos(1)),
                    TailOptions.DEFAULT,
                    1,
                    QueryResume.RESTART,
                    false);

    private final FakeInfluxDB server = new FakeInfluxDB().with(A).with(B).with(C);
    private final List<InfluxDBRow> handedOn = new ArrayList<>();

    private SplitState state;
    private Reading reading;

    private void open(InfluxDBSplit split) {
        state = SplitState.of(split, TestQueries.TEXT, OPTIONS.tail());
        reading =
                new Readings(
                                TestQueries.TEXT,
                                server,
                                OPTIONS,
                                new Random(1),
                                System::nanoTime,
                                new ReadMetrics())
                        .open(split);
    }

    /** One call of the split reader, and the emitter's part. */
    private boolean fetch() throws InfluxDBException {
        List<SplitElement> elements = new ArrayList<>();
        boolean isFinished = false;
        try {
            isFinished = reading.read(elements, () -> false);
        } catch (InfluxDBException e) {
            reading.recover(e);
        }
        for (SplitElement element : elements) {
            if (element instanceof SplitElement.Row of) {
                handedOn.add(of.row());
                state.advance(of.row());
            } else if (element instanceof SplitElement.Restart) {
                state.restart();
            }
        }
        return isFinished;
    }

    private void readToTheEnd() throws InfluxDBException {
        boolean isFinished = false;
        while (!isFinished) {
            isFinished = fetch();
        }
    }

    @Test
    void testAnswerThatDidNotChangeIsHandedOnOnce() throws Exception {
        server.failAfter(2, Kind.CONNECTION);
        open(SPLIT);

        readToTheEnd();

        assertThat(handedOn).containsExactly(A, B, C);
    }

    @Test
    void testChangedAnswerIsHandedOnFromItsFirstRow() throws Exception {
        server.failAfter(2, Kind.CONNECTION);
        open(SPLIT);
        fetch();

        server.with(LATE);
        readToTheEnd();

        assertThat(handedOn).containsExactly(A, B, LATE, A, B, C);
    }

    @Test
    void testShorterAnswerIsHandedOnFromItsFirstRow() throws Exception {
        open(SPLIT.withPosition(new SplitPosition.AfterRows(5, new Hash128(1, 2))));

        readToTheEnd();

        assertThat(handedOn).containsExactly(A, B, C);
    }

    @Test
    void testRestoredPositionThatFitsNoMoreBeginsAnew() throws Exception {
        server.failAfter(2, Kind.CONNECTION);
        open(SPLIT);
        fetch();
        InfluxDBSplit checkpoint = state.toSplit();
        server.with(LATE);

        open(checkpoint);
        readToTheEnd();

        assertThat(handedOn).containsExactly(A, B, LATE, A, B, C);
    }

    @Test
    void testCheckpointAfterARestartGoesOnBehindTheNewRows() throws Exception {
        server.failAfter(2, Kind.CONNECTION);
        open(SPLIT);
        fetch();
        server.with(LATE);
        // The first answer after the fault shows the change, the next is cut.
        server.failAfter(4, Kind.INCOMPLETE).failAfter(3, Kind.CONNECTION);
        fetch();
        InfluxDBSplit checkpoint = state.toSplit();

        open(checkpoint);
        readToTheEnd();

        assertThat(handedOn).containsExactly(A, B, LATE, A, B, C);
    }

    @Test
    void testAnswersThatAlwaysChangeAndNeverEndFailTheJob() throws Exception {
        open(SPLIT);

        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i < 20; i++) {
                                server.reverse().failAfter(2, Kind.CONNECTION);
                                server.failAfter(2, Kind.CONNECTION);
                                fetch();
                                server.reverse();
                            }
                        })
                .isInstanceOf(InfluxDBException.class)
                .hasMessageContaining("after 2 retries without a new row");
    }
}
