/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.client.DensityCursor;
import org.apache.flink.connector.influxdb.model.TimeRange;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a range while its windows are counted, in time order. A split ends where the next window
 * that holds points would be too much, so empty stretches belong to the split before them, or to
 * the first.
 */
final class SplitFiller {

    private final String measurement;
    private final SplitAim aim;
    private final int limit;
    private final List<InfluxDBSplit> splits = new ArrayList<>();

    /** What is not cut yet; its beginning holds what is counted and has no split yet. */
    private TimeRange open;

    private long rows;
    private long values;

    /**
     * A filler.
     *
     * @param limit how many splits are wanted
     */
    SplitFiller(String measurement, SplitAim aim, TimeRange range, int limit) {
        this.measurement = measurement;
        this.aim = aim;
        this.open = range;
        this.limit = limit;
    }

    /** How many splits are still wanted. */
    int wanted() {
        return limit - splits.size();
    }

    /** Adds the window's points to the split that is open, or to a new one, unless all is full. */
    void add(DensityCursor counted) {
        long start = counted.window().start();
        if (!aim.fits(rows + counted.rows(), values + counted.values())
                && values > 0
                && start > open.start()) {
            end(open.withStop(start));
            open = open.withStart(start);
        }
        if (wanted() > 0) {
            rows += counted.rows();
            values += counted.values();
        }
    }

    private void end(TimeRange range) {
        splits.add(InfluxDBSplit.unread(measurement, range, rows));
        rows = 0;
        values = 0;
    }

    /** The slice: all of the range, unless more splits were found than wanted. */
    PlanSlice slice(PlanProgress progress) {
        if (wanted() == 0) {
            return new PlanSlice(progress.to(open.start()), splits);
        }
        end(open);
        return new PlanSlice(progress.to(open.stop()), splits);
    }
}
