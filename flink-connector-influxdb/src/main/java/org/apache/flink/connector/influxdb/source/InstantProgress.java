/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.TimeRange;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Progress in a measurement: the time of the last row, and which rows of that time there were. Rows
 * are hashed only when somebody asks, or when an instant has very many of them: mostly the next
 * instant comes first.
 */
final class InstantProgress extends ReadProgress {

    private static final int MAX_UNHASHED = 1024;

    private final RowHasher hasher = new RowHasher();
    private final List<InfluxDBRow> unhashed = new ArrayList<>();
    private List<Hash128> hashed = new ArrayList<>();
    private boolean hasTime;
    private long time;

    InstantProgress() {}

    InstantProgress(SplitPosition.AtInstant position) {
        hasTime = true;
        time = position.time();
        hashed = new ArrayList<>(position.identities());
    }

    @Override
    void advance(InfluxDBRow row) throws InfluxDBException {
        long rowTime = row.timestamp();
        if (!hasTime || rowTime > time) {
            hasTime = true;
            time = rowTime;
            unhashed.clear();
            if (!hashed.isEmpty()) {
                hashed = new ArrayList<>();
            }
        } else if (rowTime < time) {
            throw new InfluxDBException(
                    InfluxDBException.Kind.MALFORMED,
                    "The rows of a measurement came out of order: after one of "
                            + EpochNanos.toText(time)
                            + " came "
                            + row,
                    null);
        }
        unhashed.add(row);
        if (unhashed.size() == MAX_UNHASHED) {
            hash();
        }
    }

    private void hash() {
        for (InfluxDBRow row : unhashed) {
            hashed.add(hasher.identity(row));
        }
        unhashed.clear();
    }

    @Override
    void restart() {
        throw new IllegalStateException("The rows of a measurement are known one by one");
    }

    @Override
    SplitPosition position() {
        if (!hasTime) {
            return SplitPosition.START;
        }
        hash();
        return new SplitPosition.AtInstant(time, hashed);
    }

    @Override
    long settled(TimeRange range) {
        return hasTime ? time : range.start();
    }

    @Override
    TimeRange remaining(TimeRange part) {
        return hasTime && part.contains(time) ? part.withStart(time) : part;
    }

    @Override
    Replay replay() {
        hash();
        Set<Hash128> known = new HashSet<>(hashed);
        long instant = time;
        return new Replay() {
            @Override
            public boolean isNew(InfluxDBRow row) {
                return known.isEmpty()
                        || row.timestamp() != instant
                        || !known.contains(hasher.identity(row));
            }

            @Override
            public void end() {
                // Rows that have been deleted since are not missed.
            }
        };
    }
}
