/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.annotation.Internal;

/**
 * How long a bucket keeps its points.
 *
 * @param seconds how long, or 0 for ever
 * @param shardGroupSeconds how long its shard groups are, or 0 if the server does not say
 */
@Internal
public record BucketRetention(long seconds, long shardGroupSeconds) {}
