/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

import java.util.List;

/**
 * The next piece of a plan.
 *
 * @param progress how far the plan is with it
 * @param splits of it, in time order; they cover what is new but for shard groups without any
 *     point. There may be none, and more to come
 */
record PlanSlice(PlanProgress progress, List<InfluxDBSplit> splits) {}
