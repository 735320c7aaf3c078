/* SPDX-License-Identifier: Apache-2.0 OR MIT */

/**
 * Flink SQL over InfluxDB, {@code 'connector' = 'influxdb'}. The factory reads the options, {@code
 * TableMapping} says what each column is in InfluxDB, and two converters carry rows over.
 */
package org.apache.flink.connector.influxdb.table;
