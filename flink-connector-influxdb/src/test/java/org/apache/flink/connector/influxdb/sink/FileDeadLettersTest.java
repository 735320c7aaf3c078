/* SPDX-License-Identifier: Apache-2.0 OR MIT */
package org.apache.flink.connector.influxdb.sink;

import org.apache.flink.core.fs.RecoverableFsDataOutputStream;
import org.apache.flink.core.fs.RecoverableWriter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FileDeadLettersTest {

    @TempDir Path folder;

    private static DeadLetter letter(String line) {
        return new DeadLetter(
                Instant.ofEpochSecond(1),
                "metrics",
                line,
                DeadLetter.Category.TYPE_CONFLICT,
                422,
                "why");
    }

    private DeadLetterHandler opened() throws IOException {
        DeadLetterHandler handler = DeadLetterHandler.files(folder.toUri().toString());
        handler.open(3);
        return handler;
    }

    /** The files that a reader of the folder sees. */
    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().endsWith(".jsonl"))
                    .filter(f -> !f.getFileName().toString().startsWith("."))
                    .toList();
        }
    }

    @Test
    void testLettersOfACheckpointAreOneFileOfJsonLines() throws IOException {
        DeadLetterHandler handler = opened();
        handler.handle(letter("m f=\"a\nb\" 1"));
        handler.handle(letter("m f=2 2"));
        assertThat(files()).isEmpty();

        handler.flush();

        List<String> lines = Files.readAllLines(files().get(0));
        assertThat(files()).hasSize(1);
        assertThat(lines).hasSize(2);
        JsonNode first = new ObjectMapper().readTree(lines.get(0));
        assertThat(first.get("time").asText()).isEqualTo("1970-01-01T00:00:01Z");
        assertThat(first.get("bucket").asText()).isEqualTo("metrics");
        assertThat(first.get("line").asText()).isEqualTo("m f=\"a\nb\" 1");
        assertThat(first.get("category").asText()).isEqualTo("type-conflict");
        assertThat(first.get("status").asInt()).isEqualTo(422);
        assertThat(first.get("reason").asText()).isEqualTo("why");
    }

    @Test
    void testCheckpointWithoutLettersMakesNoFile() throws IOException {
        DeadLetterHandler handler = opened();
        handler.handle(letter("m f=1 1"));
        handler.flush();

        handler.flush();

        assertThat(files()).hasSize(1);
    }

    @Test
    void testManyLettersMakeAFileBeforeTheCheckpoint() throws IOException {
        DeadLetterHandler handler = opened();
        for (int i = 0; i < 10_001; i++) {
            handler.handle(letter("m f=1 1"));
        }

        assertThat(files()).hasSize(1);
        assertThat(Files.readAllLines(files().get(0))).hasSize(10_000);
        handler.flush();
        assertThat(files()).hasSize(2);
    }

    @Test
    void testLongLettersMakeAFileBeforeTheCheckpoint() throws IOException {
        DeadLetterHandler handler = opened();
        for (int i = 0; i < 9; i++) {
            handler.handle(letter("x".repeat(1_000_000)));
        }

        assertThat(files()).hasSize(1);
        handler.close();
    }

    @Test
    void testWhatWasNotFlushedNeverShowsUp() throws IOException {
        DeadLetterHandler handler = opened();
        handler.handle(letter("m f=1 1"));

        handler.close();

        assertThat(files()).isEmpty();
    }

    @Test
    void testFailedWriteIsAnErrorThatNamesTheOption() throws IOException {
        DeadLetterHandler handler = opened();
        handler.handle(letter("m f=1 1"));
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }

        assertThatThrownBy(handler::flush)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("sink.dead-letter.path");
    }

    @Test
    void testCrashLeavesNoHalfLines() throws IOException {
        // Given a task that has a file, and dies with letters of which a part is on the disk
        DeadLetterHandler first = opened();
        first.handle(letter("m f=1 1"));
        first.flush();
        for (int i = 0; i < 1_000; i++) {
            first.handle(letter("m f=" + "x".repeat(100) + i));
        }

        // When its successor writes the same points again
        DeadLetterHandler second = opened();
        second.handle(letter("m f=2 2"));
        second.flush();

        // Then there are whole lines only
        assertThat(files()).hasSize(2);
        for (Path file : files()) {
            assertThat(Files.readString(file)).endsWith("}\n");
            for (String line : Files.readAllLines(file)) {
                assertThat(new ObjectMapper().readTree(line).get("line").asText()).hasSize(7);
            }
        }
    }

    @Test
    void testHalfACharacterIsWrittenAsAQuestionMark() throws IOException {
        // Given a point that is refused since it holds one
        DeadLetterHandler handler = opened();
        handler.handle(letter("Point{m, fields={f=\uD83D}}"));
        handler.flush();

        assertThat(Files.readString(files().get(0))).contains("Point{m, fields={f=?}}");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void testFullDiskIsAnErrorThatNamesTheOption(boolean isFullAtOnce) throws IOException {
        DeadLetterHandler handler =
                new FileDeadLetters("s3://dead", file -> new FullDisk(isFullAtOnce));
        handler.open(0);

        assertThatThrownBy(
                        () -> {
                            handler.handle(letter("m f=1 1"));
                            handler.flush();
                        })
                .isInstanceOf(IOException.class)
                .hasMessageContaining("s3://dead")
                .hasMessageContaining("No space left on device")
                .hasMessageContaining("sink.dead-letter.path");
    }

    /** Has no room for a letter, or none for its last part. */
    private static final class FullDisk extends RecoverableFsDataOutputStream {

        private final boolean isFullAtOnce;

        FullDisk(boolean isFullAtOnce) {
            this.isFullAtOnce = isFullAtOnce;
        }

        private static IOException full() {
            return new IOException("No space left on device");
        }

        @Override
        public void write(int b) throws IOException {
            if (isFullAtOnce) {
                throw full();
            }
        }

        @Override
        public void write(byte[] bytes, int start, int length) throws IOException {
            write(0);
        }

        @Override
        public Committer closeForCommit() throws IOException {
            throw full();
        }

        @Override
        public RecoverableWriter.ResumeRecoverable persist() throws IOException {
            throw full();
        }

        @Override
        public long getPos() {
            return 0;
        }

        @Override
        public void flush() {}

        @Override
        public void sync() {}

        @Override
        public void close() {}
    }

    @Test
    void testFolderThatCannotBeMadeIsAnErrorThatNamesTheOption() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        DeadLetterHandler handler =
                DeadLetterHandler.files(file.resolve("dead").toUri().toString());
        handler.open(0);

        assertThatThrownBy(() -> handler.handle(letter("m f=1 1")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("sink.dead-letter.path");
    }
}
