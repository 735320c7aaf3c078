/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.base.sink.writer.AsyncSinkWriter;
import org.apache.flink.connector.base.sink.writer.BufferedRequestState;
import org.apache.flink.connector.base.sink.writer.ResultHandler;
import org.apache.flink.connector.base.sink.writer.config.AsyncSinkWriterConfiguration;
import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.annotation.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * Gathers lines into requests and brings each request to its end: confirmed, sent again later, or
 * the job fails.
 *
 * <p>The base class holds the points that wait, counts the requests on their way, and brings their
 * results to the task thread. Its limits of time, bytes and number are set out of reach and kept
 * here instead, because it answers each of them by waiting on the task thread until a request may
 * go, while neither a barrier nor a record gets through: for an outage of the server that is the
 * outage. Here a timer that finds requests blocked gives up its turn, and the end of a request or
 * of a backoff sends what is due. Only a full buffer makes a record wait.
 */
final class RequestWriter extends AsyncSinkWriter<LineEntry, LineEntry> {

    private static final Logger LOG = LoggerFactory.getLogger(RequestWriter.class);

    private static final long OUT_OF_REACH_MILLIS = Duration.ofDays(36_500).toMillis();

    /**
     * Where a request without end fails the job. The client ends each request long before. Flink
     * would otherwise send it again while it still runs, and an older value could land last.
     */
    private static final long REQUEST_LIMIT_MILLIS = Duration.ofDays(1).toMillis();

    private final SinkSettings settings;
    private final InfluxDBClient client;
    private final MailboxExecutor mailbox;
    private final ProcessingTimeService timers;
    private final EntryBuffer buffer;
    private final RequestPacer pacer;
    private final Retries retries;
    private final SinkMetrics metrics;

    @Nullable private InfluxDBVersion version;
    private boolean timerArmed;

    private RequestWriter(
            WriterInitContext context,
            SinkSettings settings,
            InfluxDBClient client,
            Retries retries,
            Collection<BufferedRequestState<LineEntry>> states,
            RequestPacer pacer) {
        super(
                (entry, ignored) -> entry,
                context,
                AsyncSinkWriterConfiguration.builder()
                        .setMaxBatchSize(settings.batching().maxPoints())
                        .setMaxBatchSizeInBytes(Long.MAX_VALUE)
                        .setMaxInFlightRequests(settings.batching().maxInFlight())
                        .setMaxBufferedRequests(Integer.MAX_VALUE)
                        .setMaxTimeInBufferMS(OUT_OF_REACH_MILLIS)
                        .setMaxRecordSizeInBytes(Long.MAX_VALUE)
                        .setRequestTimeoutMS(REQUEST_LIMIT_MILLIS)
                        .setFailOnTimeout(true)
                        .setRateLimitingStrategy(pacer)
                        .build(),
                states,
                pacer.buffer(),
                pacer.buffer());
        this.settings = settings;
        this.client = client;
        this.mailbox = context.getMailboxExecutor();
        this.timers = context.getProcessingTimeService();
        this.pacer = pacer;
        this.buffer = pacer.buffer();
        this.retries = retries;
        this.metrics = new SinkMetrics(context.metricGroup(), pacer);
    }

    /**
     * A writer that goes on with what a checkpoint held, if anything. It sends nothing until it is
     * told which server it is.
     */
    static RequestWriter create(
            WriterInitContext context,
            SinkSettings settings,
            InfluxDBClient client,
            Retries retries,
            Collection<BufferedRequestState<LineEntry>> states) {
        RequestWriter writer =
                new RequestWriter(
                        context,
                        settings,
                        client,
                        retries,
                        states,
                        new RequestPacer(settings.batching(), context.getProcessingTimeService()));
        writer.pacer.pause();
        writer.armTimer();
        return writer;
    }

    /** Says which server it is, without which no answer can be understood. */
    void serverIs(InfluxDBVersion version) {
        this.version = version;
        pacer.resume();
        mailbox.execute(this::sendWhatIsDue, "Send what waited for the server");
    }

    /** Takes a line; waits while there is no room for it. */
    @Override
    public void write(LineEntry entry, Context context) throws IOException, InterruptedException {
        if (pacer.release()) {
            sendWhatIsDue();
        }
        if (buffer.size() >= settings.batching().maxBuffered()) {
            awaitRoom();
        }
        super.write(entry, context);
        armTimer();
    }

    private void awaitRoom() throws InterruptedException {
        metrics.setBlocked(true);
        try {
            // Something always comes: the end of a request or, if none is on its way, of a backoff.
            while (buffer.size() >= settings.batching().maxBuffered()) {
                mailbox.yield();
            }
        } finally {
            metrics.setBlocked(false);
        }
    }

