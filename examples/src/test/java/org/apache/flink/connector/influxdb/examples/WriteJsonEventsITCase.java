/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.examples;

import org.apache.flink.connector.influxdb.testserver.InfluxDBExtension;
import org.apache.flink.connector.influxdb.testserver.ServerKind;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ParameterTool;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** The recipe for events of JSON. */
class WriteJsonEventsITCase {

    @RegisterExtension
    private static final InfluxDBExtension V2 = InfluxDBExtension.shared(ServerKind.V2);

    @TempDir Path folder;

    @Test
    void testEventsArePointsAndWhatIsNoneIsADeadLetter() throws Exception {
        String bucket = V2.newBucket();
        Path events = Files.createDirectory(folder.resolve("events"));
        Files.writeString(
                events.resolve("1.json"),
                """
                {"kind":"cpu","host":"a","place":{"city":"Bonn"},"at":1767225600123,"load":[0.5,1.25]}
                {"kind":"cpu","host":"b","at":1767225600124,"load":[0.5]}
                no JSON
                """);
        Path dead = folder.resolve("dead");

        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        WriteJsonEvents.write(
                env,
                ParameterTool.fromMap(
                        Map.of(
                                "url",
                                V2.server().url(),
                                "organization",
                                V2.server().organization(),
                                "token",
                                V2.server().token(),
                                "bucket",
                                bucket,
                                "events",
                                events.toUri().toString(),
                                "dead-letters",
                                dead.toUri().toString(),
                                "mapping.measurement",
                                "{kind}",
                                "mapping.tags",
                                "host;place_city",
                                "mapping.time",
                                "at",
                                "mapping.time.format",
                                "epoch-millis")));
        env.execute();

        assertThat(V2.server().queryInfluxQl(bucket, "SELECT * FROM cpu"))
                .contains("\"columns\":[\"time\",\"host\",\"load_0\",\"load_1\",\"place_city\"]")
                .contains("\"values\":[[1767225600123000000,\"a\",0.5,1.25,\"Bonn\"]]");
        try (Stream<Path> files = Files.list(dead)) {
            String letters = String.join("", files.map(WriteJsonEventsITCase::read).toList());
            assertThat(letters.lines()).hasSize(2);
            assertThat(letters)
                    .contains("'place_city', which is a tag, is missing")
                    .contains("\"line\":\"no JSON\",\"category\":\"malformed\"");
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
