/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.architecture;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** What is said of the source files in CONTRIBUTING.md. */
class HouseRulesTest {

    @Test
    void testAMainFileHasAtMost300Lines() throws IOException {
        assertThat(longerThan(300, Path.of("src/main/java"))).isEmpty();
    }

    @Test
    void testATestFileHasAtMost400Lines() throws IOException {
        assertThat(longerThan(400, Path.of("src/test/java"))).isEmpty();
    }

    private static List<String> longerThan(long limit, Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> lines(file) > limit)
                    .map(file -> lines(file) + " " + folder.relativize(file))
                    .toList();
        }
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
