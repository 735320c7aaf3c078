/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.TimeRange;
import org.apache.flink.connector.influxdb.source.SimulatedInfluxDB.Version;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.LongSupplier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A short random history of a tail: points in time, late and much too late, overwritten and changed
 * back, with times of the future; faults of the server; batches that end anywhere; checkpoints and
 * failures at any moment. What reaches Flink's state is compared with what the server has seen.
 *
 * <p>The promise: of each point from the tail's start on, the version that is the last to become
 * visible within late arrival of the point's time (or the poll delay, if that is longer) is
 * emitted, or a later one instead; versions come in their order, and none comes twice in a row.
 */
final class TailHistory {

    private static final int STEPS = 120;
    private static final List<String> HOSTS = List.of("a", "b", "c");
    private static final List<Kind> FAULTS =
            List.of(Kind.CONNECTION, Kind.INCOMPLETE, Kind.OVERLOADED, Kind.TOO_HEAVY);

    private final long seed;
    private final Random random;
    private final TailOptions options;
    private final FollowedTail tail;

    /**
     * A history that follows from its seed.
     *
     * @param server makes a server that runs by the clock that it is given
     */
    TailHistory(long seed, Function<LongSupplier, SimulatedInfluxDB> server) throws IOException {
        this.seed = seed;
        this.random = new Random(seed);
        this.options =
                new TailOptions(
                        millis(100 + random.nextInt(1000)),
                        millis(random.nextInt(4) == 0 ? random.nextInt(2000) : 0),
                        millis(random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(5000)),
                        millis(1 + random.nextInt(1500)),
                        1_000_000);
        this.tail =
                new FollowedTail(options, InfluxDBSplit.tail("cpu", FollowedTail.EPOCH), server);
        tail.drift(random.nextInt(1001) - 500);
    }

    private static Duration millis(int millis) {
        return Duration.ofMillis(millis);
    }

    void run() throws IOException {
        for (int i = 0; i < STEPS; i++) {
            step();
        }
        boolean isClosed = random.nextInt(4) == 0 && close();
        Duration rest = options.lateArrival().plus(options.pollDelay()).plusSeconds(5);
        tail.follow(rest, millis(250));
        if (isClosed) {
            assertThat(tail.isFinished()).as("the closed tail has ended, seed " + seed).isTrue();
        }
        check();
    }

    private void step() throws IOException {
        int what = random.nextInt(100);
        if (what < 35) {
            write();
        } else if (what < 65) {
            tail.pass(millis(1 + random.nextInt(300)));
        } else if (what < 66) {
            tail.pass(Duration.ofSeconds(random.nextInt(40)));
        } else if (what < 82) {
            int rows = 1 + random.nextInt(5);
            int[] read = {0};
            tail.fetch(() -> ++read[0] >= rows);
        } else if (what < 92) {
            tail.emit(random.nextInt(6));
        } else if (what < 95) {
            tail.checkpoint();
        } else if (what < 97) {
            tail.failAndRestore();
        } else if (what < 99) {
            fail();
        } else {
            tail.follow();
        }
    }

    private void write() {
        long now = (tail.serverNow() - FollowedTail.EPOCH) / 1_000_000L;
        long range = options.lateArrival().toMillis();
        long time =
                switch (random.nextInt(10)) {
                    case 0 -> now + random.nextInt(3000);
                    case 1 -> now - range - random.nextInt(5000);
                    case 2, 3, 4, 5 -> now - random.nextLong(range + 1);
                    default -> now - random.nextInt(20);
                };
        // So that instants have several points, and points several versions.
        tail.write(time / 40 * 40, HOSTS.get(random.nextInt(3)), random.nextInt(3));
    }

    private void fail() throws IOException {
        tail.server().failAfter(random.nextInt(4), FAULTS.get(random.nextInt(4)));
    }

    /** From now on the tail has an end. */
    private boolean close() throws IOException {
        SplitPosition.InTail position = tail.position();
        long stop = tail.split().handover() + random.nextInt(3) * 1_000_000L;
        if (stop == FollowedTail.EPOCH) {
            return false;
        }
        TimeRange range = new TimeRange(FollowedTail.EPOCH, stop);
        tail.goOnWith(new InfluxDBSplit("cpu", range, 0, position));
        return true;
    }

    private void check() {
        long stop = tail.split().range().stop();
        for (Map.Entry<Long, Map<String, List<Version>>> instant :
                tail.server().points().entrySet()) {
            long time = instant.getKey();
            instant.getValue()
                    .forEach(
                            (host, versions) ->
                                    check(
                                            time,
                                            host,
                                            versions,
                                            time >= FollowedTail.EPOCH && time < stop));
        }
    }

    private void check(long time, String host, List<Version> versions, boolean isInTail) {
        List<Long> emitted =
                tail.emitted().stream()
                        .filter(row -> row.timestamp() == time && host.equals(row.tag("host")))
                        .map(row -> row.getLong("value"))
                        .toList();
        String what = "%s of %s emitted of %s, seed %d".formatted(emitted, time, versions, seed);
        if (!isInTail) {
            assertThat(emitted).as(what).isEmpty();
            return;
        }
        for (int i = 1; i < emitted.size(); i++) {
            assertThat(emitted.get(i)).as(what).isNotEqualTo(emitted.get(i - 1));
        }
        long window = Math.max(options.lateArrival().toNanos(), options.pollDelay().toNanos());
        int lastInTime = -1;
        for (int i = 0; i < versions.size(); i++) {
            if (versions.get(i).visibleAt() <= time + window) {
                lastInTime = i;
            }
        }
        assertThat(isInOrder(emitted, versions, lastInTime)).as(what).isTrue();
    }

    /** Whether these are versions in their order, the last of them not before a certain one. */
    private static boolean isInOrder(List<Long> emitted, List<Version> versions, int atLeast) {
        int version = versions.size();
        for (int i = emitted.size() - 1; i >= 0; i--) {
            do {
                version--;
            } while (version >= 0 && versions.get(version).value() != emitted.get(i));
            if (version < (i == emitted.size() - 1 ? Math.max(atLeast, 0) : 0)) {
                return false;
            }
        }
        return !emitted.isEmpty() || atLeast < 0;
    }
}
