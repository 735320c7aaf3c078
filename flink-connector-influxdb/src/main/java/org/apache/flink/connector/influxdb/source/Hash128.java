/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.source;

/** 128 bits of a {@link RowHasher}. */
record Hash128(long high, long low) {}
