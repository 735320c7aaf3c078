/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.util.function.SerializableFunction;

import javax.annotation.Nullable;

/** Where records go and which of them delete, as it is chosen, one thing after the other. */
final class RoutingChoices<T> {

    @Nullable String bucket;
    @Nullable SerializableFunction<T, String> bucketSelector;
    @Nullable FilterFunction<T> deleteSelector;

    void check(SettingFaults faults) {
        faults.require(
                bucket == null ? bucketSelector != null : !bucket.isBlank(),
                "bucket",
                "setBucket",
                "is missing: name the bucket, or the database of an InfluxDB 1.8, or let records"
                        + " choose (setBucketSelector)");
    }

    Routing<T> settings() {
        return new Routing<>(bucket, bucketSelector, deleteSelector);
    }
}
