/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.client;

import org.apache.flink.connector.influxdb.model.InfluxDBException;
import org.apache.flink.connector.influxdb.model.InfluxDBException.Kind;
import org.apache.flink.connector.influxdb.model.InfluxDBQuery;
import org.apache.flink.connector.influxdb.model.InfluxDBRow;
import org.apache.flink.connector.influxdb.model.InfluxDBVersion;
import org.apache.flink.connector.influxdb.model.QueryLanguage;
import org.apache.flink.connector.influxdb.model.TimeRange;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Answers in Flux that end as complete ones do, while the server may have been shut down. */
class ShutdownGuardTest {

    private static final InfluxDBQuery QUERY =
            new InfluxDBQuery.OfText("b", QueryLanguage.FLUX, "from(bucket: \"b\")");

    private static final String FIRST =
            "{\"status\": \"ready\", \"started\": \"2026-01-01T00:00Z\"}";
    private static final String SECOND =
            "{\"status\": \"ready\", \"started\": \"2026-01-01T00:05Z\"}";

    /** What {@code /ready} answers, one by one; the last goes on. Empty is a lost connection. */
    private final Deque<String> starts = new ArrayDeque<>();

    private ScriptedServer server;
    private InfluxDBClient client;

    @BeforeEach
    void open() throws IOException {
        server = new ScriptedServer((request, socket, out) -> answer(request, out));
        client =
                InfluxDBClient.create(
                        InfluxDBConnectionOptions.builder()
                                .url(server.url())
                                .organization("o")
                                .version(InfluxDBVersion.V2)
                                .build());
    }

    private boolean answer(ScriptedServer.Request request, OutputStream out) throws IOException {
        if (request.target().equals("/ready")) {
            String start = starts.size() > 1 ? starts.poll() : starts.peek();
            return !start.isEmpty()
                    && ScriptedServer.respond(out, start.startsWith("{") ? 200 : 404, start);
        }
        return ScriptedServer.respond(
                out,
                200,
                "#datatype,string,long,double\r\n#group,false,false,false\r\n#default,_result,,\r\n"
                        + ",result,table,_value\r\n,,0,1.5\r\n\r\n");
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
    }

    private void given(String... answers) {
        starts.addAll(List.of(answers));
    }

    private List<InfluxDBRow> read() throws InfluxDBException {
        return ReadSupport.read(client, QUERY, new TimeRange(0, 10));
    }

    @Test
    void testAnAnswerOfAServerThatGoesOnIsComplete() throws Exception {
        given(FIRST);

        assertThat(read()).hasSize(1);
        assertThat(read()).hasSize(1);
    }

    @Test
    void testAnAnswerOfAServerThatWasStartedAnewIsIncomplete() throws Exception {
        given(FIRST, SECOND);

        assertThatThrownBy(this::read)
                .isInstanceOf(InfluxDBException.class)
                .hasMessageContainingAll("looks complete", "2026-01-01T00:05Z", "from(bucket")
                .extracting(e -> ((InfluxDBException) e).kind())
                .isEqualTo(Kind.INCOMPLETE);
        assertThat(read()).hasSize(1);
    }

    @Test
    void testAnAnswerOfAServerThatIsGoneIsIncomplete() {
        given(FIRST, "");

        assertThatThrownBy(this::read)
                .isInstanceOf(InfluxDBException.class)
                .hasMessageContainingAll("looks complete", "cannot be reached")
                .extracting(e -> ((InfluxDBException) e).kind())
                .isEqualTo(Kind.INCOMPLETE);
    }

    @Test
    void testAServerThatDoesNotSayWhenItStartedIsBelieved() throws Exception {
        given("not found");

        assertThat(read()).hasSize(1);
    }

    @Test
    void testAServerThatSaysLaterWhenItStartedIsCheckedFromThenOn() throws Exception {
        given("not found", FIRST, SECOND);
        read();

        assertThatThrownBy(this::read).hasMessageContaining("looks complete");
    }
}
