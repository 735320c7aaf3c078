/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.TimeRange;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A server that does not begin to answer in time: the query may be too much for it, or it hangs.
 * Nobody can tell, so less is asked for, and each attempt counts.
 */
class ResponseTimeoutTest {

    /** Without rows and without a fault. */
    private static final int NEVER = Integer.MAX_VALUE;

    private final FakeInfluxDB server = new FakeInfluxDB();
    private final ReadMetrics metrics = new ReadMetrics();

    /** With two retries. */
    private List<Long> read(InfluxDBQuery query, TimeRange range) throws InfluxDBException {
        RetryOptions retry = new RetryOptions(2, Duration.ofNanos(1), Duration.ofNanos(1));
        Reading reading =
                new Readings(
                                query,
                                server,
                                new ReadOptions(retry, TailOptions.DEFAULT, 2),
                                new Random(1),
                                System::nanoTime,
                                metrics)
                        .open(InfluxDBSplit.unread(range));
        List<SplitElement> elements = new ArrayList<>();
        boolean isRead = false;
        while (!isRead) {
            try {
                isRead = reading.read(elements, () -> false);
            } catch (InfluxDBException e) {
                reading.recover(e);
            }
        }
        return elements.stream()
                .map(element -> ((SplitElement.Row) element).row())
                .map(InfluxDBRow::timestamp)
                .toList();
    }

    private void given(int rowsBefore, Kind fault) {
        server.failAfter(rowsBefore, fault);
    }

    @Test
    void testWhatIsNotAnsweredInTimeIsHalvedAndCounted() throws Exception {
        server.withPointsAt(10, 60, 90);
        given(0, Kind.RESPONSE_TIMEOUT);
        given(0, Kind.RESPONSE_TIMEOUT);

        assertThat(read(TestQueries.MEASUREMENT, new TimeRange(0, 100)))
                .containsExactly(10L, 60L, 90L);
        assertThat(server.queries())
                .containsExactly(
                        new TimeRange(0, 100),
                        new TimeRange(0, 50),
                        new TimeRange(0, 25),
                        new TimeRange(25, 50),
                        new TimeRange(50, 75),
                        new TimeRange(75, 100));
        assertThat(metrics.halvings()).isEqualTo(2);
        assertThat(metrics.retries()).isEqualTo(2);
    }

    @Test
    void testAServerThatHangsIsNotAskedForEver() {
        for (int i = 0; i < 100; i++) {
            given(0, Kind.RESPONSE_TIMEOUT);
        }

        assertThatThrownBy(() -> read(TestQueries.MEASUREMENT, new TimeRange(0, 1L << 40)))
                .isInstanceOf(InfluxDBException.class)
                .hasMessageContaining("after 2 retries without a new row")
                .extracting(e -> ((InfluxDBException) e).kind())
                .isEqualTo(Kind.RESPONSE_TIMEOUT);
        assertThat(server.queries()).hasSize(3);
    }

    @Test
    void testASingleInstantIsAskedForAgain() throws Exception {
        server.withPointsAt(7);
        given(0, Kind.RESPONSE_TIMEOUT);

        assertThat(read(TestQueries.MEASUREMENT, new TimeRange(7, 8))).containsExactly(7L);
        assertThat(server.queries()).containsExactly(new TimeRange(7, 8), new TimeRange(7, 8));
        assertThat(metrics.halvings()).isZero();
    }

    @Test
    void testOnlyWhatIsLeftIsHalved() throws Exception {
        server.withPointsAt(40, 60, 90);
        given(1, Kind.CONNECTION);
        given(0, Kind.RESPONSE_TIMEOUT);

        assertThat(read(TestQueries.MEASUREMENT, new TimeRange(0, 100)))
                .containsExactly(40L, 60L, 90L);
        assertThat(server.queries())
                .containsExactly(
                        new TimeRange(0, 100),
                        new TimeRange(40, 100),
                        new TimeRange(40, 70),
                        new TimeRange(70, 100));
    }

    @Test
    void testAnEmptyPartThatIsAnsweredMakesAttemptsCountAnew() throws Exception {
        server.withPointsAt(99);
        given(0, Kind.RESPONSE_TIMEOUT);
        given(0, Kind.RESPONSE_TIMEOUT);
        given(NEVER, Kind.RESPONSE_TIMEOUT);
        given(0, Kind.RESPONSE_TIMEOUT);

        assertThat(read(TestQueries.MEASUREMENT, new TimeRange(0, 100))).containsExactly(99L);
    }

    @Test
    void testAQueryOfOnesOwnIsAskedAgainWhole() throws Exception {
        server.withPointsAt(7);
        given(0, Kind.RESPONSE_TIMEOUT);

        assertThat(read(TestQueries.TEXT, new TimeRange(0, 100))).containsExactly(7L);
        assertThat(server.queries()).containsExactly(new TimeRange(0, 100), new TimeRange(0, 100));
    }
}
