/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.apache.flink.connector.influxdb.sink.RequestWriterFixture.inLane;
import static org.apache.flink.connector.influxdb.sink.RequestWriterFixture.line;
import static org.assertj.core.api.Assertions.assertThat;

/** The order in which points are sent. Requests hold 3 points and 30 bytes at most. */
class LanesTest {

    private static final String A = inLane(0, "a");
    private static final String B = inLane(1, "b");

    private final List<Runnable> alarms = new ArrayList<>();

    private Lanes lanes(int count) {
        return new Lanes(
                new SinkSettings.Batching(3, 30, 1000, count, 100),
                10_000,
                (millis, action) -> {
                    assertThat(millis).isEqualTo(10_000);
                    alarms.add(action);
                });
    }

    private static void add(Lanes lanes, String... lines) {
        for (String line : lines) {
            lanes.add(line(line));
        }
    }

    private static List<String> texts(LaneBatch batch) {
        return batch == null ? null : batch.entries().stream().map(LineEntry::toString).toList();
    }

    @Test
    void testPartOfARequestWaitsUntilItIsDue() {
        Lanes lanes = lanes(1);
        add(lanes, "a f=1 1", "a f=2 2");
        assertThat(lanes.take()).isNull();

        lanes.markDue(FlushTrigger.TIME);

        assertThat(texts(lanes.take())).containsExactly("a f=1 1", "a f=2 2");
    }

    @Test
    void testEnoughBytesAreARequest() {
        Lanes lanes = lanes(1);
        String long1 = "a f=12345678901 1";
        add(lanes, long1, long1);

        assertThat(texts(lanes.take())).containsExactly(long1);
    }

    @Test
    void testPointAboveTheBytesIsARequestOfItsOwn() {
        Lanes lanes = lanes(1);
        String big = "a f=123456789012345678901234567890 1";
        add(lanes, big, "a f=1 1");

        assertThat(texts(lanes.take())).containsExactly(big);
    }

    @Test
    void testLaneHasOneRequestOnItsWay() {
        Lanes lanes = lanes(2);
        add(lanes, A + " f=1 1", A + " f=2 2", A + " f=3 3", A + " f=4 4", B + " f=1 1");
        lanes.markDue(FlushTrigger.TIME);

        LaneBatch first = lanes.take();
        LaneBatch other = lanes.take();

        assertThat(List.of(first.lane(), other.lane())).containsExactlyInAnyOrder(0, 1);
        assertThat(lanes.take()).isNull();
        assertThat(lanes.inFlight()).isEqualTo(2);
        lanes.confirmed(first.lane() == 0 ? first : other);
        assertThat(texts(lanes.take())).containsExactly(A + " f=4 4");
    }

    @Test
    void testWhatFailedGoesBeforeAllElseOfItsLane() {
        Lanes lanes = lanes(1);
        add(lanes, "a f=1 1", "a f=2 2", "a f=3 3", "a f=4 4");
        LaneBatch first = lanes.take();

        lanes.putBack(first, false);
        lanes.markDue(FlushTrigger.TIME);

        assertThat(lanes.waiting()).hasSize(4);
        assertThat(texts(lanes.take())).isEqualTo(texts(first));
        lanes.confirmed(first);
        assertThat(texts(lanes.take())).containsExactly("a f=4 4");
    }

    @Test
    void testLanesTakeTurns() {
        Lanes lanes = lanes(2);
        for (int i = 0; i < 6; i++) {
            add(lanes, A + " f=1 1", B + " f=1 1");
        }
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            LaneBatch batch = lanes.take();
            order.add(batch.lane());
            lanes.confirmed(batch);
        }

        assertThat(order).isIn(List.of(0, 1, 0, 1), List.of(1, 0, 1, 0));
    }

    @Test
    void testPointsOfOneSeriesShareALaneWhateverTheirFieldsAndTimes() {
        int lane = Lanes.laneOf("m,t=a\\ b f=1 1\n".getBytes(), 64);

        assertThat(Lanes.laneOf("m,t=a\\ b f=\"x y\",g=2i 99\n".getBytes(), 64)).isEqualTo(lane);
        assertThat(Lanes.laneOf("m,t=a\\ c f=1 1\n".getBytes(), 64)).isNotEqualTo(lane);
    }

    @Test
    void testNewerValueOfAPointThatMayStillLandWaitsAndOthersDoNot() {
        Lanes lanes = lanes(1);
        add(lanes, "a f=1 1", "a f=2 2", "a f=3 3");
        LaneBatch unheard = lanes.take();
        add(lanes, "a f=4 4", "a f=9 2", "a f=5 5");
        lanes.markDue(FlushTrigger.TIME);
        lanes.putBack(unheard, true);

        // Then the same values go again at once, and what comes before the newer one
        LaneBatch again = lanes.take();
        assertThat(texts(again)).isEqualTo(texts(unheard));
        assertThat(alarms).isEmpty();
        lanes.confirmed(again);
        LaneBatch next = lanes.take();
        assertThat(texts(next)).containsExactly("a f=4 4");
        lanes.confirmed(next);
        assertThat(lanes.take()).isNull();

        // And it goes when the server's write timeout is over
        alarms.get(0).run();
        assertThat(texts(lanes.take())).containsExactly("a f=9 2", "a f=5 5");
        assertThat(alarms).hasSize(1);
    }

    @Test
    void testSecondUnheardRequestHasAWaitOfItsOwn() {
        Lanes lanes = lanes(1);
        add(lanes, "a f=1 1");
        lanes.markDue(FlushTrigger.TIME);
        lanes.putBack(lanes.take(), true);
        lanes.confirmed(lanes.take());
        add(lanes, "a f=2 2");
        lanes.markDue(FlushTrigger.TIME);
        lanes.putBack(lanes.take(), true);
        lanes.confirmed(lanes.take());
        add(lanes, "a f=9 2");
        lanes.markDue(FlushTrigger.TIME);

        alarms.get(0).run();
        assertThat(lanes.take()).isNull();
        alarms.get(1).run();

        assertThat(texts(lanes.take())).containsExactly("a f=9 2");
    }

    @Test
    void testAnswerThatSaysNothingWasWrittenNeedsNoWait() {
        Lanes lanes = lanes(1);
        add(lanes, "a f=1 1");
        lanes.markDue(FlushTrigger.TIME);
        lanes.putBack(lanes.take(), false);
        add(lanes, "a f=9 1");
        lanes.markDue(FlushTrigger.TIME);

        lanes.confirmed(lanes.take());

        assertThat(texts(lanes.take())).containsExactly("a f=9 1");
        assertThat(alarms).isEmpty();
    }

    @Test
    void testIdleIsWithoutAnythingThatWaitsOrIsOnItsWay() {
        Lanes lanes = lanes(1);
        assertThat(lanes.isIdle()).isTrue();
        add(lanes, "a f=1 1");
        lanes.markDue(FlushTrigger.TIME);
        assertThat(lanes.isIdle()).isFalse();

        LaneBatch batch = lanes.take();
        assertThat(lanes.isIdle()).isFalse();
        lanes.confirmed(batch);

        assertThat(lanes.isIdle()).isTrue();
    }
}
