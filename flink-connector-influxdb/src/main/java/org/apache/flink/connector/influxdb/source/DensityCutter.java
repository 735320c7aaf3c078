/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.connector.influxdb.client.Census;
import org.apache.flink.connector.influxdb.client.DensityCursor;
import org.apache.flink.connector.influxdb.model.EpochNanos;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.TimeRange;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.annotation.Nullable;

import java.util.EnumSet;
import java.util.Set;

/**
 * Cuts shard groups into splits of about the same number of rows, by counts that the server makes.
 *
 * <p>Counts only move cuts: what is not counted is in a split all the same.
 */
final class DensityCutter {

    private static final Logger LOG = LoggerFactory.getLogger(DensityCutter.class);

    /** How often a count that is too much for the server is halved. */
    private static final int MAX_HALVINGS = 8;

    /** Fewer points that carry all fields say nothing of others, and are cheap to count anyway. */
    private static final long EVIDENCE = 1_000;

    /** In shorter stretches one request more costs more than it saves. */
    private static final double WORTH_A_GLANCE = 4;

    /** For how many splits one field stands for all, until all are looked at again. */
    private static final double TRUST = 8;

    /** Faults that say something of the bucket or of us, so that reading would find them too. */
    private static final Set<Kind> NOT_OF_COUNTING =
            EnumSet.of(Kind.UNAUTHENTICATED, Kind.FORBIDDEN, Kind.NOT_FOUND);

    private final String measurement;
    private final SplitAim aim;

    /** Learnt as it goes, and no loss if it is forgotten. */
    @Nullable private CountingPace pace;

    /**
     * Whether all points of what was counted in all fields last carry all of them, as most
     * measurements' do: then one field stands for all. Looked at anew in each shard group, and
     * before slices after some splits, since it may change.
     */
    private boolean isEven;

    /** How many splits were counted by one field since. */
    private double trusted;

    /** Where the shard group ends in which that was. */
    private long trustedTo;

    DensityCutter(String measurement, SplitAim aim) {
        this.measurement = measurement;
        this.aim = aim;
    }

    /**
     * Cuts what is left of a shard group.
     *
     * @param progress whose rest begins with it
     * @param filled the part of it that holds its points
     * @param limit how many splits are wanted
     */
    PlanSlice cut(
            Census census, PlanProgress progress, TimeRange group, TimeRange filled, int limit)
            throws InfluxDBException {
        if (pace == null) {
            pace = CountingPace.slow(filled);
        }
        if (isEven && (trusted >= TRUST || trustedTo != group.stop())) {
            isEven = false;
            if (pace.splits(filled) >= WORTH_A_GLANCE) {
                pace = pace.glance();
            }
        }
        trustedTo = group.stop();
        SplitFiller filler = new SplitFiller(measurement, aim, group, limit);
        Counted counted = new Counted(filled.start());
        int halvings = 0;
        while (filler.wanted() > 0 && counted.to < filled.stop() && halvings <= MAX_HALVINGS) {
            TimeRange stretch = pace.next(filled.withStart(counted.to), filler.wanted());
            try {
                count(census, stretch, counted, filler);
                halvings = 0;
            } catch (InfluxDBException e) {
                pace = pace.slower(stretch);
                if (e.isTransient() || NOT_OF_COUNTING.contains(e.kind())) {
                    throw e;
                }
                halvings = e.kind() == Kind.TOO_HEAVY ? halvings + 1 : MAX_HALVINGS + 1;
                if (halvings > MAX_HALVINGS) {
                    LOG.warn(
                            "The points of measurement '{}' from {} to {} cannot be counted, so"
                                    + " they are one split: {}",
                            measurement,
                            EpochNanos.toText(counted.to),
                            EpochNanos.toText(filled.stop()),
                            e.getMessage());
                }
            }
        }
        return filler.slice(progress);
    }

    /** Up to where the windows have been added, also when a count breaks off. */
    private static final class Counted {
        private long to;

        Counted(long to) {
            this.to = to;
        }
    }

    /**
     * Counts a stretch of time and cuts it, up to its end, or to a window that is too much for one
     * split, or until there are splits enough.
     */
    private void count(Census census, TimeRange stretch, Counted counted, SplitFiller filler)
            throws InfluxDBException {
        double splits = 0;
        long evenRows = 0;
        boolean hasOdd = false;
        try (DensityCursor windows = open(census, stretch)) {
            while (filler.wanted() > 0 && windows.next()) {
                TimeRange window = windows.window();
                double ofWindow = aim.splits(windows.rows(), windows.values());
                if (!aim.fits(windows.rows(), windows.values()) && window.isDivisible()) {
                    counted.to = window.start();
                    pace = pace.within(window, ofWindow);
                    return;
                }
                filler.add(windows);
                counted.to = window.stop();
                splits += ofWindow;
                evenRows += windows.rows();
                hasOdd |= !windows.isEven();
            }
        }
        trusted = isEven ? trusted + splits : 0;
        isEven |= !hasOdd && evenRows >= EVIDENCE;
        TimeRange done = filler.wanted() > 0 ? stretch : stretch.withStop(counted.to);
        counted.to = done.stop();
        pace = pace.after(done, splits);
    }

    private DensityCursor open(Census census, TimeRange stretch) throws InfluxDBException {
        long width = pace.width(stretch);
        return isEven ? census.densityOfEvenPoints(stretch, width) : census.density(stretch, width);
    }
}
