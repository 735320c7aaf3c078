/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.TimeRange;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import static org.apache.flink.connector.influxdb.source.FollowedTail.EPOCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The rules by which a tail is followed, one by one. */
class TailReadingTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration LATE_ARRIVAL = Duration.ofSeconds(10);

    /** Polls each second, and reads the last ten seconds again every four. */
    private static final TailOptions OPTIONS =
            new TailOptions(SECOND, Duration.ZERO, LATE_ARRIVAL, Duration.ofSeconds(4), 1000);

    private final FollowedTail tail;

    TailReadingTest() throws IOException {
        tail = new FollowedTail(OPTIONS);
    }

    /** Seconds from the start of a query to its end, counted from the epoch. */
    private static String seconds(TimeRange range) {
        return (range.start() - EPOCH) / 1e9 + " to " + (range.stop() - EPOCH) / 1e9;
    }

    private static List<String> queries(FollowedTail of) {
        return of.server().queries().stream().map(TailReadingTest::seconds).toList();
    }

    @Test
    void testNewPartIsReadEachInterval() throws Exception {
        for (int i = 1; i <= 3; i++) {
            tail.write(i * 1000, "a", i);
            tail.follow(SECOND, SECOND);
        }
        tail.follow(SECOND, SECOND);

        assertThat(tail.texts()).containsExactly("1000 a=1", "2000 a=2", "3000 a=3");
    }

    @Test
    void testNothingIsAskedBeforeTheNextPoll() throws Exception {
        tail.pass(SECOND);
        tail.follow();

        assertThat(tail.nanosToWait()).isBetween(SECOND.toNanos() - 100, SECOND.toNanos());
    }

    @Test
    void testTailStaysBehindTheServersClockByTheDelay() throws Exception {
        FollowedTail delayed =
                new FollowedTail(
                        new TailOptions(SECOND, SECOND.multipliedBy(3), LATE_ARRIVAL, SECOND, 9));
        delayed.write(1000, "a", 1).write(2500, "a", 2);

        delayed.follow(SECOND.multipliedBy(5), SECOND);

        assertThat(delayed.texts()).containsExactly("1000 a=1");
    }

    @Test
    void testPointOfTheFutureComesWhenItsTimeHasCome() throws Exception {
        tail.write(5000, "a", 1);

        tail.follow(SECOND.multipliedBy(4), SECOND);
        assertThat(tail.texts()).isEmpty();
        tail.follow(SECOND.multipliedBy(3), SECOND);
        assertThat(tail.texts()).containsExactly("5000 a=1");
    }

    @Test
    void testLatePointComesOnce() throws Exception {
        tail.follow(SECOND.multipliedBy(5), SECOND);
        tail.write(1000, "a", 1);

        tail.follow(SECOND.multipliedBy(20), SECOND);

        assertThat(tail.texts()).containsExactly("1000 a=1");
    }

    @Test
    void testPointThatAppearsBetweenTwoReReadsAtTheEndOfItsTimeIsNotLost() throws Exception {
        tail.follow(SECOND.multipliedBy(10), SECOND);
        long lastReRead = tail.server().queries().size();
        while (tail.server().queries().size() < lastReRead + 2) {
            tail.follow(Duration.ofMillis(100), Duration.ofMillis(100));
        }

        // It has its last moment now, long before the window is read again.
        long millis = (tail.serverNow() - EPOCH - LATE_ARRIVAL.toNanos()) / 1_000_000 + 1;
        tail.write(millis, "a", 1);
        tail.follow(SECOND.multipliedBy(20), SECOND);

        assertThat(tail.texts()).containsExactly(millis + " a=1");
    }

    @Test
    void testSeriesThatAppearsAtAnInstantThatWasReadComesToo() throws Exception {
        tail.write(1000, "b", 1);
        tail.follow(SECOND.multipliedBy(3), SECOND);
        tail.write(1000, "a", 2);

        tail.follow(SECOND.multipliedBy(5), SECOND);

        assertThat(tail.texts()).containsExactly("1000 b=1", "1000 a=2");
    }

    @Test
    void testPointThatChangesAndChangesBackComesEachTime() throws Exception {
        for (long value : new long[] {1, 2, 1}) {
            tail.write(1000, "a", value);
            tail.follow(SECOND.multipliedBy(5), SECOND);
        }

        assertThat(tail.texts()).containsExactly("1000 a=1", "1000 a=2", "1000 a=1");
    }

    @Test
    void testPointThatIsWrittenAgainAsItIsComesOnce() throws Exception {
        tail.write(1000, "a", 1);
        tail.follow(SECOND.multipliedBy(3), SECOND);
        tail.write(1000, "a", 1);

        tail.follow(SECOND.multipliedBy(10), SECOND);

        assertThat(tail.texts()).containsExactly("1000 a=1");
    }

    @Test
    void testOnlyWhatIsEmittedCounts() throws Exception {
        tail.write(1000, "a", 1).write(2000, "a", 2);

        tail.follow(SECOND.multipliedBy(30), SECOND);

        assertThat(tail.recordsIn()).isEqualTo(2);
    }

    @Test
    void testWhatIsSettledIsForgottenAndNotReadAgain() throws Exception {
        tail.write(1000, "a", 1);
        tail.follow(SECOND.multipliedBy(30), SECOND);

        SplitPosition.InTail position = tail.position();

        assertThat(position.seen()).isEqualTo(SeenPoints.NONE);
        assertThat(position.settled())
                .isBetween(
                        tail.serverNow() - LATE_ARRIVAL.plusSeconds(6).toNanos(),
                        tail.serverNow() - LATE_ARRIVAL.toNanos());
    }

    @Test
    void testRestoredTailFirstReadsAgainWhatIsNotSettled() throws Exception {
        tail.follow(SECOND.multipliedBy(15), SECOND);
        tail.checkpoint();
        SplitPosition.InTail restored = tail.position();
        tail.server().queries().clear();

        tail.failAndRestore();
        tail.pass(SECOND.multipliedBy(2));
        tail.follow();

        assertThat(tail.server().queries())
                .containsExactly(
                        new TimeRange(restored.settled(), restored.mark()),
                        new TimeRange(restored.mark(), tail.position().mark()));
    }

    @Test
    void testRowsOfAnUnfinishedRoundAreNotEmittedAgainAfterAFailure() throws Exception {
        tail.write(100, "a", 1).write(200, "a", 2).write(300, "a", 3);
        tail.pass(SECOND);
        tail.fetch(() -> false);
        tail.emit(2);
        tail.checkpoint();
        tail.emit(1);

        tail.failAndRestore();
        tail.follow(SECOND, SECOND);

        assertThat(tail.texts()).containsExactly("100 a=1", "200 a=2", "300 a=3");
    }

    @Test
    void testTailThatIsFarBehindRemembersNothingOfWhatIsFinal() throws Exception {
        for (int i = 0; i < 100; i++) {
            tail.write(i * 1000, "a", i);
        }
        tail.pass(SECOND.multipliedBy(100));

        tail.follow();

        assertThat(tail.texts()).hasSize(100);
        assertThat(tail.position().seen().size()).isLessThanOrEqualTo(11);
        assertThat(queries(tail).subList(0, 3))
                .containsExactly("0.0 to 10.0", "10.0 to 20.0", "20.0 to 30.0");
    }

    @Test
    void testTailThatStoodStillSettlesWhatItRemembersBeforeItReadsMore() throws Exception {
        tail.follow(SECOND.multipliedBy(15), SECOND);
        tail.server().queries().clear();
        SplitPosition.InTail before = tail.position();

        tail.pass(SECOND.multipliedBy(60));
        tail.fetch(() -> false);

        assertThat(tail.server().queries())
                .containsExactly(new TimeRange(before.settled(), before.mark()));
    }

    @Test
    void testReadingAgainAllTheTimeLeavesTurnsToTheNewPart() throws Exception {
        FollowedTail restless =
                new FollowedTail(
                        new TailOptions(SECOND, Duration.ZERO, LATE_ARRIVAL, Duration.ZERO, 9));
        restless.write(500, "a", 1).write(1500, "a", 2);

        for (int i = 0; i < 100; i++) {
            restless.pass(SECOND.dividedBy(10));
            restless.fetch(() -> false);
            restless.emit(Integer.MAX_VALUE);
        }

        assertThat(restless.texts()).containsExactly("500 a=1", "1500 a=2");
    }

    @Test
    void testWithoutLateArrivalNothingIsReadTwice() throws Exception {
        FollowedTail lossy = new FollowedTail(TailOptions.of(Duration.ZERO));
        lossy.follow(SECOND.multipliedBy(5), SECOND);
        lossy.write(1000, "a", 1).write(6000, "a", 2);

        lossy.follow(SECOND.multipliedBy(5), SECOND);

        assertThat(lossy.texts()).containsExactly("6000 a=2");
        assertThat(lossy.position().seen()).isEqualTo(SeenPoints.NONE);
    }

    @Test
    void testFaultAmidARoundIsReadOnBehind() throws Exception {
        tail.write(100, "a", 1).write(200, "a", 2).write(300, "a", 3);
        tail.pass(SECOND);
        tail.server().failAfter(0, Kind.OVERLOADED);
        tail.follow();
        tail.follow();
        tail.server().failAfter(2, Kind.INCOMPLETE);

        tail.follow(SECOND.multipliedBy(3), SECOND);

        assertThat(tail.texts()).containsExactly("100 a=1", "200 a=2", "300 a=3");
    }

    @Test
    void testServerThatDoesNotTellItsTimeFailsTheTailInTheEnd() {
        for (int i = 0; i < 60; i++) {
            tail.server().failAfter(0, Kind.CONNECTION);
        }

        assertThatThrownBy(() -> tail.follow(SECOND, Duration.ofMillis(1)))
                .isInstanceOf(InfluxDBException.class)
                .hasMessageContaining("The tail cpu [")
                .hasMessageContaining("the server does not tell its time, after 50 retries")
                .hasMessageContaining("simulated fault CONNECTION");
    }

    @Test
    void testTooManyPointsFailWithAdvice() throws Exception {
        FollowedTail small =
                new FollowedTail(new TailOptions(SECOND, Duration.ZERO, LATE_ARRIVAL, SECOND, 2));
        small.write(100, "a", 1).write(200, "a", 2).write(300, "a", 3);

        assertThatThrownBy(() -> small.follow(SECOND, SECOND))
                .isInstanceOf(InfluxDBException.class)
                .hasMessageContaining("The tail cpu [2026-01-05T00:00:00Z")
                .hasMessageContaining("more than 2 points")
                .hasMessageContaining("PT10S")
                .hasMessageContaining("scan.late-arrival.max-points")
                .hasMessageContaining("setLateArrival");
    }
}
