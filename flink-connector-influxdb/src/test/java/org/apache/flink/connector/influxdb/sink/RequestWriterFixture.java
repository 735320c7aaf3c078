/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.base.sink.writer.BufferedRequestState;
import org.apache.flink.connector.base.sink.writer.RequestEntryWrapper;
import org.apache.flink.connector.influxdb.client.Precision;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * A request writer with batches of 3 points, 100 bytes and 1000 ms, 2 requests at a time and 6
 * waiting points; the wait after a failure is 200 ms, then 400, up to 1000, without chance.
 *
 * <p>The numbered points are in the first lane of two from 1 to 3, in the second from 4 to 6, in
 * the first again from 7 to 9, and so on.
 */
final class RequestWriterFixture {

    static final SinkSettings.Batching BATCHING = new SinkSettings.Batching(3, 100, 1000, 2, 6);

    /** No preflight; the circuit opens after 5 failures; a lost write may land for 10 s. */
    static final SinkSettings.Watching WATCHING = new SinkSettings.Watching(5, false, true, 10_000);

    static final ServerFacts V2 = new ServerFacts(InfluxDBVersion.V2, OptionalLong.empty());

    final FakeTask task = new FakeTask();
    final FakeClient client;
    final RequestWriter writer;
    final SinkSettings settings;

    RequestWriterFixture() {
        this(BATCHING, SinkSettings.Retrying.NO_LIMIT, List.of());
    }

    RequestWriterFixture(
            SinkSettings.Batching batching,
            int maxRetries,
            List<BufferedRequestState<LineEntry>> states) {
        this(batching, maxRetries, states, new FakeClient());
    }

    /** With waits up to another limit. */
    RequestWriterFixture(SinkSettings.Batching batching, int maxRetries, long maxMillis) {
        this(
                new SinkSettings(
                        "metrics",
                        Precision.NS,
                        batching,
                        new SinkSettings.Retrying(200, maxMillis, maxRetries),
                        SinkSettings.Rejecting.FAIL,
                        new GuardingChoices().settings(),
                        WATCHING),
                List.of(),
                new FakeClient());
    }

    RequestWriterFixture(
            SinkSettings.Batching batching,
            int maxRetries,
            List<BufferedRequestState<LineEntry>> states,
            FakeClient client) {
        this(settings(batching, maxRetries), states, client);
    }

    RequestWriterFixture(
            SinkSettings settings,
            List<BufferedRequestState<LineEntry>> states,
            FakeClient client) {
        this.settings = settings;
        this.client = client;
        this.writer = create(task, settings, client, states);
        writer.serverIs(V2);
    }

    private static RequestWriter create(
            FakeTask task,
            SinkSettings settings,
            FakeClient client,
            List<BufferedRequestState<LineEntry>> states) {
        try {
            return RequestWriter.create(
                    task,
                    settings,
                    client,
                    new Retries(
                            new Backoff(
                                    settings.retrying().initialMillis(),
                                    settings.retrying().maxMillis(),
                                    bound -> bound - 1),
                            settings.retrying().maxRetries()),
                    states);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A writer whose rejected points go to this handler. */
    static RequestWriterFixture withDeadLetters(
            SinkSettings.Batching batching, DeadLetterHandler handler) {
        return rejecting(batching, new SinkSettings.Rejecting(OnError.DEAD_LETTER, handler));
    }

    /** A writer that does this with rejected points. */
    static RequestWriterFixture rejecting(
            SinkSettings.Batching batching, SinkSettings.Rejecting rejecting) {
        SinkSettings plain = settings(batching, SinkSettings.Retrying.NO_LIMIT);
        return new RequestWriterFixture(
                new SinkSettings(
                        plain.bucket(),
                        plain.precision(),
                        plain.batching(),
                        plain.retrying(),
                        rejecting,
                        plain.guarding(),
                        plain.watching()),
                List.of(),
                new FakeClient());
    }

    /** With a server that confirms at once. */
    static RequestWriterFixture confirming(
            SinkSettings.Batching batching, List<BufferedRequestState<LineEntry>> states) {
        return new RequestWriterFixture(
                batching, 0, states, new FakeClient(() -> CompletableFuture.completedFuture(null)));
    }

    static RequestWriterFixture withMaxRetries(int maxRetries) {
        return new RequestWriterFixture(BATCHING, maxRetries, List.of());
    }

    static SinkSettings settings(SinkSettings.Batching batching, int maxRetries) {
        return new SinkSettings(
                "metrics",
                Precision.NS,
                batching,
                new SinkSettings.Retrying(200, 1000, maxRetries),
                SinkSettings.Rejecting.FAIL,
                new GuardingChoices().settings(),
                WATCHING);
    }

    static LineEntry line(String line) {
        return line("metrics", line);
    }

    static LineEntry line(String bucket, String line) {
        return new LineEntry(bucket, (line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** A delete of a point: its line without fields. */
    static LineEntry delete(String bucket, String key) {
        return LineEntry.delete(bucket, (key + "\n").getBytes(StandardCharsets.UTF_8));
    }

    static BufferedRequestState<LineEntry> state(String... lines) {
        return state(List.of(lines).stream().map(RequestWriterFixture::line).toList());
    }

    static BufferedRequestState<LineEntry> state(List<LineEntry> entries) {
        return new BufferedRequestState<>(
                entries.stream()
                        .map(entry -> new RequestEntryWrapper<>(entry, entry.line().length))
                        .toList());
    }

    /** Writes the lines p-from to p-to, the last one included. */
    void write(int from, int to) throws Exception {
        for (int i = from; i <= to; i++) {
            writer.write(line(point(i)), null);
        }
    }

    static List<String> lines(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(RequestWriterFixture::point).toList();
    }

    /** The line of a numbered point, in the lane that its number says. */
    static String point(int number) {
        return inLane((number - 1) / 3 % 2, "p" + number) + " f=1 1";
    }

    /** A series, the text made longer until it is in that lane of two. */
    static String inLane(int lane, String text) {
        String line = text;
        while (Lanes.laneOf(line(line + " f=1 1").line(), 2) != lane) {
            line += "_";
        }
        return line;
    }

    List<String> checkpointAfterConfirming() throws Exception {
        task.whenItWaits(() -> client.open().forEach(FakeClient.Request::confirm));
        return checkpoint();
    }

    /** Takes a checkpoint, and says which points it holds. */
    List<String> checkpoint() throws Exception {
        writer.flush(false);
        return writer.snapshotState(1).stream()
                .flatMap(state -> state.getBufferedRequestEntries().stream())
                .map(wrapper -> wrapper.getRequestEntry().toString())
                .toList();
    }
}
