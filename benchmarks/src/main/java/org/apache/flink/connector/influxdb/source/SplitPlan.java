/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.connector.influxdb.model.TimeRange;

import java.util.ArrayList;
import java.util.List;

/** Plans a source without a cluster: what its enumerator hands out to a single reader. */
public final class SplitPlan {

    private SplitPlan() {}

    /** The ranges of all splits of a bounded source, in the order in which they are handed out. */
    public static List<TimeRange> of(InfluxDBSource<?> source) throws Exception {
        List<TimeRange> ranges = new ArrayList<>();
        try (LonelyCoordinator coordinator = new LonelyCoordinator()) {
            SplitEnumerator<InfluxDBSplit, EnumeratorState> enumerator =
                    source.createEnumerator(coordinator);
            coordinator.run(enumerator, split -> ranges.add(split.range()));
            enumerator.close();
        }
        return ranges;
    }
}
