/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.examples.demo;

import org.apache.flink.connector.influxdb.model.Point;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Made-up readings of twenty machines, one each ten seconds, with a daily wave, noise, and for each
 * machine a time in which it was silent. The same number always gives the same reading.
 */
final class Machines implements Serializable {

    static final String MEASUREMENT = "machine";

    private static final long serialVersionUID = 1L;
    private static final int MACHINES = 20;
    private static final String[] REGIONS = {"asia", "europe", "america"};
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final double ROUNDS_A_DAY = 8640;

    private final long startMillis;
    private final long points;

    private Machines(Instant start, long points) {
        this.startMillis = start.toEpochMilli();
        this.points = points;
    }

    /** Readings that end shortly before now. */
    static Machines until(Instant now, long points) {
        long rounds = points / MACHINES + longestSilence() + 1;
        Instant start = now.minus(INTERVAL.multipliedBy(rounds)).truncatedTo(ChronoUnit.HOURS);
        return new Machines(start, points);
    }

    long points() {
        return points;
    }

    Instant start() {
        return Instant.ofEpochMilli(startMillis);
    }

    /** The reading of this number, from 0. */
    Point point(long number) {
        int machine = (int) (number % MACHINES);
        long round = number / MACHINES;
        if (round >= silentFrom(machine)) {
            round += silence(machine);
        }
        double day = 2 * Math.PI * round / ROUNDS_A_DAY;
        double noise = noise(number);
        double usage = 45 + machine + 30 * Math.sin(day - machine % 3) * (0.7 + 0.3 * noise);
        String state = usage > 85 ? "hot" : usage > 70 ? "warm" : "ok";
        return Point.measurement(MEASUREMENT)
                .tag("host", String.format("machine-%02d", machine))
                .tag("region", REGIONS[machine % 3])
                .field("usage", Math.rint(usage * 100) / 100)
                .field("requests", Math.round(40 * usage + 500 * noise))
                .field("healthy", noise < 0.995)
                .field("state", state)
                .time(start().plus(INTERVAL.multipliedBy(round)));
    }

    private long silentFrom(int machine) {
        return points / MACHINES * (machine + 2) / (MACHINES + 4);
    }

    private static long silence(int machine) {
        return 90L * (1 + machine % 5);
    }

    private static long longestSilence() {
        return silence(4);
    }

    /** A number from 0 to 1 that looks random: the finalizer of MurmurHash3. */
    private static double noise(long number) {
        long hash = number + 1;
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return ((hash ^ (hash >>> 33)) >>> 11) * 0x1p-53;
    }
}
