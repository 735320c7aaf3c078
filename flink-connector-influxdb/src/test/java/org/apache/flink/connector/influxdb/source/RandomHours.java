/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.Point;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Random points of one measurement, in shard groups of an hour: some hours empty, some with few
 * points, some with bursts. Field {@code changing} has another type in each hour, {@code sparse}
 * few points have, {@code other} is not asked for.
 */
final class RandomHours {

    static final long HOUR = 3_600_000_000_000L;

    private static final List<String> HOSTS = List.of("a", "b", "c d");

    private final Random random;
    private final long start;
    private final List<List<Point>> hours = new ArrayList<>();

    RandomHours(Random random) {
        this.random = random;
        this.start =
                EpochNanos.of(Instant.parse("2026-01-05T00:00:00Z")) + random.nextInt(100) * HOUR;
        List<String> types =
                random.nextBoolean()
                        ? List.of("float", "integer")
                        : List.of("float", "integer", "string", "boolean");
        int count = random.nextInt(2, 9);
        for (int hour = 0; hour < count; hour++) {
            hours.add(hour(start + hour * HOUR, types.get(random.nextInt(types.size()))));
        }
    }

    private List<Point> hour(long from, String type) {
        int count = random.nextInt(4) == 0 ? 0 : random.nextInt(1, 400);
        double clustering = random.nextInt(1, 8);
        // Many points of an instant, or few.
        long grain = random.nextBoolean() ? 1 : 60_000_000_000L;
        Map<String, Point> points = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            long offset = (long) (Math.pow(random.nextDouble(), clustering) * HOUR);
            long time = from + offset / grain * grain;
            String host = HOSTS.get(random.nextInt(HOSTS.size()));
            points.put(time + host, point(time, host, type));
        }
        return new ArrayList<>(points.values());
    }

    private Point point(long time, String host, String type) {
        Point point = Point.measurement("m").tag("host", host).time(time);
        boolean isAsked = false;
        if (random.nextInt(3) > 0) {
            isAsked = true;
            switch (type) {
                case "float" -> point.field("changing", random.nextInt(100) / 4.0);
                case "integer" -> point.field("changing", random.nextLong());
                case "string" -> point.field("changing", "text " + random.nextInt());
                default -> point.field("changing", random.nextBoolean());
            }
        }
        if (random.nextInt(20) == 0) {
            isAsked = true;
            point.field("sparse", random.nextLong());
        }
        if (!isAsked || random.nextInt(3) == 0) {
            point.field("other", 1.5);
        }
        return point;
    }

    /** The start of the first hour. */
    long start() {
        return start;
    }

    long stop() {
        return start + hours.size() * HOUR;
    }

    /** The points of each hour. */
    List<List<Point>> hours() {
        return hours;
    }
}
