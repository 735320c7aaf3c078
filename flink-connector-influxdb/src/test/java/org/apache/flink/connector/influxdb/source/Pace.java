/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.common.functions.MapFunction;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/** Takes its time for each record and writes down in which order they came. One job at a time. */
final class Pace implements MapFunction<Long, Long> {
    private static final long serialVersionUID = 1L;

    private static final Queue<Long> SEEN = new ConcurrentLinkedQueue<>();

    private final long nanosPerRecord;

    Pace(long nanosPerRecord) {
        this.nanosPerRecord = nanosPerRecord;
    }

    static void reset() {
        SEEN.clear();
    }

    /** All records so far, in the order in which they came. */
    static List<Long> seen() {
        return List.copyOf(SEEN);
    }

    @Override
    public Long map(Long record) {
        LockSupport.parkNanos(nanosPerRecord);
        SEEN.add(record);
        return record;
    }
}
