/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.Point;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A function that notes each point with the watermark that it meets, and what a test has in its
 * hands of it. One job at a time.
 */
final class Lateness extends ProcessFunction<Point, Long> {
    private static final long serialVersionUID = 1L;

    private static final int SOME = 500;

    private static final Queue<Sighting> SEEN = new ConcurrentLinkedQueue<>();
    private static volatile CountDownLatch someSeen = new CountDownLatch(SOME);
    private static volatile boolean isSlow;

    /**
     * A point and the watermark that it met.
     *
     * @param millis the point's time
     */
    record Sighting(Point point, long millis, long watermark) {
        boolean isLate() {
            return millis <= watermark;
        }
    }

    /**
     * Forgets the last job.
     *
     * @param slow whether points take their time until {@link #hurry}
     */
    static void reset(boolean slow) {
        SEEN.clear();
        someSeen = new CountDownLatch(SOME);
        isSlow = slow;
    }

    /** All points so far, in the order in which they came, at least per subtask. */
    static Queue<Sighting> seen() {
        return SEEN;
    }

    static long late() {
        return SEEN.stream().filter(Sighting::isLate).count();
    }

    static void awaitSome() throws InterruptedException {
        if (!someSeen.await(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("There were not even " + SOME + " points in a minute");
        }
    }

    static void hurry() {
        isSlow = false;
    }

    @Override
    public void processElement(Point point, Context context, Collector<Long> out) {
        if (isSlow) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        long millis = EpochNanos.toMillis(point.timestamp());
        if (context.timestamp() != millis) {
            throw new IllegalStateException(context.timestamp() + " is not the time of " + point);
        }
        SEEN.add(new Sighting(point, millis, context.timerService().currentWatermark()));
        someSeen.countDown();
        out.collect(millis);
    }
}
