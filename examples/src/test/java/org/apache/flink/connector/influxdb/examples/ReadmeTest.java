/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.examples;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** What the README and the recipes show is the very code of the examples that are tested here. */
class ReadmeTest {

    private static final Path CODE =
            Path.of("src/main/java", "org/apache/flink/connector/influxdb/examples");

    @ParameterizedTest
    @CsvSource({
        "README.md, ReadMeasurement.java, read",
        "README.md, WritePoints.java, write",
        "docs/recipes.md, ReplayDeadLetters.java, replay"
    })
    void testPageShowsTheCodeOfTheExample(String page, String file, String name)
            throws IOException {
        String example = region(Files.readAllLines(CODE.resolve(file)), name);

        assertThat(text(page)).contains("```java\n" + example + "```");
    }

    @ParameterizedTest
    @CsvSource({
        "README.md, src/main/resources/quickstart.sql",
        "docs/sink.md, src/main/resources/dead-letters.sql"
    })
    void testPageShowsTheSqlOfTheExample(String page, Path file) throws IOException {
        assertThat(text(page)).contains("```sql\n" + Files.readString(file) + "```");
    }

    private static String text(String page) throws IOException {
        return Files.readString(Path.of("..").resolve(page));
    }

    /** The lines between the marks, without the indentation that they share. */
    private static String region(List<String> lines, String name) {
        int start = marker(lines, "// README: " + name);
        int end = marker(lines, "// README: end");
        List<String> region = lines.subList(start + 1, end);
        return String.join("\n", region).stripIndent() + "\n";
    }

    private static int marker(List<String> lines, String marker) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().equals(marker)) {
                return i;
            }
        }
        throw new AssertionError("No line " + marker);
    }
}
