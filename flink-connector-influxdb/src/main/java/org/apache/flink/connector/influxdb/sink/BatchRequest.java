/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.client.PointKey;
import org.apache.flink.connector.influxdb.client.Precision;
import org.apache.flink.connector.influxdb.client.WriteListener;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What is asked of the server for a batch: to write its points, or to delete them. */
final class BatchRequest {

    private BatchRequest() {}

    /**
     * Sends it.
     *
     * @param listener hears of a write
     * @return failed with an {@link InexactDeletesException} if all but some points were deleted
     */
    static CompletableFuture<Void> send(
            InfluxDBClient client, Precision precision, LaneBatch batch, WriteListener listener) {
        if (!batch.isDelete()) {
            return client.write(
                    batch.bucket(), precision, LineEntry.body(batch.entries()), listener);
        }
        List<PointKey> points =
                batch.entries().stream()
                        .map(entry -> PointKey.parse(entry.line(), precision))
                        .toList();
        return client.delete(batch.bucket(), points)
                .thenAccept(
                        refused -> {
                            if (!refused.isEmpty()) {
                                throw new InexactDeletesException(refused);
                            }
                        });
    }
}
