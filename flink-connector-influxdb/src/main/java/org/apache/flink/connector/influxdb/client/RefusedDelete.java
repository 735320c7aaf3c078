/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.annotation.Internal;

/**
 * A point that was not deleted, because the server could only delete more than it.
 *
 * @param index its place among those that were to be deleted
 * @param reason why not, and what to do
 */
@Internal
public record RefusedDelete(int index, String reason) {}
