/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.base.sink.writer.ResultHandler;
import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

import static org.apache.flink.connector.influxdb.sink.FakeClient.answer;
import static org.apache.flink.connector.influxdb.sink.FakeClient.noConnection;
import static org.apache.flink.connector.influxdb.sink.RequestWriterFixture.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Every request ends in exactly one call of the result handler. */
class RequestWriterEndingsTest {

    /** Counts how a request ended. */
    private static final class Endings implements ResultHandler<LineEntry> {
        private final List<String> calls = new ArrayList<>();
        private Exception failure;

        @Override
        public void complete() {
            calls.add("complete");
        }

        @Override
        public void completeExceptionally(Exception e) {
            calls.add("fail");
            failure = e;
        }

        @Override
        public void retryForEntries(List<LineEntry> entries) {
            calls.add("retry " + entries.size());
        }
    }

    static Stream<Arguments> testEveryEndIsOneEnd() {
        return Stream.of(
                end("confirms", () -> CompletableFuture.completedFuture(null), "complete"),
                end("loses the connection", () -> failed(noConnection()), "again"),
                end(
                        "wraps what it lost",
                        () -> failed(new CompletionException(noConnection())),
                        "again"),
                end("cancels", () -> failed(new CancellationException()), "again"),
                end("times out", () -> failed(new TimeoutException()), "again"),
                end("fails to read", () -> failed(new IOException("reset")), "again"),
                end("is refused", () -> failed(answer(Kind.FORBIDDEN, 403, "no")), "again"),
                end("says nonsense", () -> failed(answer(Kind.INVALID, 400, "what?")), "fail"),
                end("has a bug", () -> failed(new IllegalStateException("bug")), "fail"),
                end("has no memory", () -> failed(new OutOfMemoryError("heap")), "fail"),
                end("fails without words", () -> failed(new IllegalStateException()), "fail"),
                end(
                        "throws",
                        () -> {
                            throw new IllegalArgumentException("bad bucket");
                        },
                        "fail"),
                end(
                        "throws an error",
                        () -> {
                            throw new StackOverflowError();
                        },
                        "fail"),
                end("returns nothing", () -> null, "fail"));
    }

    private static Arguments end(
            String name, Supplier<CompletableFuture<Void>> behaviour, String expected) {
        return arguments(name, behaviour, expected);
    }

    private static CompletableFuture<Void> failed(Throwable failure) {
        return CompletableFuture.failedFuture(failure);
    }

    @ParameterizedTest(name = "a client that {0}")
    @MethodSource
    void testEveryEndIsOneEnd(
            String name, Supplier<CompletableFuture<Void>> behaviour, String expected)
            throws Exception {
        FakeTask task = new FakeTask();
        Endings endings = new Endings();
        RequestWriter writer = writer(task, new FakeClient(behaviour));

        writer.submit(batch(line("p1"), line("p2")), endings);
        task.runMails();

        boolean isAgain = expected.equals("again");
        assertThat(endings.calls).containsExactly(isAgain ? "complete" : expected);
        assertThat(writer.snapshotState(1).get(0).getBufferedRequestEntries())
                .hasSize(isAgain ? 2 : 0);
    }

    @Test
    void testFaultBeforeTheClientIsAskedIsAnEndToo() throws Exception {
        FakeTask task = new FakeTask();
        Endings endings = new Endings();
        RequestWriter writer = writer(task, new FakeClient());
        List<LineEntry> broken = new ArrayList<>();
        broken.add(null);

        writer.submit(new LaneBatch(0, broken, 0, null, null, null, false), endings);

        assertThatThrownBy(
                        () -> {
                            task.runMails();
                            throw endings.failure;
                        })
                .isInstanceOf(NullPointerException.class);
        assertThat(endings.calls).containsExactly("fail");
    }

    /** A step on the way of a request at which the test injects a fault. */
    private static final class Faults {
        private Throwable clock;
        private Throwable metrics;
        private Throwable letters;

        static void raise(Throwable fault) {
            if (fault instanceof RuntimeException e) {
                throw e;
            }
            if (fault instanceof Error e) {
                throw e;
            }
        }
    }

    /** A failure that cannot even be looked at. */
    private static final class Unreadable extends IOException {
        private static final long serialVersionUID = 1L;

        @Override
        public synchronized Throwable getCause() {
            throw new IllegalStateException("no cause to be had");
        }
    }

    private static final Throwable REFUSED =
            answer(Kind.REJECTED, 422, "partial write: field type conflict: input field");

    static Stream<Arguments> testFaultAtEveryStepIsOneEnd() {
        RuntimeException bug = new IllegalStateException("bug");
        Error error = new StackOverflowError("deep");
        return Stream.of(
                fault("backoff timer", noConnection(), faults -> faults.clock = bug),
                fault("backoff timer's error", noConnection(), faults -> faults.clock = error),
                fault("metrics of a success", null, faults -> faults.metrics = bug),
                fault("metrics of a retry", noConnection(), faults -> faults.metrics = bug),
                fault("metrics of a refusal", REFUSED, faults -> faults.metrics = bug),
                fault("metrics' error", null, faults -> faults.metrics = error),
                fault("dead letter", REFUSED, faults -> faults.letters = bug),
                fault("dead letter's error", REFUSED, faults -> faults.letters = error),
                fault("classifier", new Unreadable(), faults -> {}));
    }

