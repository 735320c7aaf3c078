/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.TimeRange;

/**
 * How much time to count at once, and how finely: learnt from what was counted before, so that a
 * count is neither slow nor coarse. It begins with a narrow piece of what may be a dense range.
 *
 * @param density splits per nanosecond where it was last counted; 0 if nothing was found
 * @param reach how many nanoseconds were last counted at once
 * @param maxWindows how many windows the server is asked for at once
 */
record CountingPace(double density, double reach, double maxWindows) {

    /** What a first count covers: of 60 million rows a quarter of a million. */
    private static final double FIRST_PART = 1.0 / 256;

    /** How much longer the next count may be than the last. */
    private static final double GROWTH = 16;

    /** Windows per split: the fewer, the cheaper; a split is full to within one of them. */
    private static final double WINDOWS_PER_SPLIT = 8;

    /** Splits to count beyond those wanted, since the last ends where the next would begin. */
    private static final double SURPLUS = 2 / WINDOWS_PER_SPLIT;

    /** Finer than one split's windows, so that the unexpected is seen. */
    private static final double MIN_WINDOWS = 16;

    /** How much denser than on average a window may be at some place. */
    private static final double BURST = 4;

    /** With two at least, a window that must be counted again is counted in finer ones. */
    private static final double LEAST_WINDOWS = 2;

    /** A server counts a window of a series in some microseconds, also if it has one point. */
    private static final double MAX_WINDOWS = 1024;

    /** To begin with, for a range of which nothing is known. */
    static CountingPace slow(TimeRange range) {
        return new CountingPace(0, length(range) * FIRST_PART / GROWTH, MAX_WINDOWS);
    }

    /** What to count next of a range, if so many splits are wanted. */
    TimeRange next(TimeRange left, int splits) {
        double wanted = density > 0 ? (splits + SURPLUS) / density : Double.MAX_VALUE;
        double nanos = Math.min(wanted, reach * GROWTH);
        return nanos >= length(left) ? left : left.first(Math.max(1, (long) nanos));
    }

    /** How wide the windows shall be, in nanoseconds. */
    long width(TimeRange counted) {
        double length = length(counted);
        return Math.max(1, (long) Math.ceil(length / windows(length)));
    }

    private double windows(double length) {
        double windows = Math.ceil(density * length * WINDOWS_PER_SPLIT);
        return Math.min(maxWindows, Math.max(MIN_WINDOWS, windows));
    }

    /** After a count that found so much. */
    CountingPace after(TimeRange counted, double splits) {
        return new CountingPace(splits / length(counted), length(counted), maxWindows);
    }

    /** How many splits a range seems to be worth. */
    double splits(TimeRange range) {
        return density * length(range);
    }

    /** To count next to nothing first: as much as one window of a split. */
    CountingPace glance() {
        double window = density > 0 ? 1 / density / WINDOWS_PER_SPLIT : Double.MAX_VALUE;
        return new CountingPace(density, Math.min(reach, window / GROWTH), maxWindows);
    }

    /** Within a window that must be counted again: finely, since its points may be in a burst. */
    CountingPace within(TimeRange window, double splits) {
        double length = length(window);
        return new CountingPace(BURST * splits / length, length / GROWTH, maxWindows);
    }

    /** After a count that was too much for the server: half of it, in windows as wide. */
    CountingPace slower(TimeRange tooLong) {
        double length = length(tooLong);
        double fewer = Math.max(LEAST_WINDOWS, windows(length) / 2);
        return new CountingPace(density, length / GROWTH / 2, fewer);
    }

    private static double length(TimeRange range) {
        return range.unsignedLength() >= 0 ? range.unsignedLength() : 0x1p63;
    }
}
