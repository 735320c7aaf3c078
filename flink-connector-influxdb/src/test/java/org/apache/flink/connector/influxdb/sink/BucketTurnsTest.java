/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import static org.apache.flink.connector.influxdb.sink.RequestWriterFixture.inLane;
import static org.apache.flink.connector.influxdb.sink.RequestWriterFixture.line;
import static org.assertj.core.api.Assertions.assertThat;

/** How buckets share the requests that may be under way. Requests hold 3 points at most. */
class BucketTurnsTest {

    private final List<Runnable> alarms = new ArrayList<>();

    private Lanes lanes(int inFlight) {
        return new Lanes(
                new SinkSettings.Batching(3, 1000, 1000, inFlight, 100_000),
                10_000,
                (millis, action) -> alarms.add(action));
    }

    private static void add(Lanes lanes, String bucket, int series, int each) {
        for (int i = 0; i < series; i++) {
            for (int time = 0; time < each; time++) {
                lanes.add(line(bucket, "m,t=" + i + " f=1 " + time));
            }
        }
    }

    private static List<LaneBatch> takeAll(Lanes lanes) {
        List<LaneBatch> taken = new ArrayList<>();
        for (LaneBatch batch = lanes.take(); batch != null; batch = lanes.take()) {
            taken.add(batch);
        }
        return taken;
    }

    private static List<String> buckets(List<LaneBatch> batches) {
        return batches.stream().map(LaneBatch::bucket).toList();
    }

    @Test
    void testRequestIsOfOneBucket() {
        Lanes lanes = lanes(2);
        lanes.add(line("a", "m f=1 1"));
        lanes.add(line("b", "m f=2 2"));
        lanes.add(line("a", "m f=3 3"));
        lanes.markDue(FlushTrigger.TIME);

        assertThat(takeAll(lanes))
                .extracting(batch -> batch.bucket() + batch.entries())
                .containsExactly("a[m f=1 1, m f=3 3]", "b[m f=2 2]");
    }

    @Test
    void testBucketAloneHasAllRequests() {
        Lanes lanes = lanes(4);
        add(lanes, "a", 40, 3);

        assertThat(takeAll(lanes)).hasSize(4);
    }

    @Test
    void testTwoBucketsHaveHalfOfTheRequestsEach() {
        Lanes lanes = lanes(4);
        add(lanes, "a", 40, 3);
        add(lanes, "b", 40, 3);

        assertThat(buckets(takeAll(lanes))).containsExactlyInAnyOrder("a", "b", "a", "b");
    }

    @Test
    void testSlowBucketLeavesRoomForAnotherThatComesLater() {
        // Given two buckets, of which only one has points left
        Lanes lanes = lanes(4);
        add(lanes, "slow", 40, 3);
        add(lanes, "b", 1, 3);
        takeAll(lanes).stream()
                .filter(batch -> batch.bucket().equals("b"))
                .forEach(lanes::confirmed);

        // When it has all the requests that it may have, and more to send
        assertThat(takeAll(lanes)).isEmpty();
        assertThat(lanes.inFlight()).isEqualTo(3);

        // Then there is room for the next one
        add(lanes, "c", 1, 3);
        assertThat(buckets(takeAll(lanes))).containsExactly("c");
    }

    @Test
    void testBucketsTakeTurnsWhenTheyAreMoreThanTheRequests() {
        Lanes lanes = lanes(2);
        for (String bucket : List.of("a", "b", "c", "d")) {
            add(lanes, bucket, 1, 6);
        }
        List<String> order = new ArrayList<>();
        for (LaneBatch batch = lanes.take(); batch != null; batch = lanes.take()) {
            order.add(batch.bucket());
            lanes.confirmed(batch);
        }

        assertThat(order).containsExactly("a", "b", "c", "d", "a", "b", "c", "d");
    }

    @Test
    void testPausedBucketWaitsAndOthersGoOn() {
        Lanes lanes = lanes(4);
        add(lanes, "a", 1, 6);
        add(lanes, "b", 1, 6);
        LaneBatch failed = lanes.take();

        lanes.pause(lanes.bucket(failed), 200);
        lanes.putBack(failed, false);

        assertThat(buckets(takeAll(lanes))).containsExactly("b");
        assertThat(lanes.pausedBuckets()).isEqualTo(1);
        alarms.get(0).run();
        assertThat(buckets(takeAll(lanes))).containsExactly("a");
        assertThat(lanes.pausedBuckets()).isZero();
    }

    @Test
    void testManyBucketsLeaveNothingBehind() {
        Lanes lanes = lanes(4);
        for (int i = 0; i < 5_000; i++) {
            lanes.add(line("b" + i, "m f=1 1"));
        }
        assertThat(lanes.buckets()).isEqualTo(5_000);
        lanes.markDue(FlushTrigger.TIME);
        Set<String> written = new HashSet<>();
        for (LaneBatch batch = lanes.take(); batch != null; batch = lanes.take()) {
            written.add(batch.bucket());
            lanes.confirmed(batch);
        }

        assertThat(written).hasSize(5_000);
        assertThat(lanes.buckets()).isZero();
        assertThat(lanes.isIdle()).isTrue();
    }

    @Test
    void testBucketIsRememberedWhileARequestOfItMayStillLand() {
        Lanes lanes = lanes(1);
        lanes.add(line("a", "m f=1 1"));
        lanes.markDue(FlushTrigger.TIME);
        lanes.putBack(lanes.take(), true);
        lanes.confirmed(lanes.take());
        assertThat(lanes.buckets()).isEqualTo(1);

        alarms.get(0).run();

        assertThat(lanes.buckets()).isZero();
    }

    @Test
    void testSeriesHaveLanesOfTheirOwnInEachBucket() {
        Lanes lanes = lanes(4);
        String series = inLane(0, "m");
        for (String bucket : List.of("a", "b")) {
            for (int time = 0; time < 6; time++) {
                lanes.add(line(bucket, series + " f=1 " + time));
            }
        }

        assertThat(buckets(takeAll(lanes))).containsExactly("a", "b");
    }

    @Test
    void testStateOfBucketsIsRestoredInOrder() {
        Lanes lanes = lanes(2);
        lanes.restore(
                List.of(
                        line("a", "m f=1 1"),
                        line("b", "m f=2 1").marked(5),
                        line("a", "m f=3 1"),
                        line("b", "m f=4 1")));
        lanes.markDue(FlushTrigger.TIME);

        assertThat(takeAll(lanes))
                .extracting(batch -> batch.bucket() + batch.entries())
                .containsExactlyInAnyOrder("a[m f=1 1, m f=3 1]", "b[m f=2 1]");
        assertThat(lanes.size()).isEqualTo(1);
    }
}