    private static Arguments fault(String step, Throwable end, Consumer<Faults> injection) {
        return arguments(step, end, injection);
    }

    @ParameterizedTest(name = "a fault in the {0}")
    @MethodSource
    void testFaultAtEveryStepIsOneEnd(String step, Throwable end, Consumer<Faults> injection)
            throws Exception {
        Faults faults = new Faults();
        FakeTask task =
                new FakeTask(() -> Faults.raise(faults.clock), () -> Faults.raise(faults.metrics));
        FakeClient client = new FakeClient();
        Endings endings = new Endings();
        RequestWriter writer =
                writer(
                        task,
                        client,
                        new SinkSettings.Rejecting(
                                OnError.DEAD_LETTER, letter -> Faults.raise(faults.letters)));
        writer.submit(batch(line("p1")), endings);

        injection.accept(faults);
        if (end == null) {
            client.last().confirm();
        } else {
            client.last().fail(end);
        }
        try {
            task.runMails();
        } catch (RuntimeException | Error thrown) {
            // The task fails with it as well, which is its own affair.
            assertThat(endings.calls).isNotEmpty();
        }

        assertThat(endings.calls).containsExactly("fail");
    }

    @Test
    void testFaultInTheTimerOfUnsettledPointsIsOneEnd() throws Exception {
        // Given points whose last write may still land, so that their confirmation begins a wait
        Faults faults = new Faults();
        FakeTask task = new FakeTask(() -> Faults.raise(faults.clock), () -> {});
        FakeClient client = new FakeClient();
        RequestWriter writer = writer(task, client, SinkSettings.Rejecting.FAIL);
        Endings first = new Endings();
        writer.submit(batch(line("p1")), first);
        client.last().fail(noConnection());
        task.runMails();
        Endings second = new Endings();
        writer.submit(batch(line("p1")), second);

        faults.clock = new IllegalStateException("no timers left");
        client.last().confirm();
        task.runMails();

        assertThat(first.calls).containsExactly("complete");
        assertThat(second.calls).containsExactly("fail");
        assertThat(second.failure).hasMessageContaining("no timers left");
    }

    @Test
    void testFaultInTheMetricsBeforeSendingIsOneEnd() throws Exception {
        Faults faults = new Faults();
        FakeTask task = new FakeTask(() -> {}, () -> Faults.raise(faults.metrics));
        RequestWriter writer = writer(task, new FakeClient(), SinkSettings.Rejecting.FAIL);
        Endings endings = new Endings();
        faults.metrics = new IllegalStateException("bug");

        writer.submit(
                new LaneBatch(0, List.of(line("p1")), 3, null, null, FlushTrigger.TIME, false),
                endings);
        task.runMails();

        assertThat(endings.calls).containsExactly("fail");
    }

    @Test
    void testFailureNamesBucketPointsAndTheServersWords() throws Exception {
        FakeTask task = new FakeTask();
        Endings endings = new Endings();
        String words = "parameter precision is unknown";
        RequestWriter writer =
                writer(task, new FakeClient(() -> failed(answer(Kind.INVALID, 400, words))));

        writer.submit(batch(line("m f=1 1"), line("m f=2 2")), endings);
        task.runMails();

        assertThat(endings.failure)
                .hasMessageContaining("2 points")
                .hasMessageContaining("bucket 'metrics'")
                .hasMessageContaining(words)
                .hasMessageContaining("First point of the request: m f=1 1");
    }

    @Test
    void testVeryLongPointIsCutInTheMessage() throws Exception {
        FakeTask task = new FakeTask();
        Endings endings = new Endings();
        RequestWriter writer =
                writer(task, new FakeClient(() -> failed(answer(Kind.INVALID, 400, "no"))));

        writer.submit(batch(line("x".repeat(100_000))), endings);
        task.runMails();

        assertThat(endings.failure.getMessage()).hasSizeLessThan(2000).endsWith("xxx...");
    }

    private static LaneBatch batch(LineEntry... entries) {
        return LaneBatch.of(0, List.of(entries), null);
    }

    private static RequestWriter writer(FakeTask task, InfluxDBClient client) throws IOException {
        return writer(task, client, SinkSettings.Rejecting.FAIL);
    }

    private static RequestWriter writer(
            FakeTask task, InfluxDBClient client, SinkSettings.Rejecting rejecting)
            throws IOException {
        SinkSettings plain =
                RequestWriterFixture.settings(
                        RequestWriterFixture.BATCHING, SinkSettings.Retrying.NO_LIMIT);
        RequestWriter writer =
                RequestWriter.create(
                        task,
                        new SinkSettings(
                                plain.bucket(),
                                plain.precision(),
                                plain.batching(),
                                plain.retrying(),
                                rejecting,
                                plain.guarding(),
                                plain.watching()),
                        client,
                        new Retries(
                                new Backoff(200, 1000, bound -> 0), SinkSettings.Retrying.NO_LIMIT),
                        List.of());
        writer.serverIs(RequestWriterFixture.V2);
        return writer;
    }
}
