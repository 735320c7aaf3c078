/* SPDX-License-Identifier: Apache-2.0 OR MIT */

/**
 * The FLIP-27 source. In the order in which data goes: {@code InfluxDBSource} wires; {@code
 * SplitPlanner} cuts time into {@code InfluxDBSplit}s, which {@code InfluxDBSplitEnumerator} hands
 * out; {@code InfluxDBSplitReader} reads them, {@code SplitReading} one of them; {@code
 * InfluxDBRecordEmitter} hands rows on and moves the {@code SplitState}; {@code ReadProgress} is
 * how reading goes on at the right row.
 */
package org.apache.flink.connector.influxdb.source;
