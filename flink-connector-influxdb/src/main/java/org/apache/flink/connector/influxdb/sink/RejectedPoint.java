/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.sink.DeadLetter.Category;

/**
 * A point that is refused before it is sent.
 *
 * @param point its line; in words, where it has none
 * @param category what kind of fault it is
 * @param reason what is wrong with it
 */
record RejectedPoint(String point, Category category, String reason) {}
