/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.util.function.ThrowingRunnable;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.RejectedExecutionException;

/**
 * Hands things over to the task thread, from whichever thread.
 *
 * <p>A task that ends takes no more mail, but still does what it has, and what that hands over
 * comes too late. Nothing is lost by it: what a task has not written by then is in the state that
 * it goes on from. Without this the task would fail where it had ended well.
 */
final class TaskThread {

    private static final Logger LOG = LoggerFactory.getLogger(TaskThread.class);

    private final MailboxExecutor mailbox;

    TaskThread(MailboxExecutor mailbox) {
        this.mailbox = mailbox;
    }

    /** Does something on the task thread, after what it does now, unless the task has ended. */
    void later(ThrowingRunnable<? extends Exception> action, String what, Object... args) {
        unlessEnded(() -> mailbox.execute(action, what, args));
    }

    /** Does something that hands over to the task thread itself. */
    void unlessEnded(Runnable handOver) {
        try {
            handOver.run();
        } catch (RejectedExecutionException e) {
            LOG.debug("The task ended before", e);
        }
    }
}
