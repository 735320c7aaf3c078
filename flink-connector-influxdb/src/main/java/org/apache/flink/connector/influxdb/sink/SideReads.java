/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.WriterInitContext;

import javax.annotation.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Reads from the server aside of the task, one read at a time on a thread of its own, and brings
 * the ends back to the task. A task that waits for one takes its mail meanwhile, so that requests
 * end and go; it never waits for long.
 *
 * <p>Used on the task thread only.
 */
final class SideReads implements Closeable {

    /** How long a record waits at most for what the server has to say. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Executor thread;
    private final Runnable stop;
    private final MailboxExecutor mailbox;
    private final TaskThread task;
    private final ProcessingTimeService timers;

    private boolean busy;

    /**
     * Reads on a thread.
     *
     * @param stop ends the thread
     */
    SideReads(
            Executor thread, Runnable stop, MailboxExecutor mailbox, ProcessingTimeService timers) {
        this.thread = thread;
        this.stop = stop;
        this.mailbox = mailbox;
        this.task = new TaskThread(mailbox);
        this.timers = timers;
    }

    /** Reads on a thread that comes and goes as there is something to read. */
    static SideReads create(WriterInitContext context) {
        ThreadPoolExecutor thread =
                new ThreadPoolExecutor(
                        0,
                        1,
                        10,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        task -> {
                            Thread daemon = new Thread(task, "influxdb-sink-guard");
                            daemon.setDaemon(true);
                            return daemon;
                        });
        return new SideReads(
                thread,
                thread::shutdownNow,
                context.getMailboxExecutor(),
                context.getProcessingTimeService());
    }

    /** Whether a read is under way, so that no other can be started. */
    boolean isBusy() {
        return busy;
    }

    /**
     * Starts a read.
     *
     * @param end what is done with its end, on the task thread
     */
    <T> void start(Read<T> read, End<T> end) {
        if (busy) {
            throw new IllegalStateException("One read at a time");
        }
        busy = true;
        thread.execute(
                () -> {
                    try {
                        T value = read.read();
                        onTask(() -> end.ended(value, null));
                    } catch (IOException | RuntimeException e) {
                        onTask(() -> end.ended(null, e));
                    } catch (Error e) {
                        onTask(
                                () -> {
                                    throw e;
                                });
                    }
                });
    }

    private void onTask(Runnable end) {
        task.later(
                () -> {
                    busy = false;
                    end.run();
                },
                "End of a read for the sink's guards");
    }

    /** Waits until something holds, and says whether it does: not for longer than a while. */
    boolean await(BooleanSupplier holds) throws InterruptedException {
        if (holds.getAsBoolean()) {
            return true;
        }
        boolean[] isOver = new boolean[1];
        ScheduledFuture<?> alarm = after(PATIENCE, () -> isOver[0] = true);
        try {
            while (!holds.getAsBoolean() && !isOver[0]) {
                mailbox.yield();
            }
        } finally {
            alarm.cancel(false);
        }
        return holds.getAsBoolean();
    }

    /** Does something later, on the task thread. */
    ScheduledFuture<?> after(Duration wait, Runnable action) {
        return timers.registerTimer(
                timers.getCurrentProcessingTime() + wait.toMillis(), time -> action.run());
    }

    @Override
    public void close() {
        stop.run();
    }

    /** Asks the server, on another thread. */
    @FunctionalInterface
    interface Read<T> {
        T read() throws IOException;
    }

    /** Is told the value, or why there is none. */
    @FunctionalInterface
    interface End<T> {
        void ended(@Nullable T value, @Nullable Exception failure);
    }
}
