/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.base.sink.writer.AsyncSinkWriter;
import org.apache.flink.connector.base.sink.writer.BufferedRequestState;
import org.apache.flink.connector.base.sink.writer.RequestEntryWrapper;
import org.apache.flink.connector.base.sink.writer.ResultHandler;
import org.apache.flink.connector.influxdb.client.InfluxDBClient;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;

/**
 * Gathers lines into requests, sends them, and brings each to its end.
 *
 * <p>The points that wait are in the {@link Lanes}. The base class is given a batch when it may go,
 * submits it, counts the requests on their way, and lets checkpoints wait for them. A timer that
 * finds requests blocked gives up its turn, and the end of a request or of a backoff sends what is
 * due. Only a full buffer makes a record wait.
 */
final class RequestWriter extends AsyncSinkWriter<LineEntry, LineEntry> {

    private final SinkSettings settings;
    private final InfluxDBClient client;
    private final MailboxExecutor mailbox;
    private final TaskThread task;
    private final ProcessingTimeService timers;
    private final Funnel funnel;
    private final Lanes lanes;
    private final RequestPacer pacer;
    private final Rejections rejections;
    private final RequestEnds ends;
    private final RequestSender sender;
    private final Preflight preflight;
    private final SinkMetrics metrics;

    private boolean timerArmed;

    @SuppressWarnings("deprecation") // The one constructor that Flink 1.20 has as well.
    private RequestWriter(
            WriterInitContext context,
            SinkSettings settings,
            InfluxDBClient client,
            Retries retries,
            Funnel funnel) {
        super(
                (entry, ignored) -> entry,
                context,
                funnel.configuration(settings.batching()),
                List.of());
        this.settings = settings;
        this.client = client;
        this.mailbox = context.getMailboxExecutor();
        this.task = new TaskThread(mailbox);
        this.timers = context.getProcessingTimeService();
        this.funnel = funnel;
        this.lanes =
                new Lanes(
                        settings.batching(),
                        settings.watching().serverWriteMillis(),
                        this::sendAfter);
        this.pacer =
                new RequestPacer(
                        timers,
                        new ConcurrencyLimit(
                                settings.batching().maxInFlight(),
                                settings.watching().circuitFailures()),
                        this::sendWhatIsDue);
        this.metrics = new SinkMetrics(context.metricGroup(), lanes, pacer);
        this.rejections = new Rejections(settings, metrics, timers::getCurrentProcessingTime);
        ServerProbe probe = new ServerProbe(settings.precision(), client, task);
        this.ends = new RequestEnds(settings, lanes, pacer, retries, rejections, metrics, probe);
        this.sender =
                new RequestSender(
                        settings.precision(),
                        client,
                        task,
                        ends,
                        metrics,
                        System::nanoTime,
                        this::sendWhatIsDue);
        this.preflight = new Preflight(settings, probe, timers, metrics, this::begin);
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
            Collection<BufferedRequestState<LineEntry>> states)
            throws IOException {
        RequestWriter writer = new RequestWriter(context, settings, client, retries, new Funnel());
        for (BufferedRequestState<LineEntry> state : states) {
            writer.lanes.restore(
                    state.getBufferedRequestEntries().stream()
                            .map(RequestEntryWrapper::getRequestEntry)
                            .toList());
        }
        writer.rejections.open(context.getTaskInfo().getIndexOfThisSubtask());
        writer.pacer.pause();
        writer.armTimer();
        return writer;
    }

    /** Says which server it is, without which no answer can be understood. */
    void serverIs(ServerFacts facts) {
        ends.serverIs(facts.version());
        if (!settings.watching().preflight()) {
            begin();
            return;
        }
        metrics.clockDiffers(facts.clockDifference());
        preflight.begin(facts.version());
    }

    private void begin() {
        pacer.resume();
        task.later(this::sendWhatIsDue, "Send what waited for the server");
    }

