/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.TimeRange;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;

import static org.apache.flink.connector.influxdb.source.FollowedTail.EPOCH;
import static org.apache.flink.connector.influxdb.source.FollowedTail.time;
import static org.assertj.core.api.Assertions.assertThat;

/** A tail that stops somewhere, since another split goes on from there. */
class TailWithAnEndTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final TailOptions OPTIONS =
            new TailOptions(SECOND, Duration.ZERO, Duration.ofSeconds(10), SECOND, 1000);

    private final FollowedTail tail;

    TailWithAnEndTest() throws IOException {
        tail = new FollowedTail(OPTIONS);
    }

    private InfluxDBSplit endingAt(long stop) {
        return new InfluxDBSplit("cpu", new TimeRange(EPOCH, stop), 0, tail.position());
    }

    @Test
    void testTailThatIsFarBehindReadsItsWindowOnceMoreAndIsFinished() throws Exception {
        tail.write(1000, "a", 1);
        tail.follow(SECOND.multipliedBy(5), SECOND);
        tail.write(1500, "a", 2);
        long mark = tail.position().mark();
        tail.pass(Duration.ofDays(3));
        tail.server().queries().clear();

        tail.goOnWith(endingAt(mark));
        tail.follow();

        assertThat(tail.isFinished()).isTrue();
        assertThat(tail.texts()).containsExactly("1000 a=1", "1500 a=2");
        assertThat(tail.server().queries()).containsExactly(new TimeRange(EPOCH, mark));
    }

    @Test
    void testTailReadsUpToItsEndFirst() throws Exception {
        tail.follow(SECOND.multipliedBy(2), SECOND);
        tail.write(2500, "a", 1).write(3000, "a", 2);

        tail.goOnWith(endingAt(time(3000)));
        tail.follow(SECOND.multipliedBy(30), SECOND);

        assertThat(tail.isFinished()).isTrue();
        assertThat(tail.texts()).containsExactly("2500 a=1");
    }

    @Test
    void testTailWaitsForLatePointsBeforeItIsFinished() throws Exception {
        tail.follow(SECOND.multipliedBy(3), SECOND);
        tail.goOnWith(endingAt(tail.position().mark()));
        tail.follow(SECOND.multipliedBy(5), SECOND);
        assertThat(tail.isFinished()).isFalse();

        tail.write(1000, "a", 1);
        tail.follow(SECOND.multipliedBy(10), SECOND);

        assertThat(tail.isFinished()).isTrue();
        assertThat(tail.texts()).containsExactly("1000 a=1");
    }

    @Test
    void testTailThatIsReadAndSettledIsFinishedWithoutAQuery() throws Exception {
        long stop = time(5000);
        InfluxDBSplit read =
                new InfluxDBSplit(
                        "cpu",
                        new TimeRange(EPOCH, stop),
                        0,
                        new SplitPosition.InTail(stop, stop, SeenPoints.NONE));

        tail.goOnWith(read);
        tail.follow();

        assertThat(tail.isFinished()).isTrue();
        assertThat(tail.server().queries()).isEmpty();
    }

    @Test
    void testTailCanBeMadeToStopOnlyBehindAllThatItHasEmitted() throws Exception {
        tail.write(100, "a", 1).write(200, "a", 2).write(300, "a", 3);
        tail.pass(SECOND);
        tail.fetch(() -> false);
        tail.emit(2);

        assertThat(tail.position().mark()).isEqualTo(EPOCH);
        assertThat(tail.split().handover()).isEqualTo(time(200) + 1);
    }
}
