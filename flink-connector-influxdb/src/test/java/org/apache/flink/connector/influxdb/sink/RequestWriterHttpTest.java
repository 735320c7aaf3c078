/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.client.Authentication;
import org.apache.flink.connector.influxdb.client.InfluxDBClient;
import org.apache.flink.connector.influxdb.client.InfluxDBConnectionOptions;
import org.apache.flink.util.ExceptionUtils;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

import static org.apache.flink.connector.influxdb.sink.RequestWriterFixture.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Requests of the sink through its own client, to a server in this process. */
class RequestWriterHttpTest {

    private static final SinkSettings.Batching BATCHING =
            new SinkSettings.Batching(100, 100_000, 1_000, 1, 1_000);

    @TempDir private Path folder;

    private final FaultServer server = new FaultServer();

    /** Made on the thread of the test, which is the task's. */
    private FakeTask task;

    @BeforeEach
    void startServer() throws IOException {
        server.start();
    }

    @AfterEach
    void closeServer() {
        server.close();
    }

    private InfluxDBConnectionOptions.Builder connection() {
        return InfluxDBConnectionOptions.builder().url(server.url()).organization("org");
    }

    private RequestWriter writer(InfluxDBClient client) throws IOException {
        task = new FakeTask();
        SinkSettings settings =
                RequestWriterFixture.settings(BATCHING, SinkSettings.Retrying.NO_LIMIT);
        Retries retries =
                new Retries(new Backoff(200, 1_000, bound -> 0), settings.retrying().maxRetries());
        RequestWriter writer = RequestWriter.create(task, settings, client, retries, List.of());
        writer.serverIs(RequestWriterFixture.V2);
        return writer;
    }

    @Test
    void testNextAttemptHasTheTokenOfTheFileThatWasReplaced() throws Exception {
        // Given a token that the server does not know any more
        Path file = Files.writeString(folder.resolve("token"), "old");
        server.letIn("Token new");
        Authentication tokenFile = Authentication.tokenFile(file.toString());
        try (InfluxDBClient client =
                InfluxDBClient.create(connection().authentication(tokenFile).build())) {
            RequestWriter writer = writer(client);
            writer.write(line("m f=1 1"), null);
            task.pass(1_000);
            while (task.counter(SinkMetric.OUTCOME_HALT) == 0) {
                task.getMailboxExecutor().yield();
            }

            // When it is renewed before the next attempt
            Path next = Files.writeString(folder.resolve("next"), "new");
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
            task.letTimePassWhileItWaits();
            writer.flush(true);
        }

        assertThat(server.authorizations()).containsExactly("Token old", "Token new");
        assertThat(server.lines()).containsExactly("m f=1 1");
    }

    @Test
    void testTokenFileThatStaysWrongFailsTheJobAfterThreeAttempts() throws Exception {
        Path file = Files.writeString(folder.resolve("token"), "s3cret");
        server.letIn("Token another");
        Authentication tokenFile = Authentication.tokenFile(file.toString());
        try (InfluxDBClient client =
                InfluxDBClient.create(connection().authentication(tokenFile).build())) {
            RequestWriter writer = writer(client);
            writer.write(line("m f=1 1"), null);
            task.letTimePassWhileItWaits();

            assertThatThrownBy(() -> writer.flush(true))
                    .hasStackTraceContaining("Check 'token.file'")
                    .satisfies(
                            failure ->
                                    assertThat(ExceptionUtils.stringifyException(failure))
                                            .doesNotContain("s3cret"));
        }

        assertThat(server.authorizations()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void testSentBytesAreThoseThatTheServerGets(boolean gzip) throws Exception {
        long lines = 0;
        try (InfluxDBClient client = InfluxDBClient.create(connection().writeGzip(gzip).build())) {
            RequestWriter writer = writer(client);
            for (int i = 0; i < 250; i++) {
                LineEntry entry = line("m,host=a f=1 " + i);
                lines += entry.line().length;
                writer.write(entry, null);
            }
            writer.flush(true);
        }

        long sent = task.metricGroup().getNumBytesSendCounter().getCount();
        assertThat(sent).isEqualTo(server.bytes());
        if (gzip) {
            assertThat(sent).isLessThan(lines / 2);
        } else {
            assertThat(sent).isEqualTo(lines);
        }
        assertThat(task.metricGroup().getNumRecordsSendCounter().getCount()).isEqualTo(250);
    }
}
