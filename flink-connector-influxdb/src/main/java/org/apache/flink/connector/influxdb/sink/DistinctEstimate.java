/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import com.dynatrace.hash4j.distinctcount.MartingaleEstimator;
import com.dynatrace.hash4j.distinctcount.StateChangeObserver;
import com.dynatrace.hash4j.distinctcount.UltraLogLog;

/**
 * About how many different values there were, within one or two percent, in 4 kB. Updated on one
 * thread, read on any.
 */
final class DistinctEstimate {

    /** 2^12 registers. */
    private static final int PRECISION = 12;

    private final UltraLogLog sketch = UltraLogLog.create(PRECISION);
    private final MartingaleEstimator estimator = new MartingaleEstimator();
    private final StateChangeObserver observer = this::changed;
    private volatile long value;

    /**
     * Counts a value.
     *
     * @param hash 64 good bits
     */
    void add(long hash) {
        sketch.add(hash, observer);
    }

    private void changed(double probabilityDecrement) {
        estimator.stateChanged(probabilityDecrement);
        value = Math.round(estimator.getDistinctCountEstimate());
    }

    long value() {
        return value;
    }
}