    /**
     * Waits for the requests on their way and, at the end of the input, until all is written.
     *
     * <p>For a checkpoint no further request goes until its snapshot is taken. So a silent server
     * holds it up for one request's timeout, not for as many as follow one another; and nothing
     * leaves the buffer for the network between here and the snapshot, where it would be in
     * neither.
     */
    @Override
    public void flush(boolean endOfInput) throws InterruptedException {
        if (endOfInput) {
            pacer.release();
        } else {
            pacer.hold();
        }
        super.flush(endOfInput);
    }

    @Override
    public List<BufferedRequestState<LineEntry>> snapshotState(long checkpointId) {
        List<BufferedRequestState<LineEntry>> state = super.snapshotState(checkpointId);
        if (pacer.release()) {
            mailbox.execute(
                    this::sendWhatIsDue, "Send what waited for checkpoint %s", checkpointId);
        }
        return state;
    }

    @Override
    protected long getSizeInBytes(@Nullable LineEntry entry) {
        return entry == null ? 0 : entry.line().length;
    }

    @Override
    protected void submitRequestEntries(List<LineEntry> entries, ResultHandler<LineEntry> handler) {
        int round = retries.round();
        CompletableFuture<Void> answer;
        try {
            answer =
                    Objects.requireNonNull(
                            client.write(
                                    settings.bucket(),
                                    settings.precision(),
                                    LineEntry.body(entries)),
                            "The client gave no answer to come");
        } catch (Throwable e) {
            answer = CompletableFuture.failedFuture(e);
        }
        // On a thread of the client. If the mailbox is closed the task is gone, and starts again
        // from its checkpoint.
        answer.whenComplete(
                (done, failure) ->
                        mailbox.execute(
                                () -> end(entries, handler, failure, round),
                                "End of a write of %s points",
                                entries.size()));
    }

    /** Brings a request to its end: exactly one call of the handler, whatever happens here. */
    private void end(
            List<LineEntry> entries,
            ResultHandler<LineEntry> handler,
            @Nullable Throwable failure,
            int round) {
        Runnable ending;
        try {
            ending = judge(entries, handler, failure, round);
        } catch (RuntimeException e) {
            ending = () -> handler.completeExceptionally(e);
        }
        ending.run();
    }

    private Runnable judge(
            List<LineEntry> entries,
            ResultHandler<LineEntry> handler,
            @Nullable Throwable failure,
            int round) {
        WriteOutcome outcome = WriteErrorClassifier.classify(failure, version);
        if (outcome == WriteOutcome.DONE) {
            succeeded();
            return handler::complete;
        }
        Throwable cause = WriteErrorClassifier.unwrap(failure);
        boolean isRefused = outcome == WriteOutcome.HALT && WriteErrorClassifier.mayPass(cause);
        if (outcome == WriteOutcome.RETRY || isRefused) {
            long wait =
                    isRefused ? retries.refused(round) : retries.failed(round, retryAfter(cause));
            pacer.pauseFor(wait, this::sendWhatIsDue);
            if (!retries.areExhausted()) {
                if (retries.inARow() == 1) {
                    LOG.warn("Points wait for the server: {}", cause.getMessage());
                }
                metrics.retried();
                return () -> handler.retryForEntries(entries);
            }
        }
        metrics.failed(entries.size());
        Exception reason =
                WriteFailures.describe(settings, outcome, entries, cause, retries.inARow());
        return () -> handler.completeExceptionally(reason);
    }

    private void succeeded() {
        if (retries.inARow() > 0) {
            LOG.info("The server takes points again, after {} attempts", retries.inARow());
        }
        retries.succeeded();
    }

    private static Duration retryAfter(Throwable cause) {
        return cause instanceof InfluxDBException answer
                ? answer.retryAfter().orElse(Duration.ZERO)
                : Duration.ZERO;
    }

    private void armTimer() {
        if (timerArmed || buffer.isEmpty()) {
            return;
        }
        timerArmed = true;
        timers.registerTimer(
                timers.getCurrentProcessingTime() + settings.batching().maxMillis(),
                time -> {
                    timerArmed = false;
                    buffer.markDue();
                    sendWhatIsDue();
                });
    }

    /**
     * Sends batches while one is due and may go. The base class does so after each record, and this
     * is how it is asked to without one: the buffer takes no notice of null.
     */
    private void sendWhatIsDue() throws IOException, InterruptedException {
        if (!pacer.isBlocked()) {
            super.write(null, null);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
