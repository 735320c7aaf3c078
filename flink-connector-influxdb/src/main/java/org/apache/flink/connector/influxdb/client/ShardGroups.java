/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.annotation.Internal;
import org.apache.flink.connector.influxdb.model.TimeRange;

/** Where the shard groups of a bucket begin and end: no split crosses such a bound. */
@Internal
public interface ShardGroups {

    /** The shard group that holds this time, existing or possible. */
    TimeRange containing(long time);
}