    /** The same name of a bucket, as the object that its waiting points share. */
    String shared(String bucket) {
        return lanes.shared(bucket);
    }

    /** The way of points that will never be taken. */
    Rejections rejections() {
        return rejections;
    }

    /** Takes a line; waits while there is no room for it. */
    @Override
    public void write(LineEntry entry, Context context) throws IOException, InterruptedException {
        if (pacer.release()) {
            sendWhatIsDue();
        }
        if (isFull()) {
            awaitRoom();
        }
        lanes.add(entry);
        if (isFull()) {
            // Whatever its lanes hold by then: nothing that comes could fill their requests.
            lanes.markDue(FlushTrigger.FULL_BUFFER);
        }
        sendWhatIsDue();
        armTimer();
    }

    private boolean isFull() {
        return lanes.size() >= settings.batching().maxBuffered();
    }

    private void awaitRoom() throws IOException, InterruptedException {
        metrics.setBlocked(true);
        try {
            // Something always comes: the end of a request or, if none is on its way, of a wait.
            while (isFull()) {
                lanes.markDue(FlushTrigger.FULL_BUFFER);
                sendWhatIsDue();
                if (isFull()) {
                    mailbox.yield();
                }
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
     * leaves the lanes for the network between here and the snapshot, where it would be in neither.
     */
    @Override
    public void flush(boolean endOfInput) throws InterruptedException {
        if (endOfInput) {
            pacer.release();
            writeAll();
        } else {
            pacer.hold();
        }
        // Never true: the base class would wait for a batch of its own to go.
        super.flush(false);
    }

    private void writeAll() throws InterruptedException {
        while (!lanes.isIdle()) {
            lanes.markDue(FlushTrigger.END_OF_INPUT);
            sendWhatIsDue();
            mailbox.yield();
        }
    }

    @Override
    public List<BufferedRequestState<LineEntry>> snapshotState(long checkpointId) {
        List<RequestEntryWrapper<LineEntry>> waiting =
                lanes.waiting().stream()
                        .map(entry -> new RequestEntryWrapper<>(entry, entry.line().length))
                        .toList();
        if (pacer.release()) {
            task.later(this::sendWhatIsDue, "Send what waited for checkpoint %s", checkpointId);
        }
        return List.of(new BufferedRequestState<>(waiting));
    }

    @Override
    protected long getSizeInBytes(LineEntry entry) {
        // What Flink adds up here is numBytesSend, which we count as it is sent: compressed.
        return 0;
    }

    @Override
    protected void submitRequestEntries(List<LineEntry> entries, ResultHandler<LineEntry> handler) {
        submit(funnel.close(), handler);
    }

    /** Sends a request. Whatever happens to it, its end is one call of the handler. */
    void submit(LaneBatch batch, ResultHandler<LineEntry> handler) {
        sender.send(batch, handler);
    }

    private void armTimer() {
        if (timerArmed || lanes.size() == 0) {
            return;
        }
        timerArmed = true;
        timers.registerTimer(
                timers.getCurrentProcessingTime() + settings.batching().maxMillis(),
                time -> {
                    timerArmed = false;
                    lanes.markDue(FlushTrigger.TIME);
                    sendWhatIsDue();
                });
    }

    private void sendAfter(long millis, Runnable action) {
        timers.registerTimer(
                timers.getCurrentProcessingTime() + millis,
                time -> {
                    action.run();
                    sendWhatIsDue();
                });
    }

    /** Sends requests while one is due and may go. */
    private void sendWhatIsDue() throws InterruptedException {
        while (pacer.mayGo(lanes.inFlight())) {
            LaneBatch batch = lanes.take();
            if (batch == null) {
                return;
            }
            funnel.open(batch);
            for (LineEntry entry : batch.entries()) {
                pour(entry);
            }
        }
    }

    private void pour(LineEntry entry) throws InterruptedException {
        try {
            super.write(entry, null);
        } catch (IOException e) {
            throw new UncheckedIOException("Flink's writer does no I/O here", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
