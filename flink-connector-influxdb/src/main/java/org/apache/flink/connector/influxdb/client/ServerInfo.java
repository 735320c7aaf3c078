/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.annotation.Internal;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;

/**
 * What a server says of itself on {@code /ping}.
 *
 * @param version the generation
 * @param text the version as the server spells it; self-built servers say {@code unknown} or {@code
 *     dev}
 * @param build such as {@code OSS} or {@code Core}, or empty
 */
@Internal
public record ServerInfo(InfluxDBVersion version, String text, String build) {}
