/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.client.Precision;
import org.apache.flink.util.function.ThrowingConsumer;

import javax.annotation.Nullable;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * Asks the server whether it would take points, by a write without any. Whoever may write may ask,
 * also with a token that may do nothing else; and the way to the answer is that of every write.
 */
final class ServerProbe {

    private final Precision precision;
    private final InfluxDBClient client;
    private final TaskThread task;

    ServerProbe(Precision precision, InfluxDBClient client, TaskThread task) {
        this.precision = precision;
        this.client = client;
        this.task = task;
    }

    /**
     * Asks.
     *
     * @param bucket for which points would be
     * @param answer is called on the task thread, with null if the server would take points, else
     *     with why not
     */
    void ask(String bucket, ThrowingConsumer<Throwable, Exception> answer) {
        CompletableFuture<Void> asked;
        try {
            asked =
                    Objects.requireNonNull(
                            client.write(bucket, precision, ByteBuffer.allocate(0)),
                            "The client gave no answer to come");
        } catch (RuntimeException e) {
            asked = CompletableFuture.failedFuture(e);
        }
        asked.whenComplete((done, failure) -> tell(answer, failure));
    }

    private void tell(ThrowingConsumer<Throwable, Exception> answer, @Nullable Throwable failure) {
        task.later(() -> answer.accept(failure), "Answer of a probe of the server");
    }
}
