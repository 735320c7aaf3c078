/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.util.function.ThrowingRunnable;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Asks a server that is away which generation it is, with backoff, until it answers. For jobs that
 * are restored while the server is away: they wait for it as running jobs do. Asking takes a thread
 * of its own, because it may wait for a connection while the task has checkpoints to take.
 */
final class ServerInquiry {

    private static final Logger LOG = LoggerFactory.getLogger(ServerInquiry.class);

    private final InfluxDBClient client;
    private final TaskThread task;
    private final ProcessingTimeService timers;
    private final Retries retries;
    private final boolean withClock;
    private final Consumer<ServerFacts> whenKnown;

    ServerInquiry(
            WriterInitContext context,
            InfluxDBClient client,
            Retries retries,
            boolean withClock,
            Consumer<ServerFacts> whenKnown) {
        this.client = client;
        this.task = new TaskThread(context.getMailboxExecutor());
        this.timers = context.getProcessingTimeService();
        this.retries = retries;
        this.withClock = withClock;
        this.whenKnown = whenKnown;
    }

    /** To be called when the server did not answer; fails if there is no point in asking again. */
    void askLater(InfluxDBException failure) throws InfluxDBException {
        long wait = retries.failed(retries.round(), failure.retryAfter().orElse(Duration.ZERO));
        if (!failure.isTransient() || retries.areExhausted()) {
            throw failure;
        }
        if (retries.inARow() == 1) {
            LOG.warn("The sink is restored and waits for its server: {}", failure.getMessage());
        }
        timers.registerTimer(
                timers.getCurrentProcessingTime() + wait,
                time -> {
                    Thread thread = new Thread(this::ask, "influxdb-sink-inquiry");
                    thread.setDaemon(true);
                    thread.start();
                });
    }

    private void ask() {
        try {
            ServerFacts facts =
                    ServerFacts.ask(client, withClock, timers::getCurrentProcessingTime);
            tell(() -> whenKnown.accept(facts));
        } catch (InfluxDBException e) {
            tell(() -> askLater(e));
        } catch (RuntimeException | Error e) {
            tell(
                    () -> {
                        throw e;
                    });
        }
    }

    private void tell(ThrowingRunnable<InfluxDBException> step) {
        task.later(step, "Inquiry of the InfluxDB server");
    }
}
