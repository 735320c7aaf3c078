/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

/**
 * How much a split shall hold at most, by the counts.
 *
 * @param maxRows points
 * @param maxValues fields of points
 */
record SplitAim(long maxRows, long maxValues) {

    /**
     * The most values of a split. A Flux read holds one split in memory, at 16 bytes and more a
     * value (its time and itself), within 256 MB; and where each point has another field the
     * largest count says little, while points are never more than values. So two million: the
     * default number of rows at four fields, and with two splits open some 64 MB.
     */
    static final long MAX_VALUES = 2_000_000;

    /** An aim by rows; who wants more rows than the values' limit gets them with one field. */
    static SplitAim ofRows(long maxRows) {
        return new SplitAim(maxRows, Math.max(maxRows, MAX_VALUES));
    }

    boolean fits(long rows, long values) {
        return rows <= maxRows && values <= maxValues;
    }

    /** How many splits so much is worth. */
    double splits(long rows, long values) {
        return Math.max((double) rows / maxRows, (double) values / maxValues);
    }
}
