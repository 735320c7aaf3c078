/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.sink.DeadLetter.Category;

/**
 * A point that is refused before it is sent.
 *
 * @param bucket where it was to go, or empty if it has none
 * @param point its line if it has one, else in words; or the record of which no point can be made
 * @param category what kind of fault it is
 * @param reason what is wrong with it
 */
record RejectedPoint(String bucket, String point, Category category, String reason) {}
