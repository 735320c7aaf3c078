/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import javax.annotation.Nullable;

/** What the user of a builder has said of guards so far, with the defaults. */
final class GuardingChoices {

    @Nullable TypeGuard typeGuard = TypeGuard.CHECK;
    boolean assignsTime;
    @Nullable OnEmptyPoint onEmptyPoint = OnEmptyPoint.REJECT;
    @Nullable Long maxSeries;
    @Nullable OnMaxSeries onMaxSeries = OnMaxSeries.WARN;

    void check(SettingFaults faults) {
        faults.require(typeGuard != null, "sink.type-guard", "setTypeGuard", "is null");
        faults.require(onEmptyPoint != null, "sink.on-empty-point", "setOnEmptyPoint", "is null");
        faults.require(
                maxSeries == null || maxSeries >= 1,
                "sink.max-series",
                "setMaxSeries",
                "is " + maxSeries + ": it must be at least 1; leave it out for no limit");
        faults.require(onMaxSeries != null, "sink.on-max-series", "setOnMaxSeries", "is null");
    }

    SinkSettings.Guarding settings() {
        return new SinkSettings.Guarding(
                typeGuard,
                assignsTime,
                onEmptyPoint,
                maxSeries == null ? SinkSettings.Guarding.NO_LIMIT : maxSeries,
                onMaxSeries);
    }
}
