/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Dead letters as points of a real server. */
abstract class InfluxDBDeadLettersContract {

    abstract InfluxDBExtension influxdb();

    private DeadLetterHandler opened(String bucket) throws IOException {
        SinkServer server = new SinkServer(influxdb().server());
        DeadLetterHandler handler =
                DeadLetterHandler.influxDB(server.connection().build(), bucket, "letters");
        handler.open(0);
        return handler;
    }

    private static DeadLetter letter(String line) {
        return new DeadLetter(
                Instant.ofEpochMilli(1_700_000_000_000L),
                "metrics",
                line,
                DeadLetter.Category.TYPE_CONFLICT,
                422,
                "field type conflict: input field \"f\"");
    }

    @Test
    void testEveryLetterIsAPoint() throws Exception {
        String bucket = influxdb().newBucket();
        String longest = "m f=\"" + "x".repeat(1_100_000) + "\" 1";
        try (var handler = new Closing(opened(bucket))) {
            handler.letters().handle(letter("m,a=b\\ c f=\"x\ny\\\"\" 1"));
            handler.letters().handle(letter("m,a=b\\ c f=\"x\ny\\\"\" 1"));
            handler.letters().handle(letter(longest));
            handler.letters().flush();
        }

        List<List<String>> rows =
                new SinkServer(influxdb().server())
                        .rows(
                                bucket,
                                "SELECT line, status, reason, bucket, category, subtask FROM"
                                        + " letters");
        assertThat(rows).hasSize(3);
        assertThat(rows.get(0))
                .isEqualTo(rows.get(1))
                .containsExactly(
                        "m,a=b\\ c f=\"x\ny\\\"\" 1",
                        "422",
                        "field type conflict: input field \"f\"",
                        "metrics",
                        "type-conflict",
                        "0");
        assertThat(rows.get(2).get(0))
                .startsWith(longest.substring(0, 1_000_000))
                .endsWith("... (cut here, of 1100008 bytes)");
    }

    @Test
    void testUnknownBucketFailsTheCheckpoint() throws Exception {
        try (var handler = new Closing(opened("nowhere"))) {
            handler.letters().handle(letter("m f=1 1"));

            assertThatThrownBy(() -> handler.letters().flush())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("of bucket 'nowhere'")
                    .hasMessageContaining("not found");
        }
    }

    private record Closing(DeadLetterHandler letters) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            letters.close();
        }
    }
}
